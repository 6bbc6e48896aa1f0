package huawei

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// The fields of bodies. Types are not converted: "60" is no number, and ttl is a text.
type (
	State = jsonscan.State
	Str   = jsonscan.ExactStr
	Int   = jsonscan.ExactInt
	Num   = jsonscan.ExactNum
	Bool  = jsonscan.ExactBool
	Strs  = jsonscan.ExactStrs
)

// The states of a field that the rules ask for.
const (
	Set   = jsonscan.Set
	Null  = jsonscan.Null
	Wrong = jsonscan.Wrong
)

// reader reads fields and remembers those of another type, under their full names, in
// the order they come in. A null counts as absent.
type reader struct{ defects []sim.Defect }

func (r *reader) wrong(field string) {
	r.defects = append(r.defects, sim.Defect{Field: field, Kind: sim.WrongType})
}

// read reads a field of any type.
func (r *reader) read(field string, v []byte, into jsonscan.Field) {
	if into.Set(v); into.Was() == Wrong {
		r.wrong(field)
	}
}

// object reads the members of an object and returns what the field was.
func (r *reader) object(field string, v []byte, member func(name, value []byte)) State {
	var o jsonscan.IsObject
	if o.Set(v); o.State == Wrong {
		r.wrong(field)
	}
	jsonscan.Object(v, member)
	return o.State
}
