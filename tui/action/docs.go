package action

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/internal/i18n"
)

// Markdown is the page of all keys, in both languages: docs/keys.md.
func (r *Registry) Markdown() string {
	var b strings.Builder
	b.WriteString("# Keys of the terminal UI\n\n")
	b.WriteString("<!-- Made from tui/action by `go test ./tui -run TestKeysPage -update`; do not edit. -->\n\n")
	b.WriteString("While a text field has the focus letters are text: use the ctrl keys, or `esc` first.\n\n")
	b.WriteString("光标在文本框内时字母即文本：请用 ctrl 组合键，或先按 `esc`。\n")
	for _, scope := range r.Scopes() {
		name := i18n.Text("scope." + string(scope))
		fmt.Fprintf(&b, "\n## %s / %s\n\n| Keys | What it does | 作用 | Command |\n| --- | --- | --- | --- |\n", name.EN, name.ZH)
		for _, a := range r.actions {
			if a.Scope != scope {
				continue
			}
			help, command := i18n.Text("action."+string(a.ID)+".help"), ""
			if a.Command != "" {
				command = "`" + a.Command + "`"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", codes(a.Keys), help.EN, help.ZH, command)
		}
	}
	return b.String()
}

func codes(keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = "`" + Label(k) + "`"
	}
	return strings.Join(out, " ")
}
