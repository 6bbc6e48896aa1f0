package cli

import (
	"context"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/vendors"
)

// plainScreen prints what the screens show when they open, as lines without frames:
// the message in the form and its forecast, the phones, and the messages so far.
func (a *App) plainScreen(ctx context.Context, o tuiOptions) error {
	l, err := worldFor(o.scenario, lab.Options{
		Seed: o.seed, Start: vendors.SystemClock{}.Now(), Clock: clock.Mode{Kind: clock.Real},
	})
	if err != nil {
		return err
	}
	defer l.Close()
	if err := a.plainSend(ctx, l); err != nil {
		return err
	}
	a.printf("\n%s\n", a.paint(a.t("Live", "实时"), bold))
	a.printf("  %s\n", a.t("no message yet; offpush demo sends some", "还没有消息；offpush demo 会发送一些"))
	a.printf("\n%s\n", a.paint(a.t("Devices", "设备"), bold))
	t := &table{}
	for _, p := range l.Engine().Phones() {
		t.row("  "+p.ID, string(p.Brand), p.Model, p.App, a.traitText(phoneTraits(&p)))
	}
	a.printf("%s", t)
	return nil
}

// plainSend prints the form as it opens: the first template for the first app's
// phones, and what would become of it.
func (a *App) plainSend(ctx context.Context, l *lab.Lab) error {
	a.printf("%s\n", a.paint(a.t("Send", "发送"), bold))
	templates, apps := l.Templates(), l.Engine().Apps()
	if len(templates) == 0 || len(apps) == 0 {
		a.printf("  %s\n", a.t("nothing to send to", "没有可发送的目标"))
		return nil
	}
	order := desk.Order{Message: templates[0].Message, App: apps[0].ID}
	for _, p := range l.Engine().Phones() {
		if p.App == apps[0].ID {
			order.Phones = append(order.Phones, p.ID)
		}
	}
	a.printf("  %s  %s  %s\n", a.of(templates[0].Name), order.Message.Title, order.Message.Body)
	a.printf("  %s %s\n", a.t("to", "发给"), strings.Join(order.Phones, " "))
	if len(order.Phones) == 0 {
		return nil
	}
	f, err := l.Forecast(ctx, order)
	if err != nil {
		return cannotRun("tui --plain: %w", err)
	}
	a.printf("  %s\n", a.t("forecast, nothing was sent:", "预测，未发送："))
	t := &table{}
	for i := range f.Targets {
		s := &f.Targets[i]
		why := ""
		if c := a.causeOf(s); c != nil {
			why = c.Rule + " " + c.Text
		}
		t.row("    "+s.Phone, a.replyText(s), a.fateText(s), why)
	}
	a.printf("%s", t)
	return nil
}
