package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/vendors"
)

// App is one run of the program: where it reads and writes, and what the global
// flags say. It holds no state beyond that.
type App struct {
	std Stdio
	in  io.Reader
	out io.Writer
	err io.Writer

	output  choice
	color   choice
	lang    choice
	config  string
	quiet   bool
	verbose bool
	noInput bool

	// Set when the command line was read.
	language i18n.Lang
	file     *config
}

func newApp(std Stdio) *App {
	if std.Getenv == nil {
		std.Getenv = func(string) string { return "" }
	}
	if std.Environ == nil {
		std.Environ = func() []string { return nil }
	}
	return &App{
		std: std, in: std.In, out: std.Out, err: std.Err,
		output: choice{value: "text", of: []string{"text", "json", "jsonl"}},
		color:  choice{value: "auto", of: []string{"auto", "always", "never"}},
		lang:   choice{of: []string{"en", "zh"}},
		file:   &config{},
	}
}

// chooseLanguage: the flag, else what the environment's locale says.
func (a *App) chooseLanguage() {
	get := a.std.Getenv
	a.language = i18n.Pick(a.lang.value, get("LC_ALL"), get("LC_MESSAGES"), get("LANG"))
}

// t picks between two texts by language.
func (a *App) t(en, zh string) string {
	if a.language == i18n.ZH {
		return zh
	}
	return en
}

// count is a number with its noun: "1 case", "2 cases"; Chinese has one form.
func (a *App) count(n int, noun, zh string) string {
	if a.language == i18n.ZH {
		return fmt.Sprintf("%d %s", n, zh)
	}
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// of is a text of the field in the user's language.
func (a *App) of(t vendors.Text) string { return a.language.Of(t) }

// printf writes a result. A write error is not looked at: when stdout is gone
// there is nobody to tell.
func (a *App) printf(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

// note writes a line about what is going on; -q silences it.
func (a *App) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}

// detail writes a line that only -v shows.
func (a *App) detail(format string, args ...any) {
	if a.verbose {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}

// warn writes a line that -q does not silence.
func (a *App) warn(format string, args ...any) {
	fmt.Fprintf(a.err, "warning: "+format+"\n", args...)
}

// text reports whether people read the output.
func (a *App) text() bool { return a.output.value == "text" }

// document writes one JSON document; as a line when the format is jsonl.
func (a *App) document(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false) // people read these; nothing puts them into a page
	if a.output.value == "json" {
		enc.SetIndent("", "  ")
	}
	if err := enc.Encode(v); err != nil {
		return cannotRun("write json: %w", err)
	}
	return nil
}

// lines writes a list: one document, or with jsonl one line an element.
func lines[T any](a *App, whole any, items []T) error {
	if a.output.value != "jsonl" {
		return a.document(whole)
	}
	for i := range items {
		if err := a.document(items[i]); err != nil {
			return err
		}
	}
	return nil
}

// Colours of the terminal's own palette, so that they fit any theme.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// colored reports whether results may hold colours.
func (a *App) colored() bool {
	get := a.std.Getenv
	switch {
	case a.color.value == "always":
		return true
	case a.color.value == "never", get("NO_COLOR") != "":
		return false
	case get("CLICOLOR_FORCE") != "" && get("CLICOLOR_FORCE") != "0":
		return true
	}
	return a.std.OutTerminal && get("TERM") != "dumb"
}

// paint gives s a colour where colours are wanted.
func (a *App) paint(s string, codes ...string) string {
	if s == "" || len(codes) == 0 || !a.colored() {
		return s
	}
	return "\x1b[" + strings.Join(codes, ";") + "m" + s + "\x1b[0m"
}

// width is how wide text may be.
func (a *App) width() int {
	if a.std.Width > 0 {
		return max(a.std.Width, 40)
	}
	return 100
}
