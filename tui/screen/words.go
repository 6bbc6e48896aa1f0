package screen

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/vendors"
)

// FateWord is what became of a message, in one word and its style. Losses are in
// capitals, so that they are seen without colour.
func (c *Context) FateWord(s *desk.Story) cell.Span {
	key := "fate." + string(s.State)
	switch {
	case s.Refused:
		key = "fate.refused"
	case s.Answered:
		key = "fate.answered"
	case s.State == "":
		key = "fate.pending"
	}
	return cell.Span{Style: c.Theme.Fate(s.State, s.Refused), Text: c.T(key)}
}

// Reply is the vendor's answer as lists show it: the HTTP status and the code.
func (c *Context) Reply(s *desk.Story) string {
	switch {
	case s.Error != "":
		return s.Error
	case s.Status == 0 && s.Code == "":
		return "-"
	case s.Code == "":
		return fmt.Sprint(s.Status)
	}
	return fmt.Sprintf("%d/%s", s.Status, s.Code)
}

// CauseStep is the step that explains a message, nil when nothing needs explaining.
func CauseStep(s *desk.Story) *desk.Step {
	if s.Cause < 0 || s.Cause >= len(s.Steps) {
		return nil
	}
	return &s.Steps[s.Cause]
}

// Why says in one line why a message is not simply shown: the rule and its words,
// else the meaning of the code, else the reason.
func (c *Context) Why(s *desk.Story) string {
	if step := CauseStep(s); step != nil && step.Rule != nil {
		return step.Rule.ID + " " + c.Of(step.Because)
	}
	if !s.Refused && (s.State == device.Shown || s.State == "" || s.State == device.Pending) {
		return ""
	}
	if text := c.Of(s.Meaning); text != "" && s.Refused {
		return text
	}
	return string(s.Reason)
}

// Because says what a step found. The text of a rule tells of its bite; where the
// rule did not bite it would be untrue, unless it only gives the numbers compared.
func (c *Context) Because(s *desk.Step) string {
	if s.Rule == nil || Bites(s.Outcome) || s.Outcome == rule.Answer {
		return c.Of(s.Because)
	}
	if t := s.Rule.Because.EN; strings.Contains(t, "{0}") || strings.Contains(t, "{d0}") {
		return c.Of(s.Because)
	}
	return c.T("label.checked", c.Of(s.Rule.Title))
}

// RuleID is the rule of a step, "" if it has none.
func RuleID(s *desk.Step) string {
	if s == nil || s.Rule == nil {
		return ""
	}
	return s.Rule.ID
}

// Bites reports whether a step is more than a check that was passed.
func Bites(o rule.Outcome) bool {
	return o == rule.Alter || o == rule.Refuse || o == rule.Drop || o == rule.Hold
}

// OutcomeWord is what a rule said and its style.
func (c *Context) OutcomeWord(o rule.Outcome) cell.Span {
	st := c.Theme.Muted
	switch o {
	case rule.Pass, rule.Answer:
		st = c.Theme.OK
	case rule.Alter, rule.Hold:
		st = c.Theme.Warn
	case rule.Refuse, rule.Drop:
		st = c.Theme.Bad.Strong()
	}
	return cell.Span{Style: st, Text: c.T("outcome." + o.String())}
}

// ClassWord is a message class in words.
func (c *Context) ClassWord(class vendors.Class) string {
	if class == vendors.ClassUnset {
		return c.T("class.unset")
	}
	return c.T("class." + string(class))
}

// Presence is what a phone is like, in one word: the worst thing first.
func (c *Context) Presence(p device.Phone) cell.Span {
	bad := func(key string) cell.Span { return cell.Span{Style: c.Theme.Warn, Text: c.T(key)} }
	switch {
	case !p.Installed:
		return bad("phone.uninstalled")
	case !p.Subscribed:
		return bad("phone.push-off")
	case p.NoToken:
		return bad("phone.no-token")
	case !p.Notifications:
		return bad("phone.muted")
	case p.Offline:
		return bad("phone.offline")
	case p.Environment == device.Sandbox:
		return bad("phone.sandbox")
	}
	if special := c.special(p); special != "" {
		return cell.Span{Style: c.Theme.Warn, Text: special}
	}
	return cell.Span{Style: c.Theme.Muted, Text: c.T("phone." + string(p.State))}
}

// special is the first of the vendor's switches of a phone that is not as usual.
func (c *Context) special(p device.Phone) string {
	for _, f := range c.Vendor(p.Brand).Switches {
		if v := p.Flags[f.Name]; v != "" && v != f.Default {
			return f.Name + "=" + v
		}
	}
	return ""
}

// Summary counts a send in one line: what the vendors said and what the phones
// show - the gap this program is about.
func (c *Context) Summary(stories []*desk.Story) string {
	yes, lit, pending := 0, 0, 0
	for _, s := range stories {
		if !s.Refused {
			yes++
		}
		if s.State == device.Shown {
			lit++
		}
		if !s.Refused && !s.Answered && (s.State == "" || s.State == device.Pending) {
			pending++
		}
	}
	n := len(stories)
	if pending > 0 {
		return c.T("send.gap.pending", yes, n, pending)
	}
	return c.T("send.gap", yes, n, lit, n)
}

// Command is a command line with a quoted value per flag; empty values are left out.
func Command(base string, flags ...[2]string) string {
	var b strings.Builder
	b.WriteString(base)
	for _, f := range flags {
		if f[1] == "" {
			continue
		}
		b.WriteString(" " + f[0])
		if f[1] != "true" {
			b.WriteString(" " + Quote(f[1]))
		}
	}
	return b.String()
}

// Quote makes s one word of a POSIX shell.
func Quote(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,=@%", r)
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Span is a duration as people say it: 300ms, 45s, 9h57m, 3d2h.
func Span(d time.Duration) string {
	switch {
	case d < 0:
		return "0s"
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(time.Second).String()
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%dd%dh", int(d.Hours())/24, int(d.Hours())%24)
}
