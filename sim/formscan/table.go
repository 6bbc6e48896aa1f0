package formscan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim/jsonscan"
)

// Field is what a text is read into: Int, Num, Str and Bool of package jsonscan, List,
// or a vendor's own.
type Field interface {
	SetText(text string)
	Was() jsonscan.State
}

// List is a list of texts between commas; an empty text is an empty list.
type List struct {
	List []string
	jsonscan.State
}

// SetText splits at every comma.
func (l *List) SetText(s string) {
	*l = List{State: jsonscan.Set}
	if s != "" {
		l.List = strings.Split(s, ",")
	}
}

// JSON is a field that holds JSON: the text as it came, and Wrong when it is none. An
// empty text counts as Null.
type JSON struct {
	Text string
	jsonscan.State
}

// SetText keeps the text.
func (j *JSON) SetText(s string) {
	switch {
	case s == "":
		*j = JSON{State: jsonscan.Null}
	case json.Valid([]byte(s)):
		*j = JSON{Text: s, State: jsonscan.Set}
	default:
		*j = JSON{Text: s, State: jsonscan.Wrong}
	}
}

// Which says which of several fields with one name counts.
type Which uint8

const (
	// First: as getParameter of Java's servlets.
	First Which = iota
	// Last: as $_POST of PHP.
	Last
)

// Table is the form of one body: which field goes where. Names are exact. A table is
// immutable.
type Table[B any] struct {
	which   Which
	members []member
	index   map[string]int
}

type member struct {
	name string
	path []int
}

// TableOf makes the table of a body from its fields' tags, `form:"registration_id"`.
// Fields without a tag are the package's own; those of embedded structs count as the
// body's. It panics on a tagged field that is no Field and on a name that comes twice,
// and is meant for tables of packages.
func TableOf[B any](which Which) *Table[B] {
	t := &Table[B]{which: which, index: map[string]int{}}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[B]()) {
		name, tagged := f.Tag.Lookup("form")
		if !tagged {
			continue
		}
		if !reflect.PointerTo(f.Type).Implements(reflect.TypeFor[Field]()) || !f.IsExported() {
			panic(fmt.Sprintf("formscan: %s of %s cannot be read into", f.Name, reflect.TypeFor[B]()))
		}
		if _, twice := t.index[name]; twice {
			panic(fmt.Sprintf("formscan: field %q of %s comes twice", name, reflect.TypeFor[B]()))
		}
		t.index[name] = len(t.members)
		t.members = append(t.members, member{name, f.Index})
	}
	return t
}

// Seen is what reading noticed beside the values.
type Seen struct {
	// Repeated are names of the table that came more than once.
	Repeated []string
	// BadEscape: a percent sign was not followed by two hex digits.
	BadEscape bool
}

// Read reads a form into b. Fields that the table does not have go to other, which may
// be nil, in the order written.
func (t *Table[B]) Read(b *B, data []byte, other func(name, value string)) (seen Seen) {
	body := reflect.ValueOf(b).Elem()
	Each(data, func(rawName, rawValue []byte) {
		name, nameOK := Unescape(rawName)
		value, valueOK := Unescape(rawValue)
		seen.BadEscape = seen.BadEscape || !nameOK || !valueOK
		i, ok := t.index[name]
		if !ok {
			if other != nil {
				other(name, value)
			}
			return
		}
		into := t.members[i].of(body)
		if into.Was() != jsonscan.Absent {
			if !slices.Contains(seen.Repeated, name) {
				seen.Repeated = append(seen.Repeated, name)
			}
			if t.which == First {
				return
			}
		}
		into.SetText(value)
	})
	return seen
}

// Names are the names of the fields, in the table's order.
func (t *Table[B]) Names() []string {
	names := make([]string, len(t.members))
	for i := range t.members {
		names[i] = t.members[i].name
	}
	return names
}

// Wrong are the names of the fields that could not be read, in the table's order.
// Mostly there are none, and it is nil.
func (t *Table[B]) Wrong(b *B) (names []string) {
	body := reflect.ValueOf(b).Elem()
	for i := range t.members {
		if t.members[i].of(body).Was() == jsonscan.Wrong {
			names = append(names, t.members[i].name)
		}
	}
	return names
}

func (m *member) of(body reflect.Value) Field {
	for _, i := range m.path {
		body = body.Field(i)
	}
	return body.Addr().Interface().(Field)
}
