package huawei

import (
	"math"
	"strconv"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// State tells what a field of a request was, before anybody asks what it means.
type State uint8

const (
	Absent State = iota
	Null
	Set
	Wrong // there, and of a type that is not the field's
)

// Str is a text, Int a whole number, Num any number, Bool true or false, Strs a list
// of texts. Types are not converted: "60" is no number, and ttl is a text.
type (
	Str struct {
		S     string
		State State
	}
	Int struct {
		N     int64
		State State
	}
	Num struct {
		F     float64
		State State
	}
	Bool struct {
		B     bool
		State State
	}
	Strs struct {
		List  []string
		State State
	}
)

// Or returns the number, or a stand-in when the field was not given.
func (i Int) Or(stand int64) int64 {
	if i.State == Set {
		return i.N
	}
	return stand
}

// Is reports whether the field is there and b.
func (x Bool) Is(b bool) bool { return x.State == Set && x.B == b }

// reader reads fields and remembers those of another type, under their full names.
// A null counts as absent.
type reader struct{ defects []sim.Defect }

func (r *reader) wrong(field string) State {
	r.defects = append(r.defects, sim.Defect{Field: field, Kind: sim.WrongType})
	return Wrong
}

func (r *reader) str(field string, v []byte, into *Str) {
	switch jsonscan.Kind(v) {
	case '"':
		*into = Str{S: jsonscan.Text(v), State: Set}
	case 'n':
		*into = Str{State: Null}
	default:
		*into = Str{State: r.wrong(field)}
	}
}

func (r *reader) integer(field string, v []byte, into *Int) {
	switch jsonscan.Kind(v) {
	case 0:
		if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			*into = Int{N: n, State: Set}
			return
		}
		// 3.0 and 3e0 are whole numbers too.
		if f, err := strconv.ParseFloat(string(v), 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			*into = Int{N: int64(f), State: Set}
			return
		}
		*into = Int{State: r.wrong(field)}
	case 'n':
		*into = Int{State: Null}
	default:
		*into = Int{State: r.wrong(field)}
	}
}

func (r *reader) number(field string, v []byte, into *Num) {
	switch jsonscan.Kind(v) {
	case 0:
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil {
			*into = Num{State: r.wrong(field)}
			return
		}
		*into = Num{F: f, State: Set}
	case 'n':
		*into = Num{State: Null}
	default:
		*into = Num{State: r.wrong(field)}
	}
}

func (r *reader) boolean(field string, v []byte, into *Bool) {
	switch jsonscan.Kind(v) {
	case 't', 'f':
		*into = Bool{B: v[0] == 't', State: Set}
	case 'n':
		*into = Bool{State: Null}
	default:
		*into = Bool{State: r.wrong(field)}
	}
}

func (r *reader) list(field string, v []byte, into *Strs) {
	switch jsonscan.Kind(v) {
	case '[':
		list, bad := jsonscan.Strings(v)
		*into = Strs{List: list, State: Set}
		if bad > 0 {
			into.State = r.wrong(field)
		}
	case 'n':
		*into = Strs{State: Null}
	default:
		*into = Strs{State: r.wrong(field)}
	}
}

// object reads the members of an object and returns what the field was.
func (r *reader) object(field string, v []byte, member func(name, value []byte)) State {
	switch jsonscan.Kind(v) {
	case '{':
		jsonscan.Object(v, member)
		return Set
	case 'n':
		return Null
	}
	return r.wrong(field)
}
