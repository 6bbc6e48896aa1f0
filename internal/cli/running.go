package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"sync"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/admin"
	"github.com/offpush/offpush/sim/fault"
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
}

// running is a simulator while it runs.
type running struct {
	app     *App
	flags   *simFlags
	options lab.Options
	faults  []fault.Fault
	lab     *lab.Lab
	caFile  string
	ready   readyShape
	token   string // of the control API, if it was made for this run

	// onScreen: the world belongs to the screens, which cannot change to another.
	onScreen bool

	api   *admin.Server
	front *http.Server
	work  sync.WaitGroup
	// failed gets what ends the simulator early.
	failed chan error

	mu    sync.Mutex
	world *sim.Engine
	fresh []*lab.Lab // worlds after a reset

	journal    *os.File
	stopWriter context.CancelFunc
	writer     sync.WaitGroup
}

// start opens all listeners, then says so: a ready file that appears means that
// everything answers.
func (r *running) start(ctx context.Context) error {
	f := r.flags
	r.failed, r.world = make(chan error, 1), r.lab.Engine()
	for _, x := range r.faults {
		if _, err := r.lab.Server().Faults().Add(x); err != nil {
			return usage("--fault: %w", err)
		}
	}
	at, err := r.lab.Listen(ctx, httpsim.Listeners{Plain: f.listen, TLS: f.tls})
	if err != nil {
		if f.tls != "" && portIn(err, f.tls) {
			return busy(err, "--tls-listen", f.tls)
		}
		return busy(err, "--listen", f.listen)
	}
	r.ready = readyShape{
		SchemaVersion: schemaVersion, PID: os.Getpid(), HTTP: at.Plain, HTTPS: at.TLS, Seed: r.world.Seed(),
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
		if r.journal, err = os.Create(f.journal); err != nil {
			return cannotRun("sim: --journal: %w", err)
		}
		r.follow(r.world)
	}
	if f.readyFile != "" {
		if err := writeFile(f.readyFile, func(w io.Writer) error { return json.NewEncoder(w).Encode(r.ready) }); err != nil {
			return err
		}
	}
	return r.announce()
}

// follow writes a world's events into the journal, and those of no other any more.
func (r *running) follow(e *sim.Engine) {
	if r.journal == nil {
		return
	}
	r.endJournal()
	ctx, stop := context.WithCancel(context.Background())
	r.stopWriter = stop
	r.writer.Go(func() {
		if err := e.Journal(ctx, r.journal); err != nil {
			select {
			case r.failed <- cannotRun("sim: --journal: %w", err):
			default: // one reason to end is enough
			}
		}
	})
}

// endJournal waits until everything that happened is written.
func (r *running) endJournal() {
	if r.stopWriter != nil {
		r.stopWriter()
	}
	r.writer.Wait()
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
	row("token", r.token)
	row(a.t("clock", "时钟"), r.lab.Engine().Clock().Mode().String())
	a.printf("%s", t)
	r.noteClocks()
	if r.ready.Admin != "" {
		a.note(a.t("offpush sim env --url %s prints what a sender needs; Ctrl-C ends it",
			"offpush sim env --url %s 输出发送端所需配置；按 Ctrl-C 结束"), r.ready.Admin)
		a.note(a.t("%[1]s/devices has the phones, %[1]s/messages what became of each message; docs/control-api.md has the rest",
			"%[1]s/devices 是手机列表，%[1]s/messages 是各条消息的结果；其余见 docs/control-api.md"), r.ready.Admin)
	}
	return nil
}

// noteClocks tells how a clock that leaves the machine's and the senders' go together.
func (r *running) noteClocks() {
	a := r.app
	switch {
	case r.options.Clock.String() == "real":
	case r.options.MachineClock:
		a.note("%s", a.t("senders keep this machine's clock: the times they send are moved along (--sender-clock)",
			"发送端使用本机时钟，请求中的时间随模拟器时钟平移（--sender-clock）"))
	default:
		a.note("%s", a.t("senders have to read the time from GET /clock: one that signs by this machine's clock is refused",
			"发送端须从 GET /clock 读取时间，按本机时钟签名会被拒绝"))
	}
}

// untilDone waits for the end. Being asked to end is how a simulator ends, so an
// interrupt is success.
func (r *running) untilDone(ctx context.Context) error {
	select {
	case <-ctx.Done():
		r.app.note("%s", r.app.t("simulator ended", "模拟器已结束"))
		return nil
	case err := <-r.failed:
		return err
	}
}

// close ends everything that start began, in whatever state it is.
func (r *running) close() {
	if r.flags.readyFile != "" && r.ready.HTTP+r.ready.HTTPS != "" {
		_ = os.Remove(r.flags.readyFile) // best effort
	}
	if r.api != nil {
		_ = r.api.Close() // ends streams
	}
	if r.front != nil {
		_ = r.front.Close() // nothing waits for its answers any more
	}
	r.work.Wait()
	r.endJournal()
	if r.journal != nil {
		if err := r.journal.Close(); err != nil {
			r.app.warn("--journal: %v", err)
		}
	}
	for _, l := range r.fresh {
		l.Close()
	}
	r.lab.Close()
}
