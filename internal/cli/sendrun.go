package cli

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// unsent is a parcel whose turn never came.
type unsent struct {
	// Message is its place in the file, from 1.
	Message int            `json:"message"`
	Vendor  vendors.Vendor `json:"vendor"`
	To      []string       `json:"to"`
}

// sendAll carries the parcels one after the other. Whatever ends it, what went out is
// shown: with a live vendor nobody else knows who got it.
func (a *App) sendAll(ctx context.Context, c carrier, f *sendFlags, parcels []parcel) error {
	var done []delivery
	var failed error
	step := a.sendProgress(f, len(parcels))
	for i := range parcels {
		step(i)
		d, err := carry(ctx, c, f, &parcels[i])
		begun := err == nil || len(d.result.Outcomes) > 0
		if begun {
			done = append(done, d)
		}
		if failed = ctx.Err(); failed == nil && !begun {
			failed = err
		}
		if failed != nil {
			break
		}
	}
	step(len(parcels))
	rest := leftOut(parcels, len(done))
	if failed != nil && len(done) == 0 {
		return asCannotRun(failed) // nothing to show
	}
	if err := a.showSent(f, done, rest); err != nil {
		return err
	}
	if failed == nil {
		return a.judge(f, done)
	}
	a.tellUnsent(rest, len(parcels))
	if ctx.Err() != nil {
		a.note("%s", a.t("interrupted", "已中断"))
		return exit(conformance.ExitInterrupted)
	}
	return asCannotRun(failed)
}

func leftOut(parcels []parcel, from int) []unsent {
	out := []unsent{}
	for i := from; i < len(parcels); i++ {
		out = append(out, unsent{Message: i + 1, Vendor: vendors.Vendor(parcels[i].vendor), To: parcels[i].to})
	}
	return out
}

// tellUnsent says where to go on: which messages of the file had no turn.
func (a *App) tellUnsent(rest []unsent, all int) {
	if len(rest) == 0 {
		return
	}
	a.warn(a.t("%d of %d messages were not sent, the first of them is number %d",
		"%d 条消息未发送（共 %d 条），其中第一条是第 %d 条"), len(rest), all, rest[0].Message)
}

// sendProgress shows on a terminal how many messages are through. One alone needs no line.
func (a *App) sendProgress(f *sendFlags, all int) func(done int) {
	if all < 2 || f.dryRun || a.quiet || !a.std.ErrTerminal {
		return func(int) {}
	}
	return func(done int) {
		if done == all {
			a.endProgress()
			return
		}
		fmt.Fprintf(a.err, "\r%s %d/%d\x1b[K", bar(done, all), done, all)
	}
}
