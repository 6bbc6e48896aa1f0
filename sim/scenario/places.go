package scenario

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// place is where a value stands in the file, and its text.
type place struct {
	line, column int
	text         string
}

// placesOf finds where everything stands, by paths such as "steps[3].send.class".
func placesOf(f *ast.File) map[string]place {
	out := map[string]place{}
	for _, doc := range f.Docs {
		if doc.Body != nil {
			collect(out, "", doc.Body)
			break
		}
	}
	return out
}

func collect(into map[string]place, path string, n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for i, v := range n.Values {
			if i == 0 {
				put(into, path, v.Key.GetToken())
			}
			collectValue(into, path, v)
		}
	case *ast.MappingValueNode:
		put(into, path, n.Key.GetToken())
		collectValue(into, path, n)
	case *ast.SequenceNode:
		for i, v := range n.Values {
			collect(into, fmt.Sprintf("%s[%d]", path, i), v)
		}
	case *ast.AnchorNode:
		collect(into, path, n.Value)
	default:
		put(into, path, n.GetToken())
	}
}

func collectValue(into map[string]place, path string, v *ast.MappingValueNode) {
	if path != "" {
		path += "."
	}
	if path += v.Key.GetToken().Value; v.Value != nil {
		collect(into, path, v.Value)
	}
}

func put(into map[string]place, path string, tk *token.Token) {
	if tk != nil && tk.Position != nil {
		into[path] = place{tk.Position.Line, tk.Position.Column, tk.Value}
	}
}

// line is where a step begins, 0 for a story that was not read from a file.
func (s *Scenario) line(step int) int { return s.places[fmt.Sprintf("steps[%d]", step)].line }

// problem is a *Problem at a path; at the nearest thing above it when the path
// itself is not in the file.
func (s *Scenario) problem(path, format string, args ...any) error {
	p := &Problem{Name: s.file, Text: fmt.Sprintf(format, args...)}
	if p.Name == "" {
		p.Name = "scenario " + s.Name
	}
	for at := path; at != ""; at = parent(at) {
		if where, ok := s.places[at]; ok {
			p.Line, p.Column = where.line, where.column
			return p
		}
	}
	var step int
	if n, _ := fmt.Sscanf(path, "steps[%d]", &step); n == 1 {
		p.Text = fmt.Sprintf("step %d: %s", step+1, p.Text)
	}
	return p
}

func parent(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '.' || path[i] == '[' {
			return path[:i]
		}
	}
	return ""
}
