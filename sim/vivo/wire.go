package vivo

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// State tells what a field of a request was, before anybody asks what it means.
type State uint8

const (
	Absent State = iota
	Null
	Set
	Wrong // there, and of a type that cannot be read as the field's
)

// Int is a whole number that may also come as a numeric string: vivo's own sample
// writes networkType as "1", and several clients quote every number.
type Int struct {
	N     int64
	State State
}

// Or returns the number, or absent's stand-in when the field was not given.
func (i Int) Or(stand int64) int64 {
	if i.State == Set {
		return i.N
	}
	return stand
}

// Given reports whether the field is there, well formed or not.
func (i Int) Given() bool { return i.State == Set || i.State == Wrong }

func (i *Int) set(v []byte) {
	if string(v) == "null" {
		*i = Int{State: Null}
		return
	}
	text := bytes.Trim(v, `"`)
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		*i = Int{N: n, State: Set}
		return
	}
	// Java's readers take 60.0 and 6e1 for a whole number as well.
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		*i = Int{State: Wrong}
		return
	}
	*i = Int{N: int64(f), State: Set}
}

// Str is a text. A number is taken as its digits, as the vendor's reader does.
type Str struct {
	S     string
	State State
}

func (s *Str) set(v []byte) {
	switch {
	case v[0] == '"':
		*s = Str{S: unquote(v), State: Set}
	case string(v) == "null":
		*s = Str{State: Null}
	case v[0] == '-' || (v[0] >= '0' && v[0] <= '9'):
		*s = Str{S: string(v), State: Set}
	default:
		*s = Str{State: Wrong}
	}
}

// Bool is true or false; 0, 1 and the quoted words are taken too.
type Bool struct {
	B     bool
	State State
}

func (b *Bool) set(v []byte) {
	switch string(bytes.Trim(v, `"`)) {
	case "true", "1":
		*b = Bool{B: true, State: Set}
	case "false", "0":
		*b = Bool{State: Set}
	case "null":
		*b = Bool{State: Null}
	default:
		*b = Bool{State: Wrong}
	}
}

// Strs is a list of texts. An element that is none stands as an empty text.
type Strs struct {
	List  []string
	State State
}

func (s *Strs) set(v []byte) {
	if string(v) == "null" {
		*s = Strs{State: Null}
		return
	}
	if v[0] != '[' {
		*s = Strs{State: Wrong}
		return
	}
	*s = Strs{State: Set, List: make([]string, 0, bytes.Count(v, []byte{','})+1)}
	each(v, func(_, element []byte) {
		var one Str
		one.set(element)
		s.List = append(s.List, one.S)
	})
}

// Pairs is an object of texts, in the order written.
type Pairs struct {
	List  []Pair
	Bad   int // values that are no text
	State State
}

// Pair is one member of such an object.
type Pair struct{ Key, Value string }

func (p *Pairs) set(v []byte) {
	if string(v) == "null" {
		*p = Pairs{State: Null}
		return
	}
	if v[0] != '{' {
		*p = Pairs{State: Wrong}
		return
	}
	*p = Pairs{State: Set}
	each(v, func(key, value []byte) {
		var one Str
		one.set(value)
		if value[0] != '"' {
			p.Bad++
		}
		p.List = append(p.List, Pair{Key: unquote(key), Value: one.S})
	})
}

// Get returns the last value of a key, as readers that keep one value do.
func (p *Pairs) Get(key string) (value string, ok bool) {
	for _, pair := range p.List {
		if pair.Key == key {
			value, ok = pair.Value, true
		}
	}
	return value, ok
}

// each visits the members of a JSON object or the elements of an array that is
// known to be valid. Keys come quoted, nil for elements. It does not allocate.
//
// The standard decoder is not used for this: it matches names without regard to
// case, and a mock that takes "regid" for regId hides a sender's mistake.
func each(v []byte, visit func(key, value []byte)) {
	object := v[0] == '{'
	i := space(v, 1)
	for i < len(v) && v[i] != '}' && v[i] != ']' {
		var key []byte
		if object {
			end := value(v, i)
			key = v[i:end]
			i = space(v, end)
			i = space(v, i+1) // the colon
		}
		end := value(v, i)
		visit(key, v[i:end])
		i = space(v, end)
		if i < len(v) && v[i] == ',' {
			i = space(v, i+1)
		}
	}
}

func space(v []byte, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t' || v[i] == '\n' || v[i] == '\r') {
		i++
	}
	return i
}

// value returns the end of the JSON value that begins at i.
func value(v []byte, i int) int {
	depth := 0
	for i < len(v) {
		switch v[i] {
		case '"':
			i = quoted(v, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				if depth < 0 { // the end of what holds a bare number or word
					return i
				}
				return i + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// quoted returns the end of the string that begins at i.
func quoted(v []byte, i int) int {
	for i++; i < len(v) && v[i] != '"'; i++ {
		if v[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(v))
}

// unquote returns the text of a valid JSON string, as a copy.
func unquote(v []byte) string {
	inner := v[1 : len(v)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	var s string
	if err := json.Unmarshal(v, &s); err != nil {
		return ""
	}
	return s
}
