package yamlfile

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/offpush/offpush/internal/nearest"
)

// unknown says what to do about a key nobody knows. level are the keys that may
// stand where it stands, nil when that cannot be told; types are all of the file.
// A key is never suggested for itself: one that is known elsewhere is misplaced.
func unknown(key string, level []string, types []reflect.Type) string {
	everywhere := allKeys(types...)
	if level == nil {
		level = everywhere
	}
	if !slices.Contains(level, key) {
		if hint := nearest.Hint(key, level); hint != "" {
			return fmt.Sprintf("unknown key %q%s", key, hint)
		}
	}
	if slices.Contains(everywhere, key) {
		return fmt.Sprintf("unknown key %q here", key)
	}
	return fmt.Sprintf("unknown key %q", key)
}

// relate finds the level at which an unknown key stands, and tells the problem with
// the keys of that level. Of several unknown keys it takes the first of the file:
// the library picks one by chance.
func relate(err error, data []byte, root reflect.Type, types []reflect.Type) {
	var p *Problem
	if !errors.As(err, &p) || p.Line == 0 || !strings.HasPrefix(p.Text, "unknown key ") {
		return
	}
	file, parseErr := parser.ParseBytes(data, 0)
	if parseErr != nil {
		return // cannot be: the decoder has read it; the problem stays as it is
	}
	for _, doc := range file.Docs {
		s := search{line: p.Line, column: p.Column}
		s.node(doc.Body, root)
		if s.key != nil {
			at := s.key.GetToken()
			p.Line, p.Column = at.Position.Line, at.Position.Column
			p.Text = unknown(at.Value, s.level, types)
			return
		}
	}
}

// search walks nodes beside the types they are read into, to the mapping with a key
// at a place.
type search struct {
	line, column int
	key          ast.MapKeyNode // the first unknown one of that mapping
	level        []string       // what may stand there
}

func (s *search) node(n ast.Node, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		s.node(n.Value, t)
	case *ast.TagNode:
		s.node(n.Value, t)
	case *ast.SequenceNode:
		for _, v := range n.Values {
			if t.Kind() == reflect.Slice && s.key == nil {
				s.node(v, t.Elem())
			}
		}
	case *ast.MappingValueNode:
		s.mapping([]*ast.MappingValueNode{n}, t)
	case *ast.MappingNode:
		s.mapping(n.Values, t)
	}
}

func (s *search) mapping(entries []*ast.MappingValueNode, t reflect.Type) {
	if t.Kind() == reflect.Map {
		for _, e := range entries {
			s.node(e.Value, t.Elem())
		}
		return
	}
	if t.Kind() != reflect.Struct {
		return
	}
	fields := fieldsOf(t)
	var first ast.MapKeyNode
	here := false
	for _, e := range entries {
		at := e.Key.GetToken()
		here = here || (at.Position.Line == s.line && at.Position.Column == s.column)
		i := slices.IndexFunc(fields, func(f field) bool { return f.key == at.Value })
		switch {
		case i >= 0:
			s.node(e.Value, fields[i].of)
		case first == nil && !e.Key.IsMergeKey():
			first = e.Key
		}
	}
	if here && s.key == nil {
		s.key = first
		for _, f := range fields {
			s.level = append(s.level, f.key)
		}
	}
}

// field is a key that may stand in a mapping, and what its value is read into.
type field struct {
	key string
	of  reflect.Type
}

// fieldsOf names the keys of a struct as the library does, inlined structs' among
// them, in the order of the fields.
func fieldsOf(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("yaml")
		if tag == "" {
			tag = f.Tag.Get("json")
		}
		if (!f.IsExported() && !f.Anonymous) || tag == "-" {
			continue
		}
		options := strings.Split(tag, ",")
		of := f.Type
		for of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if slices.Contains(options[1:], "inline") && of.Kind() == reflect.Struct {
			out = append(out, fieldsOf(of)...)
			continue
		}
		name := options[0]
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		out = append(out, field{name, of})
	}
	return out
}

// allKeys are the keys of all levels, in the order of the types and their fields:
// among equally near ones the first is suggested.
func allKeys(types ...reflect.Type) []string {
	var out []string
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for _, f := range fieldsOf(t) {
			out = append(out, f.key)
			walk(f.of)
		}
	}
	for _, t := range types {
		walk(t)
	}
	return out
}
