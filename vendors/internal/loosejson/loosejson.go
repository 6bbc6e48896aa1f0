// Package loosejson reads answers with tolerance: numbers come as numeric strings and ids
// as numbers in real traffic, and one odd member must not hide the verdict in the others.
// It also writes JSON the way vendors' SDKs do.
package loosejson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Object reports whether body looks like a JSON object.
func Object(body []byte) bool {
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] == '{'
}

// Decode reads an answer into dst. An error means that the body is no JSON object; what
// members of an unexpected shape become is up to their types.
func Decode(body []byte, dst any) error {
	if !Object(body) {
		return fmt.Errorf("answer is no JSON object (%d bytes)", len(body))
	}
	if err := json.Unmarshal(body, dst); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}

// Text is a JSON string or number as text; anything else reads as "".
type Text string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *Text) UnmarshalJSON(b []byte) error {
	*t = TextOf(b)
	return nil
}

// TextOf reads one JSON value.
func TextOf(b []byte) Text {
	if len(b) == 0 {
		return ""
	}
	switch c := b[0]; {
	case c == '"':
		if len(b) >= 2 && bytes.IndexByte(b, '\\') < 0 {
			return Text(b[1 : len(b)-1])
		}
		var s string
		if json.Unmarshal(b, &s) == nil {
			return Text(s)
		}
	case c == '-' || (c >= '0' && c <= '9'):
		return Text(b)
	}
	return ""
}

// Code returns a code as the decimal the facts use, or "" for anything that is no whole
// number: 0, "0", 0.0 and " 0 " are all 0.
func (t Text) Code() string {
	if t == "0" {
		return "0"
	}
	s := strings.TrimSpace(string(t))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f == float64(int64(f)) {
		return strconv.FormatInt(int64(f), 10)
	}
	return ""
}

// Int returns a whole number, false for anything else.
func (t Text) Int() (int64, bool) {
	n, err := strconv.ParseInt(t.Code(), 10, 64)
	return n, err == nil
}

// Texts is a list of strings and numbers; other elements are left out, and so are empty
// ones.
type Texts []string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *Texts) UnmarshalJSON(b []byte) error {
	*l = nil
	var all []Text
	if json.Unmarshal(b, &all) != nil {
		return nil
	}
	for _, t := range all {
		if t != "" {
			*l = append(*l, string(t))
		}
	}
	return nil
}

// List is a list of objects; elements of another shape are left out.
type List[T any] []T

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *List[T]) UnmarshalJSON(b []byte) error {
	*l = nil
	var raw []json.RawMessage
	if json.Unmarshal(b, &raw) != nil {
		return nil
	}
	for _, r := range raw {
		var one T
		if Object(r) && json.Unmarshal(r, &one) == nil {
			*l = append(*l, one)
		}
	}
	return nil
}

// Value is a member whose shape depends on the call, as it is written.
type Value []byte

// UnmarshalJSON implements json.Unmarshaler.
func (v *Value) UnmarshalJSON(b []byte) error {
	*v = append((*v)[:0], b...)
	return nil
}

// Encode writes JSON without HTML escaping, which would make texts longer than they are,
// and without a line end.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer // written to once, with all of it
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// AppendText appends a text as Encode writes it.
func AppendText(b []byte, text string) []byte {
	if !plain(text) {
		quoted, _ := Encode(text) // a text always encodes
		return append(b, quoted...)
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// AppendObject appends an object of texts as Encode writes it, its members in order.
func AppendObject(b []byte, members map[string]string) []byte {
	var few [8]string
	names := few[:0]
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendText(b, name)
		b = append(b, ':')
		b = AppendText(b, members[name])
	}
	return append(b, '}')
}

// plain reports a text that stands in JSON as it is.
func plain(text string) bool {
	ascii := true
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c == '"', c == '\\':
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	// JavaScript took these two for line ends, so encoders escape them.
	return ascii || (utf8.ValidString(text) && !strings.ContainsAny(text, "\u2028\u2029"))
}
