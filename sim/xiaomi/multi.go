package xiaomi

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

// parts reads the field messages: a list of {"target", "message"}, where a message has
// the plain names of the form and its extra is an object. Each becomes a call of its own.
func (b *Body) parts(c *sim.Call) {
	var list []json.RawMessage
	if json.Unmarshal([]byte(b.Messages.Text), &list) != nil || list == nil {
		b.NoList = true
		return
	}
	for _, raw := range list {
		e := b.element(raw)
		part := sim.Call{Verb: sim.VerbSend, Op: opMulti, Wire: e, Ahead: c.Ahead}
		part.Message.Asked = vendors.ClassMarketing
		e.fill(&part)
		b.Elements = append(b.Elements, e)
		c.Parts = append(c.Parts, part)
	}
}

// element reads one of them; whatever is no object, or has a value that is no text and
// no number, is an empty message there, for the rules to find.
func (b *Body) element(raw json.RawMessage) *Body {
	e := &Body{way: b.way, TimeToSend: b.TimeToSend}
	members := object(raw)
	if target := text(members["target"]); target != "" {
		e.Targets = []string{target} // one, with its commas
	}
	message := object(members["message"])
	for _, name := range slices.Sorted(maps.Keys(message)) {
		if name == "extra" {
			continue
		}
		if !strings.HasPrefix(name, "extra.") && name != e.way.param {
			e.set(name, text(message[name]))
		}
	}
	extra := object(message["extra"])
	for _, key := range slices.Sorted(maps.Keys(extra)) {
		e.set("extra."+key, text(extra[key]))
	}
	return e
}

// object are the members of a JSON object, none if it is none.
func object(raw json.RawMessage) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil {
		return nil
	}
	return m
}

// text is a JSON text, or the digits of a number.
func text(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	var s jsonscan.Str
	s.Set(raw)
	return s.S
}
