package tui

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
)

// plainText writes a text as it is while the screens are away: a line that is longer than
// the terminal is one line still when it is marked with the mouse.
type plainText struct {
	text, hint string
	in         io.Reader
	out        io.Writer
}

var _ tea.ExecCommand = (*plainText)(nil)

// SetStdin implements tea.ExecCommand.
func (p *plainText) SetStdin(r io.Reader) { p.in = r }

// SetStdout implements tea.ExecCommand.
func (p *plainText) SetStdout(w io.Writer) { p.out = w }

// SetStderr implements tea.ExecCommand.
func (p *plainText) SetStderr(io.Writer) {}

// Run implements tea.ExecCommand: it writes the text and waits for enter.
func (p *plainText) Run() error {
	text := strings.Map(func(r rune) rune { // another sender's message must not steer the terminal
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, p.text)
	if _, err := fmt.Fprintf(p.out, "\n%s\n\n%s", text, p.hint); err != nil {
		return fmt.Errorf("plain text: %w", err)
	}
	_, _ = bufio.NewReader(p.in).ReadString('\n') // the end of the input is an answer, too
	return nil
}
