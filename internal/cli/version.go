package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/catalog"
)

type versionShape struct {
	SchemaVersion int               `json:"schemaVersion"`
	Version       string            `json:"version"`
	Commit        string            `json:"commit"`
	Go            string            `json:"go"`
	Platform      string            `json:"platform"`
	Rulebook      string            `json:"rulebook"`
	Facts         map[string]string `json:"facts"`
	Modules       map[string]string `json:"modules"`
}

func (a *App) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version, and how new the vendors' facts are",
		Example: "  offpush version -o json",
		Args:    takes(),
		RunE: func(*cobra.Command, []string) error {
			v := versions()
			if !a.text() {
				return a.document(v)
			}
			t := &table{}
			t.row("offpush", v.Version+" "+v.Commit)
			t.row(a.t("rulebook", "规则日期"), v.Rulebook)
			t.row("go", v.Go+" "+v.Platform)
			if a.verbose {
				for _, name := range sorted(v.Modules) {
					t.row(name, v.Modules[name])
				}
			}
			a.printf("%s", t)
			return nil
		},
	}
}

// versions reads what the build says of itself.
func versions() versionShape {
	v := versionShape{
		SchemaVersion: schemaVersion, Version: "(devel)", Go: runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH, Rulebook: rulebookDate(),
		Facts: map[string]string{}, Modules: map[string]string{},
	}
	for _, e := range catalog.All() {
		v.Facts[string(e.ID)] = e.Facts().Checked
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v.Commit = s.Value[:min(12, len(s.Value))]
		}
	}
	for _, m := range info.Deps {
		v.Modules[m.Path] = m.Version
	}
	return v
}

// rulebookDate is the newest day on which a vendor's facts were held against their
// sources.
func rulebookDate() string {
	date := ""
	for _, e := range catalog.All() {
		date = max(date, e.Facts().Checked)
	}
	return date
}
