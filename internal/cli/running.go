package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/httpsim"
)

// readyShape is what a simulator writes once everything listens.
type readyShape struct {
	SchemaVersion int    `json:"schemaVersion"`
	PID           int    `json:"pid"`
	HTTP          string `json:"http"`
	HTTPS         string `json:"https"`
	Admin         string `json:"admin"`
	Proxy         string `json:"proxy"`
	CA            string `json:"ca"`
	Seed          uint64 `json:"seed"`
	// Token is what the control API wants when it is exposed.
	Token string `json:"token,omitempty"`
}

// running is a simulator while it runs.
type running struct {
	app    *App
	lab    *lab.Lab
	flags  *simFlags
	caFile string
	ready  readyShape

	admin *http.Server
	work  sync.WaitGroup
	// failed gets what ends the simulator early.
	failed chan error
}

// start opens all listeners, then says so: a ready file that appears means that
// everything answers.
func (r *running) start(ctx context.Context) error {
	f := r.flags
	r.failed = make(chan error, 2)
	at, err := r.lab.Listen(ctx, httpsim.Listeners{Plain: f.listen, TLS: f.tls})
	if err != nil {
		if f.tls != "" && portIn(err, f.tls) {
			return busy(err, "--tls-listen", f.tls)
		}
		return busy(err, "--listen", f.listen)
	}
	r.ready = readyShape{
		SchemaVersion: schemaVersion, PID: os.Getpid(), HTTP: at.Plain, HTTPS: at.TLS, Seed: r.lab.Engine().Seed(),
	}
	if at.TLS != "" {
		r.ready.CA = r.caFile
	}
	if f.admin != "" {
		if err := r.startAdmin(ctx); err != nil {
			return err
		}
	}
	if f.journal != "" {
		if err := r.startJournal(ctx); err != nil {
			return err
		}
	}
	if f.readyFile != "" {
		if err := writeFile(f.readyFile, func(w io.Writer) error { return json.NewEncoder(w).Encode(r.ready) }); err != nil {
			return err
		}
	}
	return r.announce()
}

func (r *running) startAdmin(ctx context.Context) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", r.flags.admin)
	if err != nil {
		return busy(err, "--admin", r.flags.admin)
	}
	r.ready.Admin = "http://" + ln.Addr().String()
	handler, err := r.adminHandler()
	if err != nil {
		_ = ln.Close() // it never answered
		return cannotRun("sim: %w", err)
	}
	r.admin = &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	r.work.Go(func() { _ = r.admin.Serve(ln) }) // ends with Close
	return nil
}

// startJournal writes events from the beginning of the world.
func (r *running) startJournal(ctx context.Context) error {
	file, err := os.Create(r.flags.journal)
	if err != nil {
		return cannotRun("sim: --journal: %w", err)
	}
	r.work.Go(func() {
		w := bufio.NewWriter(file)
		err := r.lab.Engine().Journal(ctx, w)
		for _, e := range []error{w.Flush(), file.Close()} {
			if err == nil {
				err = e
			}
		}
		if err != nil && ctx.Err() == nil {
			r.failed <- cannotRun("sim: --journal: %w", err)
		}
	})
	return nil
}

// announce tells where everything is: on stdout, as it is the command's result.
func (r *running) announce() error {
	a := r.app
	if !a.text() {
		return a.document(r.ready)
	}
	t := &table{}
	row := func(name, value string) {
		if value != "" {
			t.row(name, value)
		}
	}
	row("http", r.ready.HTTP)
	row("https", r.ready.HTTPS)
	row("ca", r.ready.CA)
	row("admin", r.ready.Admin)
	row("token", r.ready.Token)
	row(a.t("clock", "时钟"), r.lab.Engine().Clock().Mode().String())
	a.printf("%s", t)
	if r.ready.Admin != "" {
		a.note(a.t("offpush sim env --url %s prints what a sender needs; Ctrl-C ends it",
			"offpush sim env --url %s 输出发送端所需配置；按 Ctrl-C 结束"), r.ready.Admin)
	}
	return nil
}

// untilDone waits for the end and cleans up. Being asked to end is how a simulator
// ends, so an interrupt is success.
func (r *running) untilDone(ctx context.Context, stop context.CancelFunc) error {
	var err error
	select {
	case <-ctx.Done():
	case err = <-r.failed:
	}
	stop()
	if r.admin != nil {
		_ = r.admin.Close() // streams have no end of their own
	}
	r.work.Wait()
	if r.flags.readyFile != "" {
		_ = os.Remove(r.flags.readyFile) // best effort
	}
	r.app.note("%s", r.app.t("simulator ended", "模拟器已结束"))
	return err
}
