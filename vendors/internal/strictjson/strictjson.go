// Package strictjson decodes what a person wrote by hand: it refuses members
// nobody knows and says which known one is nearest, instead of ignoring them.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
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
	}
	return nil
}

func checkStruct(data []byte, t reflect.Type, path string) error {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return nil
	}
	fields := fieldsOf(t)
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	given := make([]string, 0, len(members))
	for name := range members {
		given = append(given, name)
	}
	slices.Sort(given) // the same error for the same input
	for _, name := range given {
		at := name
		if path != "" {
			at = path + "." + name
		}
		ft, ok := fields[name]
		if !ok {
			return fmt.Errorf("%s: unknown field, did you mean %q?", at, Nearest(name, names))
		}
		if err := checkNames(members[name], ft, at); err != nil {
			return err
		}
	}
	return nil
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
