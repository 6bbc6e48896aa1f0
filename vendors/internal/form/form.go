// Package form writes x-www-form-urlencoded bodies and queries in the order their members
// are added, each value encoded exactly once.
package form

import "strconv"

// Body is a form under way. The zero value is empty.
type Body struct{ b []byte }

// New returns an empty form with room for size bytes.
func New(size int) *Body { return &Body{make([]byte, 0, size)} }

// Of returns a form that goes on from encoded members, in the room behind them.
func Of(members []byte) *Body { return &Body{members} }

// Add appends a member. A name may be added again, which is how forms write lists.
func (f *Body) Add(name, value string) {
	f.name(name)
	f.b = escape(f.b, value)
}

// AddIn is Add for a name in two parts.
func (f *Body) AddIn(prefix, name, value string) {
	f.name(prefix)
	f.b = escape(f.b[:len(f.b)-1], name)
	f.b = append(f.b, '=')
	f.b = escape(f.b, value)
}

// Int appends a whole number.
func (f *Body) Int(name string, value int64) {
	f.name(name)
	f.b = strconv.AppendInt(f.b, value, 10)
}

// List appends values in one member, joined by sep. get gives the value at a place.
func (f *Body) List(name string, n int, sep string, get func(int) string) {
	f.name(name)
	for i := range n {
		if i > 0 {
			f.b = escape(f.b, sep)
		}
		f.b = escape(f.b, get(i))
	}
}

// Begin starts a member whose value follows in pieces, by More and Encoded.
func (f *Body) Begin(name string) { f.name(name) }

// More appends a piece of the value begun.
func (f *Body) More(piece []byte) { f.b = escape(f.b, piece) }

// Encoded appends a piece that Escape encoded before, for what stands in many places.
func (f *Body) Encoded(piece []byte) { f.b = append(f.b, piece...) }

// Append appends the members of another form.
func (f *Body) Append(more *Body) {
	if len(f.b) > 0 && len(more.b) > 0 {
		f.b = append(f.b, '&')
	}
	f.b = append(f.b, more.b...)
}

// Length is how long a piece of a value gets.
func Length(piece []byte) int {
	n := len(piece)
	for _, c := range piece {
		if !bare(c) && c != ' ' {
			n += len("%00") - 1
		}
	}
	return n
}

// Escape encodes a piece of a value.
func Escape(piece []byte) []byte { return escape(make([]byte, 0, len(piece)*2), piece) }

// Bytes are what was added so far.
func (f *Body) Bytes() []byte { return f.b }

func (f *Body) name(name string) {
	if len(f.b) > 0 {
		f.b = append(f.b, '&')
	}
	f.b = escape(f.b, name)
	f.b = append(f.b, '=')
}

const hex = "0123456789ABCDEF"

// escape writes s as url.QueryEscape does, without a string in between.
func escape[T string | []byte](b []byte, s T) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case bare(c):
			b = append(b, c)
		case c == ' ':
			b = append(b, '+')
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}

// bare reports a byte that stands for itself.
func bare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'
}
