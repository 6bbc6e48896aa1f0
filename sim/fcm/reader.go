package fcm

import (
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim/jsonscan"
)

// reader reads a body by a schema, as Google's front end does before the service sees
// it: unknown names and values of another type are collected, names may be snake_case
// or lowerCamelCase, a null is as good as nothing, of repeated members the last counts.
type reader struct {
	b   *Body
	bad []violation
	// places are one for each depth; deeper than the API is nobody, but a body may be.
	places [8]place
	depth  int
}

// place is where the reader is, from the inside out.
type place struct {
	up   *place
	name string
}

func (p *place) String() string {
	if p == nil {
		return ""
	}
	if up := p.up.String(); up != "" {
		return up + "." + p.name
	}
	return p.name
}

// most is how many violations an answer lists at most.
const most = 20

func (r *reader) wrong(field, description string) {
	if len(r.bad) < most {
		r.bad = append(r.bad, violation{field, description})
	}
}

func (r *reader) invalid(at *place, kind string, v []byte) {
	where := at.String()
	r.wrong(where, "Invalid value at '"+where+"' ("+kind+"), "+string(v[:min(len(v), 200)]))
}

// member is a member of an object, with its last value where the name is repeated.
type member struct {
	f     *field
	value []byte
}

// widest is how many fields an object of the API has at most.
const widest = 32

func (r *reader) object(at *place, s schema, v []byte) {
	var all [widest]member
	n := 0
	jsonscan.Object(v, func(name, value []byte) {
		f, ok := s[string(snake(name))]
		if !ok {
			r.unknown(at, string(name))
			return
		}
		for i := range all[:n] {
			if all[i].f == f {
				all[i].value = value
				return
			}
		}
		all[n] = member{f, value}
		n++
	})
	r.members(at, all[:n])
}

func (r *reader) members(at *place, all []member) {
	chosen := false // no message has more than one group
	var here *place
	if r.depth < len(r.places) {
		here = &r.places[r.depth]
	} else {
		here = new(place)
	}
	r.depth++
	defer func() { r.depth-- }()
	for _, m := range all {
		if jsonscan.Kind(m.value) == 'n' {
			continue
		}
		*here = place{at, m.f.name}
		if m.f.oneof != "" {
			if chosen {
				where := at.String()
				r.wrong(where, "Invalid value at '"+where+"' (oneof), oneof field '"+m.f.oneof+"' is already set. Cannot set '"+camel(here.name)+"'")
				continue
			}
			chosen = true
		}
		r.value(here, m.f, m.value)
	}
}

func (r *reader) unknown(at *place, name string) {
	where := at.String()
	text := "Invalid JSON payload received. Unknown name " + strconv.Quote(name)
	if where != "" {
		text += " at '" + where + "'"
	}
	r.wrong(where, text+": Cannot find field.")
}

func (r *reader) value(at *place, f *field, v []byte) {
	if f.put != nil {
		to := f.put(r.b)
		to.Set(v)
		if pairs, ok := to.(*Pairs); ok {
			pairs.List = lastOf(pairs.List)
		}
	}
	switch f.kind {
	case kObject:
		r.nested(at, f, v)
	case kPairs:
		r.pairs(at, v)
	case kTexts, kDurations:
		r.list(at, f, v)
	case kFree:
		if jsonscan.Kind(v) != '{' {
			r.invalid(at, "type.googleapis.com/google.protobuf.Struct", v)
		}
	default:
		r.single(at, f, v)
	}
}

func (r *reader) nested(at *place, f *field, v []byte) {
	if jsonscan.Kind(v) != '{' {
		r.invalid(at, "type.googleapis.com/google.firebase.fcm.v1", v)
		return
	}
	if f.seen != nil {
		f.seen(r.b)
	}
	r.object(at, f.of, v)
}

// pairs names a bad entry as Google does: by its place and not by its key.
func (r *reader) pairs(at *place, v []byte) {
	if jsonscan.Kind(v) != '{' {
		r.invalid(at, "map", v)
		return
	}
	i := 0
	jsonscan.Object(v, func(_, value []byte) {
		if jsonscan.Kind(value) != '"' {
			r.invalid(&place{&place{at.up, at.name + "[" + strconv.Itoa(i) + "]"}, "value"}, "TYPE_STRING", value)
		}
		i++
	})
}

// lastOf drops the entries whose key comes again.
func lastOf(list []jsonscan.Pair) []jsonscan.Pair {
	at := make(map[string]int, len(list))
	kept := list[:0]
	for _, p := range list {
		if i, again := at[p.Key]; again {
			kept[i] = p
			continue
		}
		at[p.Key] = len(kept)
		kept = append(kept, p)
	}
	return kept
}

func (r *reader) list(at *place, f *field, v []byte) {
	if jsonscan.Kind(v) != '[' {
		r.invalid(at, "repeated", v)
		return
	}
	one := field{kind: kText, sized: f.sized}
	if f.kind == kDurations {
		one.kind = kDuration
	}
	i := 0
	jsonscan.Array(v, func(value []byte) {
		r.single(&place{at.up, at.name + "[" + strconv.Itoa(i) + "]"}, &one, value)
		i++
	})
}

func (r *reader) single(at *place, f *field, v []byte) {
	quoted := jsonscan.Kind(v) == '"'
	switch f.kind {
	case kText:
		if !quoted {
			r.invalid(at, "TYPE_STRING", v)
		} else if f.sized {
			r.b.texts += len(at.name) + len(jsonscan.Text(v))
		}
	case kBool:
		if k := jsonscan.Kind(v); k != 't' && k != 'f' {
			r.invalid(at, "TYPE_BOOL", v)
		}
	case kInt:
		var n Int
		if n.Set(v); n.State == Wrong || n.N != int64(int32(n.N)) {
			r.invalid(at, "TYPE_INT32", v)
		}
	case kReal:
		var n jsonscan.Num
		if n.Set(v); n.State == Wrong {
			r.invalid(at, "TYPE_FLOAT", v)
		}
	case kDuration:
		if _, ok := parseSpan(jsonscan.Text(v)); !ok {
			r.invalid(at, "type.googleapis.com/google.protobuf.Duration", v)
		}
	case kTime:
		if _, err := time.Parse(time.RFC3339Nano, jsonscan.Text(v)); err != nil {
			r.invalid(at, "type.googleapis.com/google.protobuf.Timestamp", v)
		}
	case kEnum:
		if !quoted || !isWord(f.values, jsonscan.Text(v)) {
			r.invalid(at, f.enum, v)
		}
	}
}

// isWord takes words in any case: the Admin SDKs send priorities in lower case.
func isWord(values []string, word string) bool {
	for _, v := range values {
		if strings.EqualFold(v, word) {
			return true
		}
	}
	return false
}

// snake turns lowerCamelCase into snake_case. A name that is neither stays as it is, so
// that it is not found.
func snake(name []byte) []byte {
	upper := false
	for i, c := range name {
		switch {
		case c == '_':
			return name
		case c >= 'A' && c <= 'Z':
			if i == 0 {
				return name
			}
			upper = true
		}
	}
	if !upper {
		return name
	}
	out := make([]byte, 0, len(name)+4)
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			out = append(out, '_', c+'a'-'A')
			continue
		}
		out = append(out, c)
	}
	return out
}

// camel is the other way round.
func camel(name string) string {
	parts := strings.Split(name, "_")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}
