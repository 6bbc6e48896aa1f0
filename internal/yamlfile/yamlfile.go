// Package yamlfile reads the YAML files people write - scenarios, messages,
// settings - strictly: an unknown key is an error that names the place and the
// nearest known key, and no file, however broken, ends in a panic.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// Problem is something wrong in a file, with its place.
type Problem struct {
	Name         string // the file
	Line, Column int    // 0 when the problem has no place
	Text         string
}

// Error is "file:line:column: text".
func (p *Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.Name, p.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Name, p.Line, p.Column, p.Text)
}

// Decode reads one document into a pointer to a struct. name is used in messages
// only. Errors are *Problem. first are types whose keys are suggested before
// others when a key is unknown.
func Decode(name string, data []byte, into any, first ...reflect.Type) error {
	if err := fits(name, data); err != nil {
		return err
	}
	more, err := decode(name, data, yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()), into, first)
	if err == nil && !more {
		return &Problem{Name: name, Text: "the file is empty"}
	}
	return err
}

// Each reads all documents of a file, each into what next returns.
func Each(name string, data []byte, next func() any) error {
	if err := fits(name, data); err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	for {
		more, err := decode(name, data, dec, next(), nil)
		if !more {
			return err
		}
	}
}

// decode reads the next document; more is false at the end and after an error. The
// library panics on some broken files, which is a problem of the file to us.
func decode(name string, data []byte, dec *yaml.Decoder, into any, first []reflect.Type) (more bool, err error) {
	defer Guard(name, &err)
	switch err := dec.Decode(into); {
	case errors.Is(err, io.EOF):
		return false, nil
	case err != nil:
		root := reflect.TypeOf(into)
		err = Explain(name, err, append(first, root)...)
		relate(err, data, root, append(first, root))
		return false, err
	}
	return true, nil
}

var unknownField = regexp.MustCompile(`unknown field "([^"]*)"`)

// Guard turns a panic of the YAML library into a *Problem; for callers that walk a
// file's nodes themselves: defer yamlfile.Guard(name, &err).
func Guard(name string, err *error) {
	if p := recover(); p != nil {
		*err = &Problem{Name: name, Text: "this cannot be read as YAML; look for tags (!) that do not fit their value"}
	}
}

// Explain turns the library's error into a *Problem, with a suggestion from the
// keys of types when a key is unknown.
func Explain(name string, err error, types ...reflect.Type) error {
	p := &Problem{Name: name, Text: err.Error()}
	var ye yaml.Error
	if errors.As(err, &ye) {
		if p.Text = inWords(ye); p.Text == "" {
			p.Text = ye.GetMessage()
		}
		if tk := ye.GetToken(); tk != nil && tk.Position != nil {
			p.Line, p.Column = tk.Position.Line, tk.Position.Column
		}
	}
	if m := unknownField.FindStringSubmatch(p.Text); m != nil {
		p.Text = unknown(m[1], nil, types)
	}
	p.Text = strings.TrimSpace(strings.SplitN(p.Text, "\n", 2)[0])
	return p
}
