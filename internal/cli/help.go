package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is how wide help may be: the smallest terminal people have.
const helpWidth = 80

// Groups of flags in help, in this order.
const (
	groupWhat   = "What"
	groupHow    = "How"
	groupOutput = "Output"
)

const (
	groupKey = "offpush-group"
	typedKey = "offpush-typed-only"
)

// inGroup sorts flags into a group of the help. A flag in none is under How.
func inGroup(f *pflag.FlagSet, group string, names ...string) { annotate(f, groupKey, group, names) }

// typedOnly keeps flags from being set by the environment or a file: what is
// dangerous, or makes no sense there, has to be typed.
func typedOnly(f *pflag.FlagSet, names ...string) { annotate(f, typedKey, "true", names) }

func annotate(f *pflag.FlagSet, key, value string, names []string) {
	for _, n := range names {
		if flag := f.Lookup(n); flag != nil {
			if flag.Annotations == nil {
				flag.Annotations = map[string][]string{}
			}
			flag.Annotations[key] = []string{value}
		}
	}
}

func annotation(f *pflag.Flag, key string) string {
	if v := f.Annotations[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// helpText is what --help prints: the first line says what, the second shows the
// most common example, then flags in groups.
func helpText(cmd *cobra.Command) string {
	var b strings.Builder
	examples := strings.Split(strings.TrimRight(cmd.Example, "\n"), "\n")
	fmt.Fprintf(&b, "%s.\n%s\n", cmd.Short, examples[0])
	if cmd.Long != "" {
		fmt.Fprintf(&b, "\n%s\n", wrapped(cmd.Long, helpWidth, 0))
	}
	fmt.Fprintf(&b, "\nUsage\n  %s\n", useLine(cmd))
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nCommands\n" + commandTable(cmd))
	}
	if len(examples) > 1 {
		fmt.Fprintf(&b, "\nMore examples\n%s\n", strings.Join(examples[1:], "\n"))
	}
	for _, g := range []string{groupWhat, groupHow, groupOutput} {
		if usages := groupUsages(cmd, g); usages != "" {
			fmt.Fprintf(&b, "\n%s\n%s", g, usages)
		}
	}
	return b.String()
}

func useLine(cmd *cobra.Command) string {
	line := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		verb := " COMMAND"
		if cmd.Annotations[optionalKey] != "" {
			verb = " [COMMAND]"
		}
		line = cmd.CommandPath() + verb + " [flags]"
	}
	if !strings.HasSuffix(line, "[flags]") {
		line += " [flags]"
	}
	return line
}

// optionalKey marks commands that do something without a sub-command too.
const optionalKey = "offpush-optional"

func commandTable(cmd *cobra.Command) string {
	t := &table{}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			t.row("  "+c.Name(), c.Short)
		}
	}
	return t.String()
}

// groupUsages are the flags of one group, the command's own before the global ones.
func groupUsages(cmd *cobra.Command, group string) string {
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	fs.SortFlags = false
	for _, set := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) {
			g := annotation(f, groupKey)
			if g == "" {
				g = groupHow
			}
			if g == group && f.Name != "help" && !f.Hidden {
				fs.AddFlag(f)
			}
		})
	}
	return fs.FlagUsagesWrapped(helpWidth)
}
