package screen

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/theme"
	"github.com/offpush/offpush/vendors"
)

// Copied is what does the same as a screen did, as command lines.
type Copied struct {
	Commands []string // offpush's own
	Unsaid   []string // what they leave out of the message, see Unsaid
	Part     bool     // the message is known in part only
	Curl     []string
}

// CopyPage shows command lines.
func (c *Context) CopyPage(p Copied) *component.Page {
	plain := strings.TrimSpace(strings.Join(p.Commands, "\n") + "\n\n" + strings.Join(p.Curl, "\n"))
	return &component.Page{Title: func() string { return c.T("copy.title") }, Plain: plain, Lines: func(th *theme.Theme) []component.Line {
		var out []component.Line
		add := func(st cell.Style, lines ...string) {
			for _, l := range lines {
				out = append(out, component.Line{Spans: []cell.Span{{Style: st, Text: l}}})
			}
		}
		add(th.Accent, c.T("copy.plain"), "")
		if len(p.Commands) > 0 {
			add(th.Muted, c.T("copy.command"))
			add(th.Text, p.Commands...)
		}
		if p.Part {
			add(th.Warn, c.T("send.replay.part"))
		}
		if len(p.Unsaid) > 0 {
			add(th.Warn, c.T("copy.unsaid", strings.Join(p.Unsaid, ", ")))
		}
		if len(p.Commands) > 0 && len(p.Curl) > 0 {
			add(th.Text, "")
		}
		if len(p.Curl) > 0 {
			add(th.Muted, c.T("copy.curl"))
			add(th.Text, p.Curl...)
		}
		return out
	}}
}

// MessageFlags are a message as flags of offpush send; Unsaid is what has no flag.
func MessageFlags(m *vendors.Message) [][2]string {
	flags := [][2]string{
		{"--title", m.Title}, {"--body", m.Body}, {"--class", string(m.Class)}, {"--category", string(m.Category)},
		{"--extension", m.Extension}, {"--collapse", m.Collapse}, {"--priority", string(m.Priority)},
		{"--click", desk.ClickText(m.Click)}, {"--channel", m.Channel},
	}
	for _, key := range sortedNames(m.Data) {
		flags = append(flags, [2]string{"--data", key + "=" + m.Data[key]})
	}
	if m.TTL > 0 {
		flags = append(flags, [2]string{"--ttl", m.TTL.String()})
	}
	if m.Test {
		flags = append(flags, [2]string{"--test", "true"})
	}
	if m.Receipt != nil {
		flags = append(flags, [2]string{"--receipt", m.Receipt.URL})
	}
	for _, o := range m.Overrides {
		if data, err := json.Marshal(o); err == nil {
			flags = append(flags, [2]string{"--override", string(data)})
		}
	}
	return flags
}

// Unsaid are the members of a message that no flag of offpush send says, by their names
// in a message file.
func Unsaid(m *vendors.Message) []string {
	rest := *m
	rest.Title, rest.Body, rest.Class, rest.Category, rest.Extension, rest.Collapse = "", "", "", "", "", ""
	rest.Priority, rest.Click, rest.Channel, rest.Data, rest.TTL, rest.Test, rest.Overrides = "", vendors.Click{}, "", nil, 0, false, nil
	if r := rest.Receipt; r != nil && *r == (vendors.Receipt{URL: r.URL}) {
		rest.Receipt = nil
	}
	var out []string
	for v, i := reflect.ValueOf(rest), 0; i < v.NumField(); i++ {
		if !v.Field(i).IsZero() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			out = append(out, name)
		}
	}
	return out
}

// DataText is a message's data as a form shows it; "" for none.
func DataText(data map[string]string) string {
	if len(data) == 0 {
		return ""
	}
	text, _ := json.Marshal(data) // strings always can be
	return string(text)
}

// ParseData reads what DataText writes.
func ParseData(text string) (map[string]string, error) {
	if text == "" {
		return nil, nil
	}
	data := map[string]string{}
	if err := json.Unmarshal([]byte(text), &data); err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return data, nil
}
