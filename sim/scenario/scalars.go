package scenario

import (
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/offpush/offpush/internal/yamlfile"
)

// Switch is on or off, also written true or false.
type Switch bool

// On returns a pointer to a switch, for literals.
func On(v bool) *Switch { s := Switch(v); return &s }

// UnmarshalYAML reads on, off, true, false, yes or no.
func (s *Switch) UnmarshalYAML(n ast.Node) error {
	switch raw := text(n); raw {
	case "on", "true", "yes":
		*s = true
	case "off", "false", "no":
		*s = false
	default:
		return yamlfile.BadValue(n, "%q: want on or off", raw)
	}
	return nil
}

// MarshalYAML writes on or off.
func (s Switch) MarshalYAML() (any, error) {
	if s {
		return "on", nil
	}
	return "off", nil
}

// Names is one name or a list of names.
type Names []string

// UnmarshalYAML reads v1 or [v1, v2].
func (n *Names) UnmarshalYAML(node ast.Node) error {
	*n = nil
	list := []ast.Node{node}
	if seq, ok := node.(*ast.SequenceNode); ok {
		list = seq.Values
	}
	for _, v := range list {
		if _, ok := v.(ast.ScalarNode); !ok {
			return yamlfile.BadValue(v, "want a device id or a list of them")
		}
		*n = append(*n, text(v))
	}
	return nil
}

// text is a scalar as it is written, without quotes.
func text(n ast.Node) string {
	if l, ok := n.(*ast.LiteralNode); ok {
		return l.Value.Value
	}
	return n.GetToken().Value
}

// MarshalYAML writes a single name without brackets.
func (n Names) MarshalYAML() (any, error) {
	if len(n) == 1 {
		return n[0], nil
	}
	return []string(n), nil
}

// Span is a length of time such as 90s, 10m, 24h or 3d.
type Span time.Duration

// ParseSpan reads a Span.
func ParseSpan(s string) (Span, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		var n int
		if _, err := fmt.Sscanf(days+"\n", "%d\n", &n); err == nil && n >= 0 {
			return Span(time.Duration(n) * 24 * time.Hour), nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q: want a length of time such as 90s, 10m, 24h or 3d", s)
	}
	return Span(d), nil
}

// UnmarshalYAML reads a Span.
func (s *Span) UnmarshalYAML(n ast.Node) error {
	v, err := ParseSpan(text(n))
	if err != nil {
		return yamlfile.BadValue(n, "%v", err)
	}
	*s = v
	return nil
}

// MarshalYAML writes a Span.
func (s Span) MarshalYAML() (any, error) { return time.Duration(s).String(), nil }

// Advance moves the clock: by a length of time, or to a moment.
type Advance struct {
	By Span
	To time.Time
}

// UnmarshalYAML reads "10m" or "to 2026-11-12T08:00:00+08:00".
func (a *Advance) UnmarshalYAML(n ast.Node) error {
	text := text(n)
	if to, ok := strings.CutPrefix(text, "to "); ok {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
			if t, err := time.Parse(layout, strings.TrimSpace(to)); err == nil {
				a.To = t
				return nil
			}
		}
		return yamlfile.BadValue(n, "%q: want a moment such as to 2026-11-12T08:00:00+08:00", text)
	}
	by, err := ParseSpan(text)
	if err != nil {
		return yamlfile.BadValue(n, "%v", err)
	}
	a.By = by
	return nil
}

// MarshalYAML writes the form UnmarshalYAML reads.
func (a Advance) MarshalYAML() (any, error) {
	if !a.To.IsZero() {
		return "to " + a.To.Format(time.RFC3339), nil
	}
	return time.Duration(a.By).String(), nil
}
