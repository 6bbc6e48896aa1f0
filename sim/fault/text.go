package fault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/offpush/offpush/vendors"
)

// keys are the words of the text form, in the order String writes them.
var keys = []string{"name", "vendor", "path", "rate", "skip", "times", "delay", "status", "type", "body", "retry_after", "late"}

// Parse reads the text form of a fault: its kind, then key=value pairs.
//
//	html vendor=vivo path=/message/send rate=0.1 times=2
//	answer status=200 body="{\"result\":99999}"
//
// A value with blanks is quoted as in Go; late may stand alone. The result is
// checked.
func Parse(text string) (Fault, error) {
	var f Fault
	word, rest := cutWord(text)
	f.Kind = Kind(word)
	if _, err := effectOf(f.Kind); err != nil {
		return f, err
	}
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		key, value, tail, err := cutPair(rest)
		if err != nil {
			return f, fmt.Errorf("fault %s: %w", f.Kind, err)
		}
		if err := f.set(key, value); err != nil {
			return f, fmt.Errorf("fault %s: %w", f.Kind, err)
		}
		rest = tail
	}
	return f, f.Check()
}

func cutWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// cutPair takes the first key=value off s.
func cutPair(s string) (key, value, rest string, err error) {
	if i := strings.IndexFunc(s, func(r rune) bool { return r == '=' || unicode.IsSpace(r) }); i >= 0 && s[i] == '=' {
		key, s = s[:i], s[i+1:]
		if strings.HasPrefix(s, `"`) {
			quoted, err := strconv.QuotedPrefix(s)
			if err != nil {
				return key, "", "", fmt.Errorf("%s: the quote does not end", key)
			}
			value, err = strconv.Unquote(quoted)
			return key, value, s[len(quoted):], err
		}
		end := strings.IndexFunc(s, unicode.IsSpace)
		if end < 0 {
			end = len(s)
		}
		return key, s[:end], s[end:], nil
	}
	key, rest = cutWord(s)
	if key == "late" {
		return key, "true", rest, nil
	}
	return key, "", "", fmt.Errorf("%q: want key=value, such as rate=0.1", key)
}

// set gives one field a value in text form.
func (f *Fault) set(key, value string) (err error) {
	switch key {
	case "name":
		f.Name = value
	case "vendor":
		f.Vendor = vendors.Vendor(value)
	case "path":
		f.Path = value
	case "rate":
		f.Rate, err = parseRate(value)
	case "skip":
		f.Skip, err = strconv.Atoi(value)
	case "times":
		f.Times, err = strconv.Atoi(value)
	case "delay":
		f.Delay, err = time.ParseDuration(value)
	case "status":
		f.Status, err = strconv.Atoi(value)
	case "type":
		f.Type = value
	case "body":
		f.Body = value
	case "retry_after", "retry-after":
		f.RetryAfter = value
	case "late":
		f.Late, err = strconv.ParseBool(value)
	default:
		return fmt.Errorf("unknown key %q; %s", key, suggest(key, keys))
	}
	if err != nil {
		return fmt.Errorf("%s: cannot read %q: %w", key, value, err)
	}
	return nil
}

// parseRate reads 0.1 or 10%.
func parseRate(s string) (float64, error) {
	if p, ok := strings.CutSuffix(s, "%"); ok {
		f, err := strconv.ParseFloat(p, 64)
		return f / 100, err
	}
	return strconv.ParseFloat(s, 64)
}

// String is the form Parse reads.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(string(f.Kind))
	put := func(key, value string) {
		if value == "" {
			return
		}
		if strings.ContainsFunc(value, func(r rune) bool { return r == '"' || unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
			value = strconv.Quote(value)
		}
		b.WriteString(" " + key + "=" + value)
	}
	number := func(key string, n int) {
		if n != 0 {
			put(key, strconv.Itoa(n))
		}
	}
	put("name", f.Name)
	put("vendor", string(f.Vendor))
	put("path", f.Path)
	if f.Rate != 0 {
		put("rate", strconv.FormatFloat(f.Rate, 'g', -1, 64))
	}
	number("skip", f.Skip)
	number("times", f.Times)
	if f.Delay != 0 {
		put("delay", f.Delay.String())
	}
	number("status", f.Status)
	put("type", f.Type)
	put("body", f.Body)
	put("retry_after", f.RetryAfter)
	if f.Late {
		b.WriteString(" late")
	}
	return b.String()
}

// plain is Fault without its methods.
type plain Fault

// MarshalJSON writes the delay as people do ("1.5s").
func (f Fault) MarshalJSON() ([]byte, error) {
	out := struct {
		plain
		Delay string `json:"delay,omitempty"`
	}{plain: plain(f)}
	if f.Delay != 0 {
		out.Delay = f.Delay.String()
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes and refuses unknown members: a typo
// must not look like a test.
func (f *Fault) UnmarshalJSON(data []byte) error {
	in := struct {
		*plain
		Delay string `json:"delay"`
	}{plain: (*plain)(f)}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return fmt.Errorf("fault: %w", err)
	}
	if in.Delay == "" {
		return nil
	}
	delay, err := time.ParseDuration(in.Delay)
	if err != nil {
		return fmt.Errorf("fault: delay %q: want a duration such as \"1.5s\"", in.Delay)
	}
	f.Delay = delay
	return nil
}
