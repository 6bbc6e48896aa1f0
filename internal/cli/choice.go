package cli

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/internal/nearest"
)

// choice is a flag with a closed set of values.
type choice struct {
	value string
	of    []string
	// label stands for the values in help where they are too many for a line.
	label string
}

// set is the value, "" where it was left to the program.
func (c *choice) set() string {
	if c.value == "auto" {
		return ""
	}
	return c.value
}

// String implements pflag.Value.
func (c *choice) String() string { return c.value }

// Set implements pflag.Value.
func (c *choice) Set(s string) error {
	for _, o := range c.of {
		if s == o {
			c.value = s
			return nil
		}
	}
	return fmt.Errorf("want %s%s", orList(c.of), nearest.Hint(s, c.of))
}

// Type implements pflag.Value; it is what help shows for the value.
func (c *choice) Type() string {
	if c.label != "" {
		return c.label
	}
	return strings.Join(c.of, "|")
}

// orList writes names as people do: "a, b or c".
func orList(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
