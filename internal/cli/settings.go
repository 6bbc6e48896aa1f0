package cli

import (
	"fmt"
	"maps"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/vendors"
)

// prepare gives every flag that was not typed its value from the environment
// (OFFPUSH_ and the flag's name) or the configuration file, in that order.
func (a *App) prepare(cmd *cobra.Command) error {
	a.chooseLanguage()
	if strings.HasPrefix(cmd.Name(), "__") {
		return nil // shell completion must work beside a broken file
	}
	file, err := a.readConfig(cmd.Root())
	if err != nil {
		return err
	}
	a.file = file
	path := strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()))
	var problem error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if problem == nil && !f.Changed && annotation(f, typedKey) == "" && f.Name != "help" {
			problem = a.fill(cmd, f, path)
		}
	})
	a.chooseLanguage()
	return problem
}

// fill sets one flag from the environment or the file.
func (a *App) fill(cmd *cobra.Command, f *pflag.Flag, path string) error {
	name := "OFFPUSH_" + upper(f.Name)
	if v := a.std.Getenv(name); v != "" {
		if err := cmd.Flags().Set(f.Name, v); err != nil {
			return usage("%s=%q: %w", name, v, cause(err))
		}
		return nil
	}
	v, ok := a.file.values[path][f.Name]
	if !ok && cmd.InheritedFlags().Lookup(f.Name) != nil {
		v, ok = a.file.values[""][f.Name]
	}
	if !ok {
		return nil
	}
	if err := cmd.Flags().Set(f.Name, v.text); err != nil {
		return usage("%s: %s %q: %w", v.at, f.Name, v.text, cause(err))
	}
	return nil
}

// cause is what a flag says about its value, without pflag's words around it.
func cause(err error) error {
	if invalid, ok := err.(*pflag.InvalidValueError); ok { //nolint:errorlint // pflag returns it bare
		return reworded(invalid)
	}
	return err
}

func upper(name string) string {
	return strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(name))
}

// credentials of a vendor for live sending: the environment wins over the file,
// field by field. A file that others can read is refused.
func (a *App) credentials(row catalog.Entry) (vendors.Credentials, error) {
	out := vendors.Credentials{}
	if own := a.file.credentials[row.ID]; len(own) > 0 {
		if a.file.mode&0o077 != 0 {
			return nil, usage("config: %s holds credentials and can be read by others (mode %04o); run: chmod 600 %s",
				a.file.path, a.file.mode, a.file.path)
		}
		maps.Copy(out, own)
	}
	for _, field := range row.Credentials() {
		if v := a.std.Getenv(credentialEnv(row.ID, field)); v != "" {
			out[field] = vendors.Secret(v)
		}
	}
	var missing []string
	for i, l := range row.Logins {
		var lacks []string
		for _, field := range l.Needs {
			if fixed := l.Version != "" && field == versionField; out[field] == "" || fixed && out[field] != vendors.Secret(l.Version) {
				lacks = append(lacks, credentialWord(row.ID, l, field))
			}
		}
		if len(lacks) == 0 {
			return out, nil
		}
		// The usual login is told of, unless another one was begun.
		if begun := len(lacks) < len(l.Needs); i == 0 || begun && len(missing) == len(row.Logins[0].Needs) {
			missing = lacks
		}
	}
	return nil, usage("live: no credentials for %s: set %s, or put them under credentials in a --config file with mode 0600%s",
		row.ID, strings.Join(missing, ", "), otherLogins(row))
}

// otherLogins names what can stand in for the usual login.
func otherLogins(row catalog.Entry) string {
	var sets []string
	for _, l := range row.Logins[1:] {
		var names []string
		for _, field := range l.Needs {
			names = append(names, credentialWord(row.ID, l, field))
		}
		sets = append(sets, strings.Join(names, " with "))
	}
	if len(sets) == 0 {
		return ""
	}
	return "; instead of them " + orList(sets) + " will do"
}

// versionField is the credential that tells a vendor's senders apart.
const versionField = "api_version"

// credentialWord is a credential's variable, with the value where only one will do.
func credentialWord(v vendors.Vendor, l catalog.Login, field string) string {
	if field == versionField && l.Version != "" {
		return credentialEnv(v, field) + "=" + l.Version
	}
	return credentialEnv(v, field)
}

func credentialEnv(v vendors.Vendor, field string) string {
	return "OFFPUSH_" + upper(string(v)) + "_" + upper(field)
}

// vendor finds a catalogue row by name; a typo gets the nearest one.
func vendor(name string) (catalog.Entry, error) {
	row, ok := catalog.Find(vendors.Vendor(strings.ToLower(name)))
	if !ok {
		return row, usage("unknown vendor %q%s", name, hintOrList(name, catalog.IDs()))
	}
	return row, nil
}

// hintOrList suggests the nearest name, or else lists them all if they are few.
func hintOrList(word string, names []string) string {
	if h := nearest.Hint(word, names); h != "" {
		return h
	}
	if len(names) > 12 {
		return fmt.Sprintf("; there are %d, such as %s", len(names), names[0])
	}
	return "; there is " + orList(names)
}
