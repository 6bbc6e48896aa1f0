package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/fixtures/messages"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// sendFlags are the flags of send.
type sendFlags struct {
	vendor, app string
	to          []string
	draft       draft
	file        string

	dryRun, curl, explain bool
	expect                choice
	sim                   string
	at                    string
	live, yes             bool
	seed                  uint64
}

// expectations are what --expect takes: a fate, "delivered" for every fate a user
// can see, or what the API said.
func expectations() []string {
	return []string{"accepted", "refused", "delivered", "shown", "silent", "folded", "held", "hidden", "dropped", "expired"}
}

func (a *App) sendCommand() *cobra.Command {
	f := sendFlags{expect: choice{of: expectations(), label: "STATE"}}
	cmd := &cobra.Command{
		Use:   "send",
		Short: "Send a message to phones of the simulator (default) or for real",
		Example: "  offpush send --to v1 --class transactional --title 李雷 --body 晚上一起吃饭吗\n" +
			"  offpush send --to v2 --message im-promo --explain\n" +
			"  offpush send --to v1 --message seed-im --dry-run --curl\n" +
			"  offpush send --sim http://127.0.0.1:7071 -f msg.yaml --expect delivered\n" +
			"  offpush send --live --vendor vivo --to TOKEN -f msg.yaml",
		Long: "Without --sim or --live the message goes to a lab made for this one command: phones of its own (see offpush demo --story lab), at 10:00 in China unless --at says otherwise. " +
			"Exit 0 when every message was accepted, 1 when one was refused or --expect does not hold. " +
			"Live needs --live, credentials (OFFPUSH_<VENDOR>_<FIELD> or a --config file with mode 0600), and a confirmation or --yes. " +
			"docs/files.md has the keys of a message file and what --override takes.",
		Args: takes(),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.send(cmd.Context(), &f) },
	}
	fl := cmd.Flags()
	fl.StringSliceVar(&f.to, "to", nil, "`DEVICE` of the simulator or token; may be repeated")
	fl.StringVar(&f.vendor, "vendor", "", "`VENDOR` of the tokens")
	fl.StringVar(&f.app, "app", "", "`APP` of the tokens (default: the vendor's first)")
	f.draft.flags(fl)
	fl.StringVarP(&f.file, "file", "f", "", "read messages from this YAML `FILE`, - for standard input; flags win")
	fl.BoolVar(&f.dryRun, "dry-run", false, "print the exact requests, or with --explain a forecast; send nothing")
	fl.BoolVar(&f.curl, "curl", false, "print curl lines for a shell; with --sim they work as they are")
	fl.BoolVar(&f.explain, "explain", false, "print every rule that was asked about the message")
	fl.Var(&f.expect, "expect", "exit 1 unless each phone ends so: "+orList(expectations()))
	fl.StringVar(&f.sim, "sim", "", "admin `URL` of a running simulator")
	fl.StringVar(&f.at, "at", "", "`TIME` in the built-in lab (2026-11-11T23:30:00+08:00)")
	fl.Uint64Var(&f.seed, "seed", 0, "`N` that makes the built-in lab's tokens and ids")
	fl.BoolVar(&f.live, "live", false, "send to the real vendor")
	fl.BoolVar(&f.yes, "yes", false, "do not ask before sending live")
	typedOnly(fl, "live", "yes", "to", "file", "title", "body")
	inGroup(fl, groupWhat, append(draftFlags(), "to", "vendor", "app", "file")...)
	inGroup(fl, groupOutput, "dry-run", "curl", "explain")
	_ = cmd.RegisterFlagCompletionFunc("vendor", completeVendors)
	_ = cmd.RegisterFlagCompletionFunc("message", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return messages.Names(), noFiles
	})
	return cmd
}

// parcel is one message and whom it is for.
type parcel struct {
	vendor, app string
	to          []string
	message     vendors.Message
	// loose is --override without a vendor: the phones decide whose fields they are.
	loose string
	// named are the vendors --override names.
	named []string
}

// delivery is what became of a parcel.
type delivery struct {
	result   vendors.Result
	requests []vendors.Request
	// records are the messages as the simulator knows them; none when live.
	records []sim.Record
	// curl are command lines for a shell that do the same; only with --curl.
	curl []string
	// devices names the phone of a token where the simulator knows it.
	devices map[vendors.Token]string
}

// carrier takes parcels to where they go: a lab, a running simulator, the vendor.
type carrier interface {
	// check finds what is wrong with a parcel before anything is sent.
	check(p *parcel) error
	// preview returns the exact requests and sends nothing.
	preview(p *parcel) (delivery, error)
	send(ctx context.Context, p *parcel) (delivery, error)
	// forecast tells what would become of a parcel, as if it had been sent.
	forecast(ctx context.Context, p *parcel) (delivery, error)
	// curl is the parcel as command lines for a shell.
	curl(ctx context.Context, p *parcel) ([]string, error)
	close()
}

func (a *App) send(ctx context.Context, f *sendFlags) error {
	if f.live && f.sim != "" {
		return usage("%s", a.t("send: --live and --sim exclude each other", "send：--live 与 --sim 不能同时使用"))
	}
	if err := a.labOnly(f); err != nil {
		return err
	}
	if f.live && f.expect.value != "" && f.expect.value != "accepted" && f.expect.value != "refused" {
		return usage(a.t("send: --expect %s needs a simulator: no vendor tells at once what a phone did", "send：--expect %s 需要模拟器：厂商不会立即告知手机上的结果"), f.expect.value)
	}
	parcels, err := f.parcels(a)
	if err != nil {
		return err
	}
	c, err := a.carrierFor(ctx, f)
	if err != nil {
		return err
	}
	defer c.close()
	for i := range parcels {
		if err := c.check(&parcels[i]); err != nil {
			return asUsage(err)
		}
	}
	if f.live && !f.dryRun {
		if err := a.confirm(f, parcels); err != nil {
			return err
		}
	}
	return a.sendAll(ctx, c, f, parcels)
}

// labOnly refuses flags about the lab of this command where there is none: a running
// simulator and a vendor have a clock of their own.
func (a *App) labOnly(f *sendFlags) error {
	flag := ""
	switch {
	case !f.live && f.sim == "":
	case f.at != "":
		flag = "--at"
	case f.seed != 0:
		flag = "--seed"
	}
	if flag == "" {
		return nil
	}
	return usage(a.t("send: %s is about the built-in lab, and this message goes elsewhere; a running simulator's clock is set with PUT /clock of its control API",
		"send：%s 只用于内置实验室，而这条消息发往别处；运行中的模拟器用控制接口 PUT /clock 设置时钟"), flag)
}

func carry(ctx context.Context, c carrier, f *sendFlags, p *parcel) (delivery, error) {
	var lines []string
	if f.curl {
		var err error
		if lines, err = c.curl(ctx, p); err != nil {
			return delivery{}, err
		}
	}
	step := c.send
	switch {
	case f.dryRun && f.explain:
		step = c.forecast
	case f.dryRun:
		step = func(_ context.Context, p *parcel) (delivery, error) { return c.preview(p) }
	}
	d, err := step(ctx, p)
	d.curl = lines
	return d, err
}

func (a *App) carrierFor(ctx context.Context, f *sendFlags) (carrier, error) {
	switch {
	case f.live:
		return a.liveCarrier(f)
	case f.sim != "":
		return a.remoteCarrier(ctx, f)
	}
	return a.labCarrier(ctx, f)
}

// judge is the exit code: were all accepted, and did each phone end as expected.
func (a *App) judge(f *sendFlags, done []delivery) error {
	if f.dryRun {
		return nil
	}
	no := false
	for i := range done {
		for _, o := range done[i].result.Outcomes {
			ok, got := done[i].holds(f.expect.value, o)
			if !ok {
				no = true
				if f.expect.value != "" {
					a.warn("%s: expected %s, got %s", done[i].name(o.Token), f.expect.value, got)
				}
			}
		}
	}
	if no {
		return exit(conformance.ExitFailed)
	}
	return nil
}

// holds compares one token's end with what was expected; without an expectation it
// has to be accepted.
func (d *delivery) holds(expect string, o vendors.Outcome) (ok bool, got string) {
	accepted := o.State == vendors.StateAccepted
	got = string(o.State)
	if o.Reason != "" {
		got += " " + string(o.Reason)
	}
	switch expect {
	case "", "accepted":
		return accepted, got
	case "refused":
		return !accepted, got
	}
	r := d.record(o.Token)
	if r == nil || r.Fate == nil {
		return false, got
	}
	if expect == "delivered" {
		return r.Fate.State.Visible(), string(r.Fate.State)
	}
	return string(r.Fate.State) == expect, string(r.Fate.State)
}

// record is the newest record of a token, nil if there is none.
func (d *delivery) record(token vendors.Token) *sim.Record {
	for i := len(d.records) - 1; i >= 0; i-- {
		if d.records[i].Token == string(token) {
			return &d.records[i]
		}
	}
	return nil
}

func (d *delivery) name(token vendors.Token) string {
	if n := d.devices[token]; n != "" {
		return n
	}
	return string(token)
}

// confirm asks before anything real happens. It names vendor, environment and
// number of tokens, and wants the vendor's name typed.
func (a *App) confirm(f *sendFlags, parcels []parcel) error {
	tokens := 0
	for i := range parcels {
		tokens += len(parcels[i].to)
	}
	text := fmt.Sprintf("%d message(s) to %d token(s) of %s, production environment", len(parcels), tokens, f.vendor)
	if f.yes {
		a.note("sending live: %s", text)
		return nil
	}
	if a.noInput || !a.std.Terminal {
		return usage("live: refused, nothing was sent: this would send %s; pass --yes to confirm without being asked", text)
	}
	fmt.Fprintf(a.err, "This sends for real: %s.\nType the vendor's name to go on: ", text)
	var answer string
	_, _ = fmt.Fscanln(a.in, &answer) // no answer is a no
	if !strings.EqualFold(answer, f.vendor) {
		return usage("live: refused, nothing was sent: the answer was not %q", f.vendor)
	}
	return nil
}

// noTarget says what --to could be.
func (a *App) noTarget(devices []string) error {
	if len(devices) == 0 {
		return fmt.Errorf("%s", a.t("send: no target: pass --to with a token", "send：没有目标：请用 --to 给出设备标识"))
	}
	return fmt.Errorf(a.t("send: no target: pass --to with a device (%s) or a token", "send：没有目标：请用 --to 给出手机（%s）或设备标识"),
		strings.Join(devices, ", "))
}

// noDevice says that a word is neither a device nor looks like a token.
func (a *App) noDevice(word string, devices []string) error {
	if n := nearest.Name(word, devices); n != "" {
		return fmt.Errorf(a.t("send: no device %q; did you mean %q?", "send：没有手机 %q，是否想用 %q？"), word, n)
	}
	return fmt.Errorf(a.t("send: no device or token %q; there are %s", "send：没有手机或设备标识 %q，现有 %s"), word, strings.Join(devices, ", "))
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
