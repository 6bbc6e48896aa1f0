package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// schema is the part of JSON Schema that docs/schemas uses.
type schema struct {
	Type        any                `json:"type"`
	Properties  map[string]*schema `json:"properties"`
	Required    []string           `json:"required"`
	Items       *schema            `json:"items"`
	Enum        []any              `json:"enum"`
	Const       any                `json:"const"`
	Additional  *schema            `json:"additionalProperties"`
	Ref         string             `json:"$ref"`
	Defs        map[string]*schema `json:"$defs"`
	Dialect     string             `json:"$schema"`
	Title       string             `json:"title"`
	Description string             `json:"description"`
	Format      string             `json:"format"`
}

func readSchema(t *testing.T, name string) *schema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "schemas", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields() // a word this checker does not know would check nothing
	if err := dec.Decode(&s); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &s
}

// conforms holds a document against a schema file. Fields the schema does not
// name are errors here, so that the schema keeps up with the program.
func conforms(t *testing.T, name, document string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		t.Fatalf("%s: not one JSON document: %v\n%s", name, err, document)
	}
	root := readSchema(t, name)
	for i, p := range root.problems(root, "$", v) {
		if t.Errorf("%s: %s", name, p); i == 9 {
			break // the first ones tell
		}
	}
	return v
}

func (s *schema) problems(root *schema, at string, v any) []string {
	if s.Ref != "" {
		def := root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")]
		if def == nil {
			return []string{at + ": no definition " + s.Ref}
		}
		return def.problems(root, at, v)
	}
	var out []string
	bad := func(format string, args ...any) { out = append(out, at+": "+fmt.Sprintf(format, args...)) }
	if s.Type != nil && !s.hasType(v) {
		bad("%v is not of type %v", v, s.Type)
		return out
	}
	if s.Enum != nil {
		found := false
		for _, e := range s.Enum {
			found = found || reflect.DeepEqual(e, v)
		}
		if !found {
			bad("%v is none of %v", v, s.Enum)
		}
	}
	if s.Const != nil && !reflect.DeepEqual(s.Const, v) {
		bad("%v is not %v", v, s.Const)
	}
	switch v := v.(type) {
	case map[string]any:
		out = append(out, s.members(root, at, v)...)
	case []any:
		for i, e := range v {
			if s.Items != nil {
				out = append(out, s.Items.problems(root, fmt.Sprintf("%s[%d]", at, i), e)...)
			}
		}
	}
	return out
}

func (s *schema) members(root *schema, at string, v map[string]any) []string {
	var out []string
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			out = append(out, at+": "+name+" is missing")
		}
	}
	for _, name := range sorted(v) {
		switch p := s.Properties[name]; {
		case p != nil:
			out = append(out, p.problems(root, at+"."+name, v[name])...)
		case s.Additional != nil:
			out = append(out, s.Additional.problems(root, at+"."+name, v[name])...)
		case s.Properties != nil:
			out = append(out, at+": "+name+" is not in the schema")
		}
	}
	return out
}

func (s *schema) hasType(v any) bool {
	types, ok := s.Type.([]any)
	if !ok {
		types = []any{s.Type}
	}
	for _, want := range types {
		var is bool
		switch want {
		case "string":
			_, is = v.(string)
		case "boolean":
			_, is = v.(bool)
		case "number":
			_, is = v.(float64)
		case "integer":
			f, number := v.(float64)
			is = number && f == float64(int64(f))
		case "object":
			_, is = v.(map[string]any)
		case "array":
			_, is = v.([]any)
		case "null":
			is = v == nil
		}
		if is {
			return true
		}
	}
	return false
}

// The checker itself must be able to say no.
func TestSchemaCheckerSaysNo(t *testing.T) {
	t.Parallel()
	root := readSchema(t, "demo")
	for text, want := range map[string]string{
		`{"schemaVersion":2,"seed":1,"phones":[]}`:               "2 is not 1",
		`{"schemaVersion":1,"phones":[]}`:                        "seed is missing",
		`{"schemaVersion":1,"seed":1.5,"phones":[]}`:             "not of type integer",
		`{"schemaVersion":1,"seed":1,"phones":[{"device":"a"}]}`: "vendor is missing",
		`{"schemaVersion":1,"seed":1,"phones":[],"extra":1}`:     "extra is not in the schema",
	} {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(root.problems(root, "$", v), "\n"); !strings.Contains(got, want) {
			t.Errorf("%s: problems = %q, want %q in it", text, got, want)
		}
	}
}

// Every JSON document the program writes has its schema, and holds to it.
func TestDocumentsHoldToTheirSchemas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ schema, args string }{
		{"demo", "demo -o json"},
		{"demo", "demo -o json --lang zh --seed 99"},
		{"demo", "demo -o json --story vivo"},
		{"demo", "demo -o json --story lab"},
		{"send", "send --to h1,h5 --message order -o json"},
		{"send", "send --to i1,i2 --message order -o json"},
		{"send", "send --to i3 --message order --dry-run -o json"},
		{"explain", "explain --list huawei -o json"},
		{"explain", "explain --list apns -o json"},
		{"send", "send --to v1,v4 --message seed-im -o json"},
		{"send", "send --to v5 --message seed-im -o json"},
		{"send", "send --to v2 --message im-promo --dry-run -o json"},
		{"explain", "explain --list vivo -o json"},
		{"explain", "explain vivo 10071 -o json"},
		{"rules", "rules -o json --all"},
		{"rules-diff", "rules diff 2023-01-01 2026-11-01 -o json"},
		{"vendors", "vendors -o json"},
		{"version", "version -o json"},
		{"scenario-check", "scenario check vivo-marketing-cap lab -o json"},
		{"scenario-run", "scenario run vivo-marketing-cap -o json"},
		{"conformance-list", "conformance list -o json"},
		{"conformance-run", "conformance run vivo/auth/** -o json -q --in-memory"},
		{"conformance-run", "conformance run vivo/quota/** --without VV-QTA-002 -o json -q --in-memory"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			conforms(t, c.schema, run(t, strings.Fields(c.args)...).out)
		})
	}
}
