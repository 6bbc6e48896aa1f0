package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// remote is the control API of a running simulator.
type remote struct {
	url   string
	token string
	lang  string // of traces
}

// defaultAdminURL is where offpush sim has its control API unless told otherwise.
const defaultAdminURL = "http://" + defaultAdmin

// remoteFlag is --url. An exposed control API also wants OFFPUSH_TOKEN, which is no
// flag: other users of a machine can read command lines.
func remoteFlag(f *pflag.FlagSet, url *string) {
	f.StringVar(url, "url", defaultAdminURL, "control API of the simulator (`URL`)")
}

// tokenEnv names the variable with the token of an exposed control API.
const tokenEnv = "OFFPUSH_TOKEN"

func (a *App) remote(url string) *remote {
	return &remote{url: url, token: a.std.Getenv(tokenEnv), lang: string(a.language)}
}

// maxRemoteBytes bounds an answer; the longest is a page of messages.
const maxRemoteBytes = 64 << 20

// get reads one JSON document.
func (r *remote) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(r.url, "/")+path, nil)
	if err != nil || req.URL.Host == "" {
		return usage("--url %q: want the address of a simulator's control API, such as %s", r.url, defaultAdminURL)
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return cannotRun("no simulator answers at %s; start one with offpush sim, or pass its admin address", r.url)
	}
	defer res.Body.Close() //nolint:errcheck // it was only read
	body, err := io.ReadAll(io.LimitReader(res.Body, maxRemoteBytes))
	if err != nil {
		return cannotRun("%s: %w", r.url, err)
	}
	if res.StatusCode == http.StatusUnauthorized {
		return cannotRun("%s wants its token: set %s to what offpush sim printed", r.url, tokenEnv)
	}
	if res.StatusCode != http.StatusOK {
		return cannotRun("%s%s answers %s; is this the admin address of offpush sim?", r.url, path, res.Status)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return cannotRun("%s%s: this is not what a simulator answers: %w", r.url, path, err)
	}
	return nil
}

func (r *remote) environment(ctx context.Context) (envShape, error) {
	var env envShape
	if err := r.get(ctx, "/env", &env); err != nil {
		return env, err
	}
	if env.SchemaVersion != schemaVersion || env.Vendors == nil {
		return env, cannotRun("%s: this simulator speaks another version of the control API", r.url)
	}
	return env, nil
}

// now is the simulator's time.
func (r *remote) now(ctx context.Context) (time.Time, error) {
	var clock struct {
		Now time.Time `json:"now"`
	}
	err := r.get(ctx, "/clock", &clock)
	return clock.Now, err
}

// messages are the newest states of messages to a token since an event.
func (r *remote) messages(ctx context.Context, token string, since uint64) ([]sim.Record, uint64, error) {
	var page struct {
		Messages []sim.Record `json:"messages"`
		Next     uint64       `json:"next"`
	}
	q := url.Values{"since": {fmt.Sprint(since)}, "limit": {"1000"}, "lang": {r.lang}}
	if token != "" {
		q.Set("token", token)
	}
	err := r.get(ctx, "/messages?"+q.Encode(), &page)
	return page.Messages, page.Next, err
}

// calls are the calls of an app without targets since an event, and those of nobody.
func (r *remote) calls(ctx context.Context, v vendors.Vendor, app string, since uint64) ([]sim.Record, error) {
	var page struct {
		Calls []sim.Record `json:"calls"`
	}
	q := url.Values{"vendor": {string(v)}, "since": {fmt.Sprint(since)}, "limit": {"1000"}, "lang": {r.lang}}
	err := r.get(ctx, "/calls?"+q.Encode(), &page)
	return slices.DeleteFunc(page.Calls, func(c sim.Record) bool { return c.App != "" && c.App != app }), err
}

func (a *App) readyCommand() *cobra.Command {
	var url string
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:     "ready",
		Short:   "Wait until a simulator answers; exit 3 when the time is over",
		Example: "  offpush sim & offpush ready --timeout 10s",
		Args:    takes(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.waitReady(cmd.Context(), a.remote(url), timeout) },
	}
	remoteFlag(cmd.Flags(), &url)
	cmd.Flags().DurationVar(&timeout, "timeout", 10*time.Second, "how long to wait (`TIME`)")
	return cmd
}

// readyPause is how long ready waits between two tries.
const readyPause = 50 * time.Millisecond

// waitReady asks again and again. A wrong address is told at once.
func (a *App) waitReady(ctx context.Context, r *remote, timeout time.Duration) error {
	timed, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var last error
	for {
		err := r.get(timed, "/healthz", nil)
		var x *exitError
		switch {
		case err == nil:
			a.note("%s is ready", r.url)
			if a.text() {
				return nil
			}
			return a.document(struct {
				SchemaVersion int    `json:"schemaVersion"`
				Ready         bool   `json:"ready"`
				Admin         string `json:"admin"`
			}{schemaVersion, true, r.url})
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &x) && x.code == conformance.ExitUsage:
			return err
		case timed.Err() == nil:
			last = err
		}
		if (vendors.SystemClock{}).Sleep(timed, readyPause) != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if last == nil {
				last = fmt.Errorf("%s does not answer", r.url)
			}
			return cannotRun("not ready after %s: %w", timeout, last)
		}
	}
}
