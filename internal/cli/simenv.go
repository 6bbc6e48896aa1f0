package cli

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/sim"
)

// envShape is what a sender needs to speak with a running simulator.
type envShape struct {
	SchemaVersion int    `json:"schemaVersion"`
	HTTP          string `json:"http"`
	HTTPS         string `json:"https"`
	Admin         string `json:"admin"`
	CA            string `json:"ca"`
	Seed          uint64 `json:"seed"`
	// SenderClock is the clock a sender has to read: the machine's or the simulator's.
	SenderClock string                `json:"sender_clock"`
	Vendors     map[string]*envVendor `json:"vendors"`
}

type envVendor struct {
	// BaseURLs by site and purpose ("push", "auth", and each with "_tls").
	BaseURLs map[string]map[string]string `json:"base_urls"`
	Apps     []envApp                     `json:"apps"`
	// Credentials and Tokens are the first app's.
	Credentials map[string]string `json:"credentials"`
	Tokens      []string          `json:"tokens"`
}

type envApp struct {
	ID          string            `json:"id"`
	Package     string            `json:"package"`
	Credentials map[string]string `json:"credentials"`
	Tokens      []envToken        `json:"tokens"`
	Topics      []string          `json:"topics"`
}

type envToken struct {
	Token       string `json:"token"`
	Device      string `json:"device"`
	State       string `json:"state"`
	Environment string `json:"environment"`
}

// environment describes a world and where it listens. All credentials in it are test values
// the simulator made itself.
func environment(e *sim.Engine, ready *readyShape) envShape {
	out := envShape{
		SchemaVersion: schemaVersion, HTTP: ready.HTTP, HTTPS: ready.HTTPS, Admin: ready.Admin,
		CA: ready.CA, Seed: e.Seed(), Vendors: map[string]*envVendor{},
	}
	for _, v := range e.Vendors() {
		own := &envVendor{BaseURLs: map[string]map[string]string{}, Apps: []envApp{}, Credentials: map[string]string{}, Tokens: []string{}}
		for _, site := range e.Endpoint(v).Sites() {
			own.BaseURLs[site.Name] = baseURLs(ready, site.Name)
		}
		out.Vendors[string(v)] = own
	}
	phones := e.Phones()
	for _, spec := range e.Apps() {
		// What only the sender is told belongs to what it needs, too.
		creds := maps.Clone(spec.Credentials)
		maps.Copy(creds, spec.Sender)
		if l, ok := e.Endpoint(spec.Vendor).(sim.Located); ok {
			l.Locate(creds, func(site string) string { return baseURLs(ready, site)["auth"] })
		}
		app := envApp{ID: spec.ID, Package: spec.Package, Credentials: creds, Tokens: []envToken{}, Topics: []string{}}
		for i := range phones {
			if p := &phones[i]; p.App == spec.ID && !p.NoToken {
				app.Tokens = append(app.Tokens, envToken{p.Token, p.ID, strings.Join(phoneTraits(p), " "), p.Environment})
				app.Topics = unique(append(app.Topics, p.Tags...))
			}
		}
		if app.Topics == nil {
			app.Topics = []string{}
		}
		own := out.Vendors[string(spec.Vendor)]
		own.Apps = append(own.Apps, app)
		if len(own.Apps) == 1 {
			own.Credentials = creds
			for _, t := range app.Tokens {
				own.Tokens = append(own.Tokens, t.Token)
			}
		}
	}
	return out
}

// baseURLs are the URLs of one site. The site that is named as its vendor answers
// for what the vendor's other sites are asked for by path, too.
func baseURLs(ready *readyShape, site string) map[string]string {
	plain, secure := ready.HTTP, ready.HTTPS
	if plain == "" {
		plain = secure
	}
	urls := map[string]string{"push": plain + "/" + site, "auth": plain + "/" + site}
	if secure != "" {
		urls["push_tls"], urls["auth_tls"] = secure+"/"+site, secure+"/"+site
	}
	return urls
}

func (a *App) simEnvCommand() *cobra.Command {
	var url, only string
	cmd := &cobra.Command{
		Use:     "env",
		Short:   "Print what a sender needs to use a running simulator",
		Example: "  eval \"$(offpush sim env)\"\n  offpush sim env -o json | jq .vendors",
		Long:    "Base URLs, the certificate of the local authority, and test credentials and tokens, as shell exports or JSON. The exports are of each vendor's first app; JSON has all apps, and the state of each phone.",
		Args:    takes(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.simEnv(cmd.Context(), a.remote(url), only)
		},
	}
	cmd.Flags().StringVar(&only, "vendor", "", "only this `VENDOR`")
	remoteFlag(cmd.Flags(), &url)
	inGroup(cmd.Flags(), groupWhat, "vendor")
	_ = cmd.RegisterFlagCompletionFunc("vendor", completeVendors)
	return cmd
}

func (a *App) simEnv(ctx context.Context, r *remote, only string) error {
	if only != "" {
		if _, err := vendor(only); err != nil {
			return err
		}
	}
	env, err := r.environment(ctx)
	if err != nil {
		return err
	}
	if only != "" {
		env.Vendors = map[string]*envVendor{only: env.Vendors[only]}
	}
	if !a.text() {
		return a.document(env)
	}
	export := func(name, value string) {
		if value != "" {
			a.printf("export %s=%s\n", name, quoted(value))
		}
	}
	// send reads this one: messages go to the simulator from then on.
	export("OFFPUSH_SIM", env.Admin)
	export("OFFPUSH_SIM_HTTP", env.HTTP)
	export("OFFPUSH_SIM_HTTPS", env.HTTPS)
	export("OFFPUSH_SIM_CA", env.CA)
	for _, name := range sorted(env.Vendors) {
		exportVendor(name, env.Vendors[name], export)
	}
	return nil
}

// exportVendor prints a vendor's variables. Test credentials have names of their
// own, so that they are never taken for live ones.
func exportVendor(name string, v *envVendor, export func(name, value string)) {
	if v == nil {
		return
	}
	prefix := fmt.Sprintf("OFFPUSH_SIM_%s_", upper(name))
	for _, site := range sorted(v.BaseURLs) {
		suffix := ""
		if site != name {
			suffix = "_" + upper(strings.TrimPrefix(site, name+"-"))
		}
		export(prefix+"URL"+suffix, v.BaseURLs[site]["push"])
		export(prefix+"URL_TLS"+suffix, v.BaseURLs[site]["push_tls"])
	}
	for _, field := range sorted(v.Credentials) {
		export(prefix+upper(field), v.Credentials[field])
	}
	export(prefix+"TOKENS", strings.Join(v.Tokens, " "))
}
