package scenario

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/goccy/go-yaml"

	"github.com/offpush/offpush/internal/yamlfile"
)

// maxBytes bounds a scenario file; a long story is a few kilobytes.
const maxBytes = 4 << 20

// Problem is something wrong in a scenario file, with its place.
type Problem = yamlfile.Problem

// Load reads a scenario. It is strict: an unknown key, a step with two actions or
// a device nobody declared is a *Problem that names line, column and the nearest
// known name. name is used in messages only.
func Load(name string, data []byte) (*Scenario, error) {
	if len(data) > maxBytes {
		return nil, &Problem{Name: name, Text: fmt.Sprintf("the file has %d bytes; a scenario has at most %d", len(data), maxBytes)}
	}
	var s Scenario
	if err := yamlfile.Decode(name, data, &s, reflect.TypeFor[Step]()); err != nil {
		return nil, err
	}
	file, err := yamlfile.Parse(name, data)
	if err != nil {
		return nil, err
	}
	s.file, s.places = name, placesOf(file)
	if err := s.check(); err != nil {
		return nil, err
	}
	return &s, nil
}

func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); (f.IsExported() || f.Anonymous) && !yield(f) {
				return
			}
		}
	}
}

// Marshal writes a scenario in the form Load reads.
func (s *Scenario) Marshal() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b, yaml.IndentSequence(true))
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("scenario: write yaml: %w", err)
	}
	return b.Bytes(), nil
}
