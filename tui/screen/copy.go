package screen

import (
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/theme"
	"github.com/offpush/offpush/vendors"
)

// CopyPage shows command lines that do the same: offpush's own, then curl's.
func (c *Context) CopyPage(command string, curl []string) *component.Page {
	return &component.Page{Title: c.T("copy.title"), Lines: func(th *theme.Theme) []component.Line {
		line := func(st cell.Style, text string) component.Line {
			return component.Line{Spans: []cell.Span{{Style: st, Text: text}}}
		}
		var out []component.Line
		if command != "" {
			out = append(out, line(th.Muted, c.T("copy.command")), line(th.Text, command), line(th.Text, ""))
		}
		if len(curl) > 0 {
			out = append(out, line(th.Muted, c.T("copy.curl")))
		}
		for _, l := range curl {
			out = append(out, line(th.Text, l))
		}
		return out
	}}
}

// MessageFlags are all of a message as flags of offpush send.
func MessageFlags(m *vendors.Message) [][2]string {
	flags := [][2]string{
		{"--title", m.Title}, {"--body", m.Body}, {"--class", string(m.Class)}, {"--category", string(m.Category)},
		{"--extension", m.Extension}, {"--collapse", m.Collapse}, {"--priority", string(m.Priority)},
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
