package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
)

// root builds the command tree.
func (a *App) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "offpush",
		Short:         "Lab for Chinese phone push: real senders, mock vendors, virtual phones",
		Example:       "  offpush demo",
		Long:          "Without a command, on a terminal: the screen with a built-in simulator. A vendor that answers \"success\" has not said that a phone lights up; offpush shows what becomes of a message, and which rule did it.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownSubcommand,
		Annotations:   map[string]string{optionalKey: "yes"},
		RunE:          func(cmd *cobra.Command, _ []string) error { return a.bare(cmd) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.printf("%s", helpText(cmd)) })
	a.globalFlags(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) }

	root.AddCommand(
		a.demoCommand(), a.tuiCommand(), a.simCommand(), a.readyCommand(), a.sendCommand(),
		a.explainCommand(), a.scenarioCommand(), a.conformanceCommand(), a.rulesCommand(),
		a.vendorsCommand(), a.versionCommand(), a.completionCommand(),
	)
	root.SetHelpCommand(a.helpCommand(root))
	walk(root, unprotected)
	walk(root, func(c *cobra.Command) { // help shows flags as they were written down
		c.Flags().SortFlags, c.PersistentFlags().SortFlags = false, false
	})
	return root
}

// unprotected gives a command its arguments without the marks of protectNumbers.
func unprotected(cmd *cobra.Command) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(c *cobra.Command, args []string) error { return run(c, unprotect(args)) }
	}
}

func (a *App) globalFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.VarP(&a.output, "output", "o", "form of the result")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "no progress, only results and errors")
	f.BoolVarP(&a.verbose, "verbose", "v", false, "tell more about what is going on")
	f.Var(&a.color, "color", "colours; auto also looks at NO_COLOR and CLICOLOR_FORCE")
	f.Var(&a.lang, "lang", "language of results (default: from LC_ALL or LANG)")
	f.BoolVar(&a.noInput, "no-input", false, "never ask; what would be asked is an error")
	f.StringVar(&a.config, "config", "", "`FILE` with settings and credentials (YAML)")
	inGroup(f, groupOutput, "output", "quiet", "verbose", "color", "lang")
	typedOnly(f, "config")
}

// bare is offpush without a command.
func (a *App) bare(cmd *cobra.Command) error {
	return a.openScreen(cmd.Context(), newTUIOptions())
}

// openScreen opens the screen where there can be one, and says what to do where not.
func (a *App) openScreen(ctx context.Context, o tuiOptions) error {
	why := ""
	switch {
	case !a.std.Terminal:
		why = a.t("this is no terminal, so there is no screen to open", "当前不是终端，无法打开界面")
	case a.std.Getenv("TERM") == "dumb":
		why = a.t("this terminal cannot draw a screen (TERM=dumb)", "此终端无法绘制界面（TERM=dumb）")
	case !a.text():
		why = a.t("the screen has no form "+a.output.value+"; a command has, such as offpush demo -o "+a.output.value,
			"界面没有 "+a.output.value+" 形式；请用命令，例如 offpush demo -o "+a.output.value)
	default:
		return a.runTUI(ctx, o)
	}
	a.note("%s", a.t("offpush: ", "offpush：")+why+a.t(".", "。")+"\n\n"+a.t(
		"  offpush demo       the whole product in ten seconds\n"+
			"  offpush sim        run the mock vendors for your own sender\n"+
			"  offpush --help     all commands",
		"  offpush demo       十秒看完整个产品\n"+
			"  offpush sim        为你自己的发送端运行模拟厂商\n"+
			"  offpush --help     全部命令"))
	return exit(conformance.ExitUsage)
}

// helpCommand is "offpush help [COMMAND]".
func (a *App) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND...]",
		Short:   "Show the help of a command",
		Example: "  offpush help send",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || (len(rest) > 0 && cmd.HasSubCommands()) {
				if cmd == nil {
					cmd = root
				}
				return knownSubcommand(cmd, rest)
			}
			return cmd.Help()
		},
	}
}
