package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/admin"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/vendors"
)

// startAdmin opens the control API. One that others can reach has a token: the
// environment's, or one made for this run and printed.
func (r *running) startAdmin(ctx context.Context) error {
	f := r.flags
	host, _, _ := net.SplitHostPort(f.admin) // checked already
	token := r.app.std.Getenv(tokenEnv)
	if token == "" && !loopback(host) {
		token = rand.Text()
		r.token = token
	}
	api, err := admin.New(admin.Options{
		Engine: r.engine, Faults: r.lab.Server().Faults(), Reset: r.reset, Token: vendors.Secret(token),
	})
	if err != nil {
		return cannotRun("sim: %w", err)
	}
	r.api = api
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", f.admin)
	if err != nil {
		return busy(err, "--admin", f.admin)
	}
	r.ready.Admin = "http://" + ln.Addr().String()
	r.front = &http.Server{Handler: r.withEnv(api), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	r.work.Go(func() { _ = r.front.Serve(ln) }) // ends with Close
	return nil
}

// withEnv adds GET /env, which only the process with the listeners can answer.
// Whoever may read the clock may read it: the guard is the control API's own.
func (r *running) withEnv(api http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", api)
	mux.HandleFunc("GET /env", func(w http.ResponseWriter, req *http.Request) {
		probe := req.Clone(req.Context())
		probe.URL.Path, probe.URL.RawQuery = "/clock", ""
		said := httptest.NewRecorder()
		if api.ServeHTTP(said, probe); said.Code != http.StatusOK {
			w.Header().Set("Content-Type", said.Header().Get("Content-Type"))
			w.WriteHeader(said.Code)
			_, _ = w.Write(said.Body.Bytes()) // nobody to tell
			return
		}
		w.Header().Set("Content-Type", "application/json")
		env := environment(r.engine(), &r.ready)
		env.SenderClock = r.senderClock()
		_ = json.NewEncoder(w).Encode(env) // nobody to tell
	})
	return mux
}

// senderClock is the clock that senders have to read.
func (r *running) senderClock() string {
	if r.options.MachineClock {
		return machineClock
	}
	return simulatorClock
}

// engine is the world there is now.
func (r *running) engine() *sim.Engine {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.world
}

// reset starts the world again: same seed, same apps and phones, the faults of the
// command line, nothing sent yet.
func (r *running) reset(context.Context) error {
	if r.onScreen {
		return errors.New("this simulator belongs to a terminal screen and cannot be reset from outside: start the screen again")
	}
	o := r.options
	if o.Clock.Kind == clock.Real {
		o.Start = vendors.SystemClock{}.Now()
	}
	fresh, err := worldFor(r.flags.scenario, o)
	if err != nil {
		return err
	}
	if err := r.lab.Server().SetEngine(fresh.Engine()); err != nil {
		fresh.Close()
		return err
	}
	set := r.lab.Server().Faults()
	set.Clear()
	for _, x := range r.faults {
		if _, err := set.Add(x); err != nil {
			return err
		}
	}
	r.mu.Lock()
	old := r.world
	r.world = fresh.Engine()
	r.fresh = append(r.fresh, fresh)
	r.mu.Unlock()
	r.follow(fresh.Engine())
	old.Close() // its lab, and with it the server, lives on
	return nil
}
