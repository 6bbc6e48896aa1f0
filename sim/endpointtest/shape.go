package endpointtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Shape replaces in an answer what differs from world to world and keeps the rest: the
// names of members, the types, codes and texts stay; ids and moments become what they
// look like, such as <24 hex digits>. JSON within a text is treated alike.
func Shape(body string) string {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return plain(body)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(shaped(v)) != nil {
		return body
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func shaped(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			out[plain(name)] = shaped(value)
		}
		return out
	case []any:
		for i := range v {
			v[i] = shaped(v[i])
		}
	case string:
		if strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[") {
			return Shape(v)
		}
		return plain(v)
	case json.Number:
		// A short number is a code or a count; a longer one is an id or a moment.
		if n := len(v.String()); n > 9 {
			return fmt.Sprintf("<number of %d digits>", n)
		}
	}
	return v
}

// word is what may be an id: at least eight letters and digits in a row.
//
//nolint:gochecknoglobals // an immutable table
var (
	key    = regexp.MustCompile(`^[0-9A-Za-z+/_-]{16,}={0,2}$`) // in Base64 or its like
	word   = regexp.MustCompile(`[0-9A-Za-z_-]{8,}`)
	digit  = regexp.MustCompile(`[0-9]`)
	code   = regexp.MustCompile(`^[0-9]{8}$`) // as long as codes get
	uuid   = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	digits = regexp.MustCompile(`^[0-9]+$`)
	hex    = regexp.MustCompile(`^[0-9a-f]+$`)
	upper  = regexp.MustCompile(`^[0-9A-F]+$`)
)

// plain replaces what looks like an id in a text.
func plain(s string) string {
	if key.MatchString(s) && digit.MatchString(s) && strings.ContainsAny(s, "+/=") {
		return "<id>"
	}
	return word.ReplaceAllStringFunc(s, func(w string) string {
		switch {
		case !digit.MatchString(w) || code.MatchString(w):
			return w
		case uuid.MatchString(w):
			return "<uuid>"
		case digits.MatchString(w):
			return fmt.Sprintf("<%d digits>", len(w))
		case hex.MatchString(w):
			return fmt.Sprintf("<%d hex digits>", len(w))
		case upper.MatchString(w):
			return fmt.Sprintf("<%d upper hex digits>", len(w))
		}
		return "<id>"
	})
}
