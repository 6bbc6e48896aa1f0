package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/vendors"
)

// What shells complete.

const noFiles = cobra.ShellCompDirectiveNoFileComp

func completeVendors(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return catalog.IDs(), noFiles
}

// completeCodes completes VENDOR CODE, or a rule once its ID has begun.
func completeCodes(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 && strings.Contains(begun, "-") {
		return completeRules(cmd, args, begun)
	}
	if len(args) == 0 {
		return catalog.IDs(), noFiles
	}
	row, ok := catalog.Find(vendors.Vendor(strings.ToLower(args[0])))
	if !ok || len(args) > 1 {
		return nil, noFiles
	}
	var codes []string
	for _, c := range row.Facts().Codes {
		if c.Code != "" {
			codes = append(codes, c.Code+"\t"+c.Meaning.EN)
		}
	}
	return codes, noFiles
}

func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, e := range catalog.All() {
		for _, r := range e.Endpoint().Rules() {
			ids = append(ids, r.ID+"\t"+r.Title.EN)
		}
	}
	return ids, noFiles
}

func completeCases(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, c := range allCases() {
		ids = append(ids, c.ID+"\t"+c.Title)
	}
	return ids, noFiles
}

// completeScenarios completes the embedded stories; files too, as they are as good.
func completeScenarios(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	names, err := scenarios.Names()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return names, cobra.ShellCompDirectiveDefault
}

func (a *App) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "Print a shell's completion script",
		Example:   "  source <(offpush completion bash)\n  offpush completion zsh > \"${fpath[1]}/_offpush\"",
		Long:      "Completes commands, flags, vendors, codes, rule and case IDs and scenario names. Shells: " + orList(shells) + ".",
		Args:      takes("SHELL"),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.out)
			}
			return usage("no completion for shell %q%s", args[0], hintOrList(args[0], shells))
		},
	}
}
