package jsonscan

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Table is the form of one JSON object: which member goes into which field of a body
// B. Members are matched by their exact names, of repeated ones the last counts. A
// table is immutable; reading with it allocates nothing but the texts.
type Table[B any] struct {
	members []member
	index   map[string]int
}

type member struct {
	name   string
	offset uintptr // of the field in the body
	field  func(unsafe.Pointer) Field
	nested bool
}

// TableOf makes the table of a body from the tags of its fields:
//
//	type Body struct {
//		Title jsonscan.Str `json:"title"`
//		TTL   jsonscan.Int `json:"time_to_live"`
//	}
//
// Fields without a tag are the package's own; those of embedded structs count as the
// body's. The order is the struct's. It panics on a tagged field that is no Field and
// on a name that comes twice, and is meant for tables of packages.
func TableOf[B any]() *Table[B] {
	t := &Table[B]{index: map[string]int{}}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[B]()) {
		name, tagged := f.Tag.Lookup("json")
		if !tagged {
			continue
		}
		pointer := reflect.PointerTo(f.Type)
		if !pointer.Implements(reflect.TypeFor[Field]()) || !f.IsExported() {
			panic(fmt.Sprintf("jsonscan: %s of %s cannot be read into", f.Name, reflect.TypeFor[B]()))
		}
		if _, twice := t.index[name]; twice {
			panic(fmt.Sprintf("jsonscan: member %q of %s comes twice", name, reflect.TypeFor[B]()))
		}
		t.index[name] = len(t.members)
		t.members = append(t.members, member{
			name, offset(reflect.TypeFor[B](), f.Index), at(f.Type), pointer.Implements(reflect.TypeFor[Nested]()),
		})
	}
	return t
}

// offset is where in a body a field lies, through embedded structs.
func offset(body reflect.Type, path []int) (sum uintptr) {
	for _, i := range path {
		if body.Kind() != reflect.Struct {
			panic(fmt.Sprintf("jsonscan: %s is embedded by its address", body))
		}
		f := body.Field(i)
		sum, body = sum+f.Offset, f.Type
	}
	return sum
}

// at makes a field of what lies at an address. Every request is read through it, and
// reflection would cost half of the reading: the package's own types need none.
func at(t reflect.Type) func(unsafe.Pointer) Field {
	switch t {
	case reflect.TypeFor[Str]():
		return func(p unsafe.Pointer) Field { return (*Str)(p) }
	case reflect.TypeFor[Int]():
		return func(p unsafe.Pointer) Field { return (*Int)(p) }
	case reflect.TypeFor[Bool]():
		return func(p unsafe.Pointer) Field { return (*Bool)(p) }
	case reflect.TypeFor[Strs]():
		return func(p unsafe.Pointer) Field { return (*Strs)(p) }
	case reflect.TypeFor[Pairs]():
		return func(p unsafe.Pointer) Field { return (*Pairs)(p) }
	}
	return func(p unsafe.Pointer) Field { return reflect.NewAt(t, p).Interface().(Field) }
}

func (m *member) of(body unsafe.Pointer) Field { return m.field(unsafe.Add(body, m.offset)) }

// Read reads the members of an object into b and returns what data was. Other members
// are ignored.
func (t *Table[B]) Read(b *B, data []byte) State { return t.ReadAll(b, data, nil) }

// ReadAll is Read that hands the members which the table does not have to other: their
// names without quotes, good during the call only.
func (t *Table[B]) ReadAll(b *B, data []byte, other func(name, value []byte)) State {
	state := is(data, '{')
	if state != Set {
		return state
	}
	body := unsafe.Pointer(b)
	Object(data, func(name, value []byte) {
		if i, ok := t.index[string(name)]; ok {
			t.members[i].of(body).Set(value)
		} else if other != nil {
			other(name, value)
		}
	})
	return Set
}

// Names are the names of the members, in the table's order.
func (t *Table[B]) Names() []string {
	names := make([]string, len(t.members))
	for i := range t.members {
		names[i] = t.members[i].name
	}
	return names
}

// Nested is a body within a body that tells which of its members could not be read.
type Nested interface {
	Field
	Wrong() []string
}

// Wrong are the names of the members that could not be read, in the table's order;
// those of a Nested body as outer.inner. Mostly there are none, and it is nil.
func (t *Table[B]) Wrong(b *B) (names []string) {
	body := unsafe.Pointer(b)
	for i := range t.members {
		m := &t.members[i]
		f := m.of(body)
		if f.Was() == Wrong {
			names = append(names, m.name)
		}
		if !m.nested {
			continue
		}
		for _, inner := range f.(Nested).Wrong() {
			names = append(names, m.name+"."+inner)
		}
	}
	return names
}
