package kit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Answer is what came back.
type Answer struct {
	Method string
	Path   string // without query
	Status int
	Header http.Header
	Raw    []byte
	// JSON is nil when the body is no JSON object; its numbers are json.Number.
	JSON Object

	code, id func(Answer) string
}

// Code is the vendor's code on the wire, "" when it is not where it belongs.
func (a Answer) Code() string { return ask(a.code, a) }

// ID is the vendor's id of the message, "" when there is none.
func (a Answer) ID() string { return ask(a.id, a) }

func ask(f func(Answer) string, a Answer) string {
	if f == nil {
		return ""
	}
	return f(a)
}

// Text is a string member; ok tells that it is there and is a JSON string.
func (a Answer) Text(path string) (s string, ok bool) { return a.JSON.Text(path) }

// Number is a member that is a JSON number, as it is written; "" when it is none.
func (a Answer) Number(path string) string { return a.JSON.Number(path) }

// Kind is what a member is: "string", "number", "bool", "object", "array", "null",
// or "" when it is not there.
func (a Answer) Kind(path string) string { return a.JSON.Kind(path) }

// Keys are the names of an object's members, sorted; "" is the answer itself.
func (a Answer) Keys(path string) []string { return a.JSON.Keys(path) }

func (a Answer) String() string {
	return fmt.Sprintf("%s %s was answered HTTP %d %s", a.Method, a.Path, a.Status, bytes.TrimSpace(a.Raw))
}

// Object is a decoded JSON object. Paths name a member of a member
// ("message.android.ttl"); a member whose own name has dots is found too.
type Object map[string]any

// At is the member under a path, nil when there is none.
func (o Object) At(path string) any {
	v, _ := o.find(path)
	return v
}

func (o Object) find(path string) (value any, there bool) {
	if v, ok := o[path]; ok {
		return v, true
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if m, ok := o[path[:i]].(map[string]any); ok {
			if v, ok := Object(m).find(path[i+1:]); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// Field is a member as text, whatever its type; "" when it is not there.
func (o Object) Field(path string) string {
	switch v := o.At(path).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Text is a member that is a JSON string.
func (o Object) Text(path string) (s string, ok bool) {
	s, ok = o.At(path).(string)
	return s, ok
}

// Number is a member that is a JSON number, as it is written; "" when it is none.
func (o Object) Number(path string) string {
	n, _ := o.At(path).(json.Number)
	return n.String()
}

// List are the members of an array as text; nil when it is none.
func (o Object) List(path string) []string {
	list, _ := o.At(path).([]any)
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = Object{"": v}.Field("")
	}
	return out
}

// Object is a member that is an object; nil when it is none.
func (o Object) Object(path string) Object {
	m, _ := o.At(path).(map[string]any)
	return m
}

// Keys are the names of an object's members, sorted; "" is o itself.
func (o Object) Keys(path string) []string {
	if path == "" {
		return slices.Sorted(maps.Keys(o))
	}
	return slices.Sorted(maps.Keys(o.Object(path)))
}

// Kind is what a member is, as Answer.Kind says.
func (o Object) Kind(path string) string {
	v, there := o.find(path)
	switch v.(type) {
	case string:
		return "string"
	case json.Number:
		return "number"
	case bool:
		return "bool"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	}
	if there {
		return "null"
	}
	return ""
}

// Decode reads one JSON object, numbers as they are written.
func Decode(raw []byte) (Object, bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var o Object
	if dec.Decode(&o) != nil {
		return nil, false
	}
	return o, o != nil
}

// Encode writes a body without escaping what JSON need not escape.
func Encode(body map[string]any) ([]byte, error) {
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(raw.Bytes(), []byte("\n")), nil
}

// Digits reports whether s is n decimal digits; n 0 is any number of them.
func Digits(s string, n int) bool {
	return s != "" && (n == 0 || len(s) == n) && strings.Trim(s, "0123456789") == ""
}

// Chinese and Letters are texts of n characters, of 3 bytes and of 1 byte each.
func Chinese(n int) string { return strings.Repeat("字", n) }

// Letters is a text of n characters of 1 byte each.
func Letters(n int) string { return strings.Repeat("a", n) }
