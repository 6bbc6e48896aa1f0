// Package strictjson decodes what a person wrote by hand: it refuses members
// nobody knows and says which known one is nearest, instead of ignoring them.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Decode fills dst, a pointer to a struct, from one JSON object. Member names
// are matched exactly. The error names the path of the offending member and, for
// an unknown one, the nearest name.
func Decode(data []byte, dst any) error {
	if err := checkNames(data, reflect.TypeOf(dst), ""); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(dst); err != nil {
		return explain(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value: give one object")
	}
	return nil
}

func explain(err error) error {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		field := t.Field
		if field == "" {
			return fmt.Errorf("a JSON object is needed, got %s", t.Value)
		}
		return fmt.Errorf("%s: %s is needed, got %s", field, typeName(t.Type), t.Value)
	}
	return fmt.Errorf("not valid JSON: %w", err)
}

func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	default:
		return "an object"
	}
}

// checkNames walks the value beside its type. What does not fit the type at all
// is left to the decoder, whose errors are already good.
func checkNames(data []byte, t reflect.Type, path string) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		return checkStruct(data, t, path)
	case reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(data, &items) != nil {
			return nil
		}
		for i, item := range items {
			if err := checkNames(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		for _, m := range membersOf(data) {
			if err := checkNames(m.value, t.Elem(), under(path, m.name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkStruct(data []byte, t reflect.Type, path string) error {
	fields := fieldsOf(t)
	seen := make(map[string]bool, len(fields))
	for _, m := range membersOf(data) {
		at := under(path, m.name)
		ft, ok := fields[m.name]
		if !ok {
			names := slices.Sorted(maps.Keys(fields))
			return fmt.Errorf("%s: unknown field, did you mean %q?", at, Nearest(m.name, names))
		}
		// The decoder would take the last one, and the first one's mistakes with it.
		if seen[m.name] {
			return fmt.Errorf("%s: given twice", at)
		}
		seen[m.name] = true
		if err := checkNames(m.value, ft, at); err != nil {
			return err
		}
	}
	return nil
}

type member struct {
	name  string
	value json.RawMessage
}

// membersOf are an object's members as they are written, twice given ones twice;
// none when data is no JSON object.
func membersOf(data []byte) []member {
	dec := json.NewDecoder(bytes.NewReader(data))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	var out []member
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil
		}
		m := member{name: name.(string)} // in an object, what comes before a value
		if dec.Decode(&m.value) != nil {
			return nil
		}
		out = append(out, m)
	}
	return out
}

// under is a member's path. Names come from the input: one that would break the
// error's line is quoted.
func under(path, name string) string {
	if strings.ContainsFunc(name, unicode.IsControl) {
		name = strconv.Quote(name)
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := make(map[string]reflect.Type, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			fields[name] = f.Type
		}
	}
	return fields
}

// Nearest returns the name with the smallest edit distance to given, ignoring
// case; the first of names wins a tie. Empty when names is.
func Nearest(given string, names []string) string {
	best, bestDistance := "", -1
	for _, n := range names {
		d := distance(strings.ToLower(given), strings.ToLower(n))
		if bestDistance < 0 || d < bestDistance {
			best, bestDistance = n, d
		}
	}
	return best
}

// distance is Levenshtein's, over bytes: field names are ASCII.
func distance(a, b string) int {
	// A name that long is not a typing error; the bound keeps the table small.
	const longest = 64
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
