package cli

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/internal/nearest"
)

// Codes of some vendors are negative numbers, and "-1" must not be read as a flag.
// Such words get a mark before cobra sees them, which unprotect takes off again.
const numberMark = "\x00"

var negative = regexp.MustCompile(`^-[0-9]+$`)

// protectNumbers marks words that look like -1, unless they are a flag's value.
func protectNumbers(root *cobra.Command, args []string) []string {
	valued := valueFlags(root)
	out := slices.Clone(args)
	for i, w := range out {
		if w == "--" {
			break
		}
		if negative.MatchString(w) && (i == 0 || !valued[out[i-1]]) {
			out[i] = numberMark + w
		}
	}
	return out
}

func unprotect(args []string) []string {
	for i, w := range args {
		args[i] = strings.TrimPrefix(w, numberMark)
	}
	return args
}

// valueFlags are the flags that take the next word, as written.
func valueFlags(root *cobra.Command) map[string]bool {
	out := map[string]bool{}
	note := func(f *pflag.Flag) {
		if f.NoOptDefVal == "" {
			out["--"+f.Name] = true
			if f.Shorthand != "" {
				out["-"+f.Shorthand] = true
			}
		}
	}
	walk(root, func(c *cobra.Command) {
		c.Flags().VisitAll(note)
		c.PersistentFlags().VisitAll(note)
	})
	return out
}

// walk visits a command and all below it.
func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		walk(sub, visit)
	}
}

// takes makes a command accept exactly the named arguments; one in brackets is
// optional, one that ends in ... may be repeated.
func takes(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		least, most := 0, len(names)
		for _, n := range names {
			if !strings.HasPrefix(n, "[") {
				least++
			}
			if strings.Contains(n, "...") {
				most = len(args)
			}
		}
		see := "; see " + cmd.CommandPath() + " --help"
		if len(args) < least {
			return usage("%s: %s is missing%s", cmd.CommandPath(), names[len(args)], see)
		}
		if len(args) > most {
			extra := strings.TrimPrefix(args[most], numberMark)
			if most == 0 {
				return usage("%s takes no argument, got %q%s", cmd.CommandPath(), extra, see)
			}
			return usage("%s: %q is one argument too many%s", cmd.CommandPath(), extra, see)
		}
		return nil
	}
}

// group makes a command that only holds others: without one of them it shows its
// help and fails, and a typo gets the nearest name.
func group(cmd *cobra.Command, subs ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(subs...)
	cmd.Args = knownSubcommand
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		_ = c.Help() // the error follows
		return usage("%s needs one of its commands: %s", c.CommandPath(), orList(commandNames(c)))
	}
	return cmd
}

// knownSubcommand refuses words that are no command of cmd.
func knownSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	word := strings.TrimPrefix(args[0], numberMark)
	return usage("unknown command %q for %s%s", word, cmd.CommandPath(), hintOrHelp(cmd, word, commandNames(cmd)))
}

func hintOrHelp(cmd *cobra.Command, word string, names []string) string {
	if h := nearest.Hint(word, names); h != "" {
		return h
	}
	return "; see " + cmd.CommandPath() + " --help"
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// flagError says what is wrong with a flag in the program's own words.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			return usage("unknown flag -%s; see %s --help", name, cmd.CommandPath())
		}
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				names = append(names, f.Name)
			}
		})
		if n := nearest.Name(name, names); n != "" {
			return usage("unknown flag --%s; did you mean --%s?", name, n)
		}
		return usage("unknown flag --%s; see %s --help", name, cmd.CommandPath())
	case errors.As(err, &invalid):
		return usage("--%s %q: %w", invalid.GetFlag().Name, invalid.GetValue(), reworded(invalid))
	case errors.As(err, &missing):
		return usage("--%s needs a value; see %s --help", missing.GetSpecifiedName(), cmd.CommandPath())
	}
	return usage("%w", err)
}

// reworded replaces the Go library's words for a wrong number.
func reworded(e *pflag.InvalidValueError) error {
	switch e.GetFlag().Value.Type() {
	case "int", "uint64", "int64":
		return errors.New("want a whole number")
	case "duration":
		return errors.New("want a length of time such as 90s or 10m")
	case "bool":
		return errors.New("want true or false")
	}
	return e.Unwrap()
}
