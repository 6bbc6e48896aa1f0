package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/vendors"
)

// Where a simulator listens unless told otherwise.
const (
	defaultListen = "127.0.0.1:7070"
	defaultTLS    = "127.0.0.1:7443"
	defaultAdmin  = "127.0.0.1:7071"
)

// The clocks that a sender may read; one of another program reads the machine's.
const (
	machineClock   = "machine"
	simulatorClock = "simulator"
)

// simFlags are the flags of sim.
type simFlags struct {
	listen, tls, admin string
	expose             bool
	scenario           string
	profile            choice
	rulebook           string
	seed               uint64
	clock              string
	senderClock        choice
	faults             []string
	journal            string
	readyFile          string
	caDir              string
	callbacks          []string
}

func (a *App) simCommand() *cobra.Command {
	f := simFlags{
		profile:     profileChoice(""),
		senderClock: choice{value: machineClock, label: "CLOCK", of: []string{machineClock, simulatorClock}},
	}
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Run the mock vendors for any sender",
		Example: "  offpush sim\n" +
			"  offpush sim --clock x60 --fault 'status status=503 rate=0.1'\n" +
			"  offpush sim --listen 127.0.0.1:0 --ready-file ready.json &",
		Long: "All vendors answer on one address, plain and over TLS with a local certificate authority that is never installed anywhere. " +
			"Point a sender's base URL at it; offpush sim env prints what it needs. The control API (--admin) tells what became of each message and turns clock, phones, apps, quotas and faults: docs/control-api.md; " +
			"docs/files.md has the keys of --fault and of scenarios. Ends with Ctrl-C.\n\n" +
			"A sender may keep this machine's clock when the simulator's runs faster or is moved (PUT /clock): the times it signs and schedules by are moved along. " +
			"What the simulator counts and gives out, such as quotas and access tokens, goes by the simulator's clock, so a sender meets the end of a token or a new day when it comes there.",
		Annotations: map[string]string{optionalKey: "yes"},
		Args:        knownSubcommand,
		RunE:        func(cmd *cobra.Command, _ []string) error { return a.sim(cmd.Context(), &f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.listen, "listen", defaultListen, "`ADDR` for HTTP/1.1 and h2c; port 0 chooses a free one")
	fl.StringVar(&f.tls, "tls-listen", defaultTLS, "`ADDR` for TLS; empty for none")
	fl.StringVar(&f.admin, "admin", defaultAdmin, "`ADDR` of the control API; empty for none")
	fl.BoolVar(&f.expose, "expose", false, "allow addresses other machines can reach; admin then needs a token")
	fl.StringVar(&f.scenario, "scenario", "", "world of this scenario (`FILE|NAME`); its steps are not played")
	fl.Var(&f.profile, "profile", "how sure a rule must be to hold (default documented)")
	fl.StringVar(&f.rulebook, "rulebook", "", "rules of that `DATE` (default: the newest)")
	fl.Uint64Var(&f.seed, "seed", 0, "`N` that makes credentials, tokens and ids")
	fl.StringVar(&f.clock, "clock", "real", "`MODE`: real, manual, or a speed such as x60")
	fl.Var(&f.senderClock, "sender-clock", "machine or simulator: which one senders read; the times a sender of the machine's sends are moved along with the simulator's")
	fl.StringArrayVar(&f.faults, "fault", nil, "disturb requests: `KIND KEY=VALUE...`; may be repeated")
	fl.StringSliceVar(&f.callbacks, "callback", nil, "`HOST` beside this machine that receipts may be sent to")
	fl.StringVar(&f.journal, "journal", "", "write every event as a JSON line to this `FILE`")
	fl.StringVar(&f.readyFile, "ready-file", "", "`FILE` that appears once everything listens")
	fl.StringVar(&f.caDir, "ca-dir", "", "keep the certificate authority in this `FOLDER`")
	inGroup(fl, groupWhat, "scenario", "profile", "rulebook", "seed", "clock", "sender-clock", "fault")
	inGroup(fl, groupOutput, "journal", "ready-file")
	typedOnly(fl, "expose")
	cmd.AddCommand(a.simEnvCommand())
	return cmd
}

func (a *App) sim(ctx context.Context, f *simFlags) error {
	faults, err := a.checkSim(f)
	if err != nil {
		return err
	}
	mode, err := clock.ParseMode(f.clock)
	if err != nil || mode.Kind == clock.Jump {
		return usage("--clock %q: want real, manual or a speed such as x60", f.clock)
	}
	ca, caFile, cleanup, err := certificates(f.caDir)
	if err != nil {
		return err
	}
	defer cleanup()
	o := lab.Options{
		Seed: f.seed, Start: vendors.SystemClock{}.Now(), Clock: mode, CA: ca, Callbacks: f.callbacks,
		MachineClock: f.senderClock.value == machineClock,
		Rules:        sim.RuleOptions{Profile: sim.Profile(f.profile.value), Date: f.rulebook},
	}
	l, err := worldFor(f.scenario, o)
	if err != nil {
		return err
	}
	run := &running{app: a, flags: f, options: o, faults: faults, lab: l, caFile: caFile}
	defer run.close()
	if err := run.start(ctx); err != nil {
		return err
	}
	return run.untilDone(ctx)
}

// checkSim refuses what must not be tried.
func (a *App) checkSim(f *simFlags) ([]fault.Fault, error) {
	if err := checkDate("--rulebook", f.rulebook); err != nil {
		return nil, err
	}
	if f.listen == "" && f.tls == "" {
		return nil, usage("sim: --listen and --tls-listen are both empty: nothing would listen")
	}
	for _, at := range []struct{ flag, addr string }{{"--listen", f.listen}, {"--tls-listen", f.tls}, {"--admin", f.admin}} {
		if at.addr == "" {
			continue
		}
		host, port, err := net.SplitHostPort(at.addr)
		if err != nil {
			return nil, usage("%s %q: want host:port, such as 127.0.0.1:0", at.flag, at.addr)
		}
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return nil, usage("%s %q: want a port from 0 to 65535, 0 chooses a free one", at.flag, at.addr)
		}
		if !loopback(host) {
			if !f.expose {
				return nil, usage("%s %s can be reached from other machines; pass --expose if that is meant, or listen on 127.0.0.1", at.flag, at.addr)
			}
			a.warn("%s %s can be reached from other machines", at.flag, at.addr)
		}
	}
	var faults []fault.Fault
	for _, text := range f.faults {
		x, err := fault.Parse(text)
		if err != nil {
			return nil, usage("--fault %q: %w", text, err)
		}
		faults = append(faults, x)
	}
	return faults, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// certificates opens or makes the local authority and says where its certificate
// is. One that is not kept lives in a folder that goes with the process.
func certificates(dir string) (ca *httpsim.CA, path string, cleanup func(), err error) {
	if dir != "" {
		if ca, err = httpsim.OpenCA(dir); err != nil {
			return nil, "", nil, cannotRun("sim: %w", err)
		}
		path, err = filepath.Abs(ca.Path())
		return ca, path, func() {}, err
	}
	if ca, err = httpsim.NewCA(); err != nil {
		return nil, "", nil, cannotRun("sim: %w", err)
	}
	tmp, err := os.MkdirTemp("", "offpush-ca-")
	if err != nil {
		return nil, "", nil, cannotRun("sim: %w", err)
	}
	path = filepath.Join(tmp, "ca.pem")
	if err := ca.WriteFile(path); err != nil {
		_ = os.RemoveAll(tmp) // best effort
		return nil, "", nil, cannotRun("sim: %w", err)
	}
	return ca, path, func() { _ = os.RemoveAll(tmp) }, nil
}

// busy turns "address in use" into what to do about it.
func busy(err error, flag, addr string) error {
	if !errors.Is(err, syscall.EADDRINUSE) {
		return cannotRun("sim: %w", err)
	}
	host, port, splitErr := net.SplitHostPort(addr)
	if splitErr != nil {
		return cannotRun("sim: %w", err)
	}
	return cannotRun("port %s is in use; pass %s %s to choose a free one", port, flag, net.JoinHostPort(host, "0"))
}

// portIn reports whether an error is about this address.
func portIn(err error, addr string) bool {
	_, port, splitErr := net.SplitHostPort(addr)
	return splitErr == nil && strings.Contains(fmt.Sprint(err), ":"+port)
}
