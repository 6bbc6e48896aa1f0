package jsonscan

import (
	"bytes"
	"math"
	"strconv"
)

// State tells what a field of a request was, before anybody asks what it means.
type State uint8

const (
	Absent State = iota
	Null
	Set
	Wrong // there, and of a type that cannot be read as the field's
)

// Was is the state itself, so that what embeds a State is half a Field.
func (s State) Was() State { return s }

// Given reports whether the field is there, well formed or not.
func (s State) Given() bool { return s == Set || s == Wrong }

// Field is what a value is read into: one of this package's types, or a vendor's own.
// Set reads one valid JSON value, never fails, replaces what an earlier value left and
// keeps no part of v.
type Field interface {
	Set(v []byte)
	Was() State
}

// The types are tolerant, as readers in Java with their defaults are: "60" is a number
// and 12 a text. Those named Exact convert nothing.
type (
	// Int is a whole number that may also come as a numeric string.
	Int struct {
		N int64
		State
	}
	// Num is any number, or a numeric string.
	Num struct {
		F float64
		State
	}
	// Str is a text. A number is taken as its digits.
	Str struct {
		S string
		State
	}
	// Bool is true or false; 0, 1 and the quoted words are taken too.
	Bool struct {
		B bool
		State
	}
	// Strs is a list of texts. An element that is none stands as an empty text.
	Strs struct {
		List []string
		State
	}
	// Pairs is an object of texts, in the order written.
	Pairs struct {
		List []Pair
		Bad  int // values that are no text
		State
	}
	// Pair is one member of such an object.
	Pair struct{ Key, Value string }
	// Raw is any value as it was written.
	Raw struct {
		Text string
		State
	}
	// IsObject is an object of which only matters that it is there, IsArray an array.
	IsObject struct{ State }
	IsArray  struct{ State }

	ExactInt  struct{ Int }
	ExactNum  struct{ Num }
	ExactStr  struct{ Str }
	ExactBool struct{ Bool }
	// ExactStrs is Wrong when one element is no text; the others are read all the same.
	ExactStrs struct{ Strs }
	// ExactPairs is Wrong when one value is no text; the others are read all the same.
	ExactPairs struct{ Pairs }
)

// Or returns the number, or a stand-in when the field was not given or is wrong.
func (i Int) Or(stand int64) int64 {
	if i.State == Set {
		return i.N
	}
	return stand
}

// Is reports whether the field is there and b.
func (x Bool) Is(b bool) bool { return x.State == Set && x.B == b }

// Get returns the last value of a key, as readers that keep one value do.
func (p *Pairs) Get(key string) (value string, ok bool) {
	for _, pair := range p.List {
		if pair.Key == key {
			value, ok = pair.Value, true
		}
	}
	return value, ok
}

// Set reads a number or a numeric string.
func (i *Int) Set(v []byte) {
	if Kind(v) == 'n' {
		*i = Int{State: Null}
		return
	}
	i.number(bytes.Trim(v, `"`))
}

// Set reads a number.
func (i *ExactInt) Set(v []byte) {
	switch Kind(v) {
	case 0:
		i.number(v)
	case 'n':
		i.Int = Int{State: Null}
	default:
		i.Int = Int{State: Wrong}
	}
}

// SetText reads the text of a form's field; an empty one counts as Null.
func (i *Int) SetText(s string) {
	if s == "" {
		*i = Int{State: Null}
		return
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		*i = Int{State: Wrong}
		return
	}
	*i = Int{N: n, State: Set}
}

func (i *Int) number(text []byte) {
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		*i = Int{N: n, State: Set}
		return
	}
	// 60.0 and 6e1 are whole numbers as well.
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		*i = Int{State: Wrong}
		return
	}
	*i = Int{N: int64(f), State: Set}
}

// Set reads a number or a numeric string.
func (x *Num) Set(v []byte) {
	if Kind(v) == 'n' {
		*x = Num{State: Null}
		return
	}
	x.SetText(string(bytes.Trim(v, `"`)))
	if x.State == Null {
		x.State = Wrong // ""
	}
}

// Set reads a number.
func (x *ExactNum) Set(v []byte) {
	switch Kind(v) {
	case 0:
		x.SetText(string(v))
	case 'n':
		x.Num = Num{State: Null}
	default:
		x.Num = Num{State: Wrong}
	}
}

// SetText reads the text of a form's field; an empty one counts as Null.
func (x *Num) SetText(s string) {
	if s == "" {
		*x = Num{State: Null}
		return
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		*x = Num{State: Wrong}
		return
	}
	*x = Num{F: f, State: Set}
}

// Set reads a text or a number.
func (s *Str) Set(v []byte) {
	switch Kind(v) {
	case '"':
		*s = Str{S: Text(v), State: Set}
	case 'n':
		*s = Str{State: Null}
	case 0:
		*s = Str{S: string(v), State: Set}
	default:
		*s = Str{State: Wrong}
	}
}

// Set reads a text.
func (s *ExactStr) Set(v []byte) {
	if Kind(v) == 0 {
		s.Str = Str{State: Wrong}
		return
	}
	s.Str.Set(v)
}

// SetText takes the text of a form's field.
func (s *Str) SetText(text string) { *s = Str{S: text, State: Set} }

// Set reads true or false in any spelling.
func (x *Bool) Set(v []byte) {
	if Kind(v) == 'n' {
		*x = Bool{State: Null}
		return
	}
	switch string(bytes.Trim(v, `"`)) {
	case "true", "1":
		*x = Bool{B: true, State: Set}
	case "false", "0":
		*x = Bool{State: Set}
	case "null":
		*x = Bool{State: Null}
	default:
		*x = Bool{State: Wrong}
	}
}

// Set reads true or false.
func (x *ExactBool) Set(v []byte) {
	switch Kind(v) {
	case 't', 'f':
		x.Bool = Bool{B: v[0] == 't', State: Set}
	case 'n':
		x.Bool = Bool{State: Null}
	default:
		x.Bool = Bool{State: Wrong}
	}
}

// SetText reads the text of a form's field; an empty one counts as Null.
func (x *Bool) SetText(s string) {
	switch s {
	case "true", "1":
		*x = Bool{B: true, State: Set}
	case "false", "0":
		*x = Bool{State: Set}
	case "":
		*x = Bool{State: Null}
	default:
		*x = Bool{State: Wrong}
	}
}

// Set reads an array of texts and numbers.
func (s *Strs) Set(v []byte) {
	if s.State = is(v, '['); s.State != Set {
		s.List = nil
		return
	}
	list, bad := Strings(v)
	if s.List = list; bad == 0 {
		return
	}
	i := 0
	Array(v, func(element []byte) {
		if Kind(element) == 0 {
			s.List[i] = string(element)
		}
		i++
	})
}

// Set reads an array of texts.
func (s *ExactStrs) Set(v []byte) {
	if s.State = is(v, '['); s.State != Set {
		s.List = nil
		return
	}
	list, bad := Strings(v)
	if s.List = list; bad > 0 {
		s.State = Wrong
	}
}

// Set reads an object of texts.
func (p *Pairs) Set(v []byte) {
	if *p = (Pairs{State: is(v, '{')}); p.State != Set {
		return
	}
	Object(v, func(name, value []byte) {
		var one Str
		one.Set(value)
		if Kind(value) != '"' {
			p.Bad++
		}
		p.List = append(p.List, Pair{Key: string(name), Value: one.S})
	})
}

// Set reads an object of texts.
func (p *ExactPairs) Set(v []byte) {
	if p.Pairs.Set(v); p.Bad > 0 {
		p.State = Wrong
	}
}

// Set keeps any value but null.
func (r *Raw) Set(v []byte) {
	if Kind(v) == 'n' {
		*r = Raw{State: Null}
		return
	}
	*r = Raw{Text: string(v), State: Set}
}

// Set notes an object.
func (o *IsObject) Set(v []byte) { o.State = is(v, '{') }

// Set notes an array.
func (o *IsArray) Set(v []byte) { o.State = is(v, '[') }

// is the state of a value that must be of a kind.
func is(v []byte, kind byte) State {
	switch Kind(v) {
	case kind:
		return Set
	case 'n':
		return Null
	}
	return Wrong
}
