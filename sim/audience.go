package sim

import "github.com/offpush/offpush/sim/device"

// Audience selects phones by tag. All overrides the rest; Expr, where a vendor has
// expressions, stands in for the lists.
type Audience struct {
	All              bool
	Any, Every, None []string
	// Expr is never changed once a call is decoded.
	Expr *TagExpr
}

// Nobody reports that no audience is named at all.
func (a *Audience) Nobody() bool {
	return !a.All && a.Expr == nil && len(a.Any)+len(a.Every) == 0
}

// Matches reports whether a phone with these tags is meant.
func (a *Audience) Matches(p *device.Phone) bool {
	if a.All {
		return true
	}
	has := func(tag string) bool {
		for _, t := range p.Tags {
			if t == tag {
				return true
			}
		}
		return false
	}
	if a.Expr != nil {
		return a.Expr.matches(has)
	}
	any := len(a.Any) == 0
	for _, t := range a.Any {
		any = any || has(t)
	}
	if !any {
		return false
	}
	for _, t := range a.Every {
		if !has(t) {
			return false
		}
	}
	for _, t := range a.None {
		if has(t) {
			return false
		}
	}
	return len(a.Any)+len(a.Every) > 0
}

// TagExpr is a Boolean expression over tags: a tag, or an operator with its parts.
type TagExpr struct {
	Op  TagOp
	Tag string // of HasTag
	Of  []*TagExpr
}

// TagOp is what a TagExpr does.
type TagOp uint8

const (
	HasTag TagOp = iota
	NotTag       // not the one part
	AllOf
	AnyOf
)

// Tags lists the tags an expression names, in order, repeated as often as it does.
func (x *TagExpr) Tags() []string { return x.tags(nil) }

func (x *TagExpr) tags(into []string) []string {
	if x == nil {
		return into
	}
	if x.Op == HasTag {
		into = append(into, x.Tag)
	}
	for _, part := range x.Of {
		into = part.tags(into)
	}
	return into
}

func (x *TagExpr) matches(has func(tag string) bool) bool {
	switch x.Op {
	case NotTag:
		return len(x.Of) == 1 && !x.Of[0].matches(has)
	case AllOf:
		for _, part := range x.Of {
			if !part.matches(has) {
				return false
			}
		}
		return len(x.Of) > 0
	case AnyOf:
		for _, part := range x.Of {
			if part.matches(has) {
				return true
			}
		}
		return false
	}
	return has(x.Tag)
}
