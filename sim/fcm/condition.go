package fcm

import (
	"strings"

	"github.com/offpush/offpush/sim"
)

// parseCondition reads an expression over topics such as
//
//	'TopicA' in topics && ('TopicB' in topics || !('TopicC' in topics))
//
// What is in brackets comes first, then FCM goes from left to right: && and || bind
// alike. ok is false when it is no condition.
func parseCondition(text string) (x *sim.TagExpr, ok bool) {
	p := &condition{rest: text}
	x = p.chain()
	p.space()
	return x, x != nil && p.rest == "" && !p.deep
}

// maxNesting bounds brackets and negations: a condition has at most five topics.
const maxNesting = 64

type condition struct {
	rest  string
	depth int
	deep  bool
}

// chain reads parts with operators between them; nil when one cannot be read.
func (p *condition) chain() *sim.TagExpr {
	x := p.one()
	for x != nil {
		op := sim.AnyOf
		switch {
		case p.take("||"):
		case p.take("&&"):
			op = sim.AllOf
		default:
			return x
		}
		next := p.one()
		if next == nil {
			return nil
		}
		x = &sim.TagExpr{Op: op, Of: []*sim.TagExpr{x, next}}
	}
	return x
}

func (p *condition) one() *sim.TagExpr {
	if p.depth++; p.depth > maxNesting {
		p.deep = true
		return nil
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("!"):
		if x := p.one(); x != nil {
			return &sim.TagExpr{Op: sim.NotTag, Of: []*sim.TagExpr{x}}
		}
		return nil
	case p.take("("):
		if x := p.chain(); x != nil && p.take(")") {
			return x
		}
		return nil
	}
	return p.topic()
}

func (p *condition) topic() *sim.TagExpr {
	p.space()
	if p.rest == "" || (p.rest[0] != '\'' && p.rest[0] != '"') {
		return nil
	}
	name, rest, found := strings.Cut(p.rest[1:], p.rest[:1])
	if !found || name == "" {
		return nil
	}
	p.rest = rest
	if !p.take("in") || !p.take("topics") {
		return nil
	}
	return &sim.TagExpr{Op: sim.HasTag, Tag: name}
}

func (p *condition) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

func (p *condition) take(token string) bool {
	p.space()
	rest, found := strings.CutPrefix(p.rest, token)
	if found {
		p.rest = rest
	}
	return found
}
