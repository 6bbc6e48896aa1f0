package cli

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/curl"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// resultShape is one token in send -o json.
type resultShape struct {
	Token       vendors.Token        `json:"token"`
	Device      string               `json:"device"`
	State       vendors.State        `json:"state"`
	Reason      vendors.Reason       `json:"reason"`
	Code        string               `json:"code"`
	Text        string               `json:"text"`
	TokenDead   bool                 `json:"token_dead"`
	Retryable   bool                 `json:"retryable"`
	RetryAfter  float64              `json:"retry_after_s"`
	Adjustments []vendors.Adjustment `json:"adjustments"`
	MessageID   string               `json:"message_id"`
	Fate        *fateShape           `json:"fate"`
	Cause       *causeShape          `json:"cause"`
}

type sendShape struct {
	SchemaVersion int               `json:"schemaVersion"`
	Results       []resultShape     `json:"results"`
	Requests      []vendors.Request `json:"requests"`
	// NotSent are the messages that had no turn because the command ended early.
	NotSent []unsent `json:"not_sent"`
}

func (a *App) showSent(f *sendFlags, done []delivery, rest []unsent) error {
	shape := sendShape{SchemaVersion: schemaVersion, Results: []resultShape{}, Requests: []vendors.Request{}, NotSent: rest}
	for i := range done {
		shape.Results = append(shape.Results, done[i].results()...)
		shape.Requests = append(shape.Requests, done[i].requests...)
	}
	if !a.text() {
		return lines(a, shape, shape.Results)
	}
	if f.curl { // stdout is for a shell then, and people read the rest beside it
		for i := range done {
			for _, line := range done[i].curl {
				a.printf("%s\n", line)
			}
		}
		out := a.out
		a.out = a.err
		defer func() { a.out = out }()
	} else if f.dryRun && !f.explain {
		for _, r := range shape.Requests {
			a.printf("%s\n", wire(r))
		}
	}
	for i := range done {
		a.adjustments(done[i].result.Adjustments)
		if f.dryRun && f.explain {
			a.printf("%s\n", a.paint(a.t("forecast, nothing was sent:", "预测，未发送："), bold))
		}
		if !f.dryRun || f.explain {
			a.sentText(f, &done[i])
		}
	}
	return nil
}

// results are the outcomes of a delivery with what the simulator knows beside them.
func (d *delivery) results() []resultShape {
	var out []resultShape
	for _, o := range d.result.Outcomes {
		s := resultShape{
			Token: o.Token, Device: d.devices[o.Token], State: o.State, Reason: o.Reason, Code: o.Code, Text: o.Text,
			TokenDead: o.TokenDead, Retryable: o.Retryable(), RetryAfter: o.RetryAfter.Seconds(),
			Adjustments: d.result.Adjustments, MessageID: o.MessageID,
		}
		if s.Adjustments == nil {
			s.Adjustments = []vendors.Adjustment{}
		}
		if r := d.record(o.Token); r != nil {
			if r.Fate != nil {
				s.Fate = &fateShape{State: string(r.Fate.State), Reason: string(r.Fate.Reason), At: r.Fate.At, Sound: r.Fate.Sound}
			}
			if r.Cause != nil {
				s.Cause = &causeShape{Rule: r.Cause.Rule, Stage: string(r.Cause.Stage), Text: r.Cause.Text, Advice: r.Cause.Advice}
			}
		}
		out = append(out, s)
	}
	return out
}

func (a *App) adjustments(list []vendors.Adjustment) {
	for _, j := range list {
		change := ""
		if j.From != "" || j.To != "" {
			change = fmt.Sprintf(" %q -> %q", brief(j.From), brief(j.To))
		}
		if j.From != j.To && brief(j.From) == brief(j.To) { // both begin alike and are long
			change += fmt.Sprintf(a.t(" (%d -> %d characters)", "（%d -> %d 个字符）"), utf8.RuneCountInString(j.From), utf8.RuneCountInString(j.To))
		}
		a.printf("%s %s %s%s: %s\n", a.paint(a.t("adjusted", "调整"), yellow), j.Field, j.Action, change, a.of(j.Why))
	}
}

// brief keeps a long text on one line: what was cut from a message shows in the request.
func brief(s string) string { return ansi.Truncate(s, 60, "…") }

func (a *App) sentText(f *sendFlags, d *delivery) {
	for _, r := range d.results() {
		color := green
		if r.State != vendors.StateAccepted {
			color = red
		}
		line := fmt.Sprintf("%s  %s %s", a.paint(d.name(r.Token), bold), a.paint(string(r.State), color), shownCode(r.Code))
		for _, extra := range []string{string(r.Reason), r.MessageID} {
			if extra != "" {
				line += "  " + extra
			}
		}
		if r.Fate != nil {
			line += "  -> " + a.fateWord(string(r.Fate.State), r.Fate.Sound)
		}
		a.printf("%s\n", line)
		if r.Cause != nil {
			a.printf("    %s  %s\n", r.Cause.Rule, r.Cause.Text)
			if r.Cause.Advice != "" { // an older simulator tells none
				a.printf("    %s%s\n", a.paint(a.t("do: ", "建议："), cyan), wrapped(r.Cause.Advice, a.width(), 8))
			}
		}
		byUs := r.State == vendors.StateRejected || r.State == vendors.StateSuppressed
		if byUs && r.Text != "" { // no rule was asked
			a.printf("    %s\n", wrapped(r.Text, a.width(), 4))
		}
		if r.RetryAfter > 0 {
			wait := time.Duration(r.RetryAfter * float64(time.Second))
			a.printf("    %s %s\n", a.t("may be sent again after", "可在此时间之后重发："), wait)
		}
		if f.explain {
			a.trace(f, d, &r)
		}
	}
}

// trace prints every rule that was asked about a message.
func (a *App) trace(f *sendFlags, d *delivery, of *resultShape) {
	r := d.record(of.Token)
	switch {
	case r == nil && (of.State == vendors.StateRejected || of.State == vendors.StateSuppressed):
		a.printf("    %s\n", a.t("no trace: it was not sent", "没有记录：消息未发出"))
		return
	case r == nil && f.sim != "":
		a.printf("    %s %s/messages\n", a.t("the running simulator keeps the trace:", "记录保存在运行中的模拟器："), strings.TrimSuffix(f.sim, "/"))
		return
	case r == nil:
		a.printf("    %s\n", a.t("no trace: it never reached a simulator", "没有记录：未到达模拟器"))
		return
	}
	passed := a.passedTexts(r.Vendor)
	t := &table{}
	for _, s := range r.Trace {
		text := s.Text
		if s.Outcome == rule.Pass.String() {
			text = a.paint(passed[s.Rule], dim)
			if text == "" {
				text = a.paint(s.Text, dim)
			}
		}
		t.row("    "+string(s.Stage), s.Rule, s.Outcome, text)
	}
	a.printf("%s", t)
}

// passedTexts are by ID what to say of rules that let a message through. The text of
// most says what they would have refused, which reads as a failure; only those that
// give the numbers compared are left as they are, and have no entry.
func (a *App) passedTexts(v vendors.Vendor) map[string]string {
	out := map[string]string{}
	if row, ok := catalog.Find(v); ok {
		for _, r := range row.Endpoint().Rules() {
			if !strings.Contains(r.Because.EN, "{0}") && !strings.Contains(r.Because.EN, "{d0}") {
				out[r.ID] = a.t("checked: ", "已检查：") + a.of(r.Title)
			}
		}
	}
	return out
}

// wire is a request as it stands on the wire.
func wire(r vendors.Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.URL)
	for _, name := range sorted(r.Header) {
		for _, v := range r.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, v)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.Body)
	return b.String()
}

// quoted is s as one word of a POSIX shell.
func quoted(s string) string { return curl.Quote(s) }
