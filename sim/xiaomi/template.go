package xiaomi

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/offpush/offpush/sim"
)

// Template is an approved text with variables, written {$name$}.
type Template struct{ ID, Title, Content string }

// templateOf is the app's template with an id.
func templateOf(c *sim.Ctx, id string) (Template, bool) {
	for _, right := range c.AllRights() {
		rest, ok := strings.CutPrefix(right, templateRight)
		if !ok {
			continue
		}
		parts := strings.SplitN(rest, "|", 3)
		if parts[0] == id {
			parts = append(parts, "", "")
			return Template{ID: id, Title: parts[1], Content: parts[2]}, true
		}
	}
	return Template{}, false
}

// variables are the names in a template's texts, each once, sorted.
func (t Template) variables() []string {
	var names []string
	for rest := t.Title + "\n" + t.Content; ; {
		_, after, found := strings.Cut(rest, "{$")
		if !found {
			break
		}
		name, next, closed := strings.Cut(after, "$}")
		if !closed {
			break
		}
		names, rest = append(names, name), next
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// words puts the values in.
func (t Template) words(values map[string]string) (title, content string) {
	pairs := make([]string, 0, 2*len(values))
	for name, value := range values {
		pairs = append(pairs, "{$"+name+"$}", value)
	}
	r := strings.NewReplacer(pairs...)
	return r.Replace(t.Title), r.Replace(t.Content)
}

// templateParam reads extra.template_param, a JSON object of texts. Nothing is no
// variables.
func templateParam(text string) (values map[string]string, ok bool) {
	if text == "" {
		return nil, true
	}
	err := json.Unmarshal([]byte(text), &values)
	return values, err == nil
}

// legalValue reports whether a variable may have a value: 1 to most characters, not
// only blanks, no symbols such as emoji, no characters Unicode has not assigned.
func legalValue(value string, most int) bool {
	n, blank := 0, true
	for _, r := range value {
		n++
		blank = blank && unicode.IsSpace(r)
		if unicode.Is(unicode.So, r) || !unicode.In(r, unicode.C, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z) {
			return false
		}
	}
	return n > 0 && n <= most && !blank
}
