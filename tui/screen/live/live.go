// Package live is the screen that asks "what is happening?": every message with
// what became of it and why, the rates, and what the clock will do next.
package live

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/vendors"
)

// Desk is what the screen needs of the lab.
type Desk interface {
	Order(id string) (desk.Order, bool)
}

// Screen is the Live screen. The newest message is the first row.
type Screen struct {
	ctx    *screen.Context
	desk   Desk
	filter string
	// selected is the id of the message with the cursor; "" follows the newest.
	selected string

	// rows are the places in the state of the messages the filter lets through,
	// oldest first; they hold for one version of the state.
	rows    []int
	version int
}

var _ screen.Screen = (*Screen)(nil)

// New returns the screen.
func New(ctx *screen.Context, d Desk) *Screen { return &Screen{ctx: ctx, desk: d, version: -1} }

// Scope implements screen.Screen.
func (s *Screen) Scope() action.Scope { return action.Live }

// Layout implements screen.Screen.
func (s *Screen) Layout() layout.Screen { return layout.Live }

// Mode implements screen.Screen.
func (s *Screen) Mode() action.Mode { return action.Command }

// Shown implements screen.Screen.
func (s *Screen) Shown() tea.Cmd { return nil }

// Hints implements screen.Screen.
func (s *Screen) Hints() []screen.Hint { return nil }

// Insert implements screen.Screen: there is no text field.
func (s *Screen) Insert(string) tea.Cmd { return nil }

// Message implements screen.Screen.
func (s *Screen) Message(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(screen.Delta); ok {
		s.sieve()
	}
	return nil
}

// sieve finds the rows of the filter when the messages or the filter changed.
func (s *Screen) sieve() {
	if s.version == s.ctx.State.Version {
		return
	}
	s.version = s.ctx.State.Version
	s.rows = s.rows[:0]
	if s.filter == "" {
		return // all; see row
	}
	want := strings.ToLower(s.filter)
	for i := range s.ctx.State.Len() {
		if matches(s.ctx, s.ctx.State.Story(i), want) {
			s.rows = append(s.rows, i)
		}
	}
}

func matches(ctx *screen.Context, st *desk.Story, want string) bool {
	cause := screen.RuleID(screen.CauseStep(st))
	for _, text := range []string{
		st.ID, st.Phone, st.Op, string(st.Vendor), st.Title, st.Body, st.Category, st.Code,
		string(st.Reason), string(st.State), cause, ctx.FateWord(st).Text,
	} {
		if strings.Contains(strings.ToLower(text), want) {
			return true
		}
	}
	return false
}

func (s *Screen) len() int {
	if s.filter == "" {
		return s.ctx.State.Len()
	}
	return len(s.rows)
}

// row returns the message of a row, newest first.
func (s *Screen) row(i int) *desk.Story {
	i = s.len() - 1 - i
	if s.filter != "" {
		i = s.rows[i]
	}
	return s.ctx.State.Story(i)
}

// cursor is the row of the selected message; the newest when it is not there.
func (s *Screen) cursor() int {
	if s.selected == "" {
		return 0
	}
	_, place := s.ctx.State.Find(s.selected)
	if place < 0 {
		return 0
	}
	if s.filter == "" {
		return s.len() - 1 - place
	}
	for i := range s.len() {
		if s.rows[len(s.rows)-1-i] <= place {
			return i
		}
	}
	return 0
}

// Key implements screen.Screen.
func (s *Screen) Key(key tea.KeyMsg) (tea.Cmd, bool) {
	to, ok := component.Move(key.String(), s.cursor(), s.len(), 10)
	if ok && s.len() > 0 {
		s.selected = s.row(to).ID
		if to == 0 {
			s.selected = ""
		}
	}
	return nil, ok
}

// Blocked implements screen.Screen.
func (s *Screen) Blocked(id action.ID) string {
	switch id {
	case action.LiveOpen, action.LiveTop, action.LiveEnd, action.LiveCopy:
		if s.len() == 0 {
			return s.ctx.T("live.empty-short")
		}
	}
	return ""
}

// Do implements screen.Screen.
func (s *Screen) Do(id action.ID) tea.Cmd {
	switch id {
	case action.LiveOpen:
		return screen.Send(screen.Goto{Scope: action.Diagnose, Story: s.row(s.cursor())})
	case action.LiveTop:
		s.selected = ""
	case action.LiveEnd:
		s.selected = s.row(s.len() - 1).ID
	case action.LiveFilter:
		return screen.Send(screen.OpenPrompt{Title: s.ctx.T("live.filter"), Value: s.filter,
			Hint: s.ctx.T("live.filter.hint"), Done: s.setFilter})
	case action.LiveCopy:
		return s.copy()
	case action.Back:
		return s.setFilter("")
	}
	return nil
}

func (s *Screen) setFilter(text string) tea.Cmd {
	s.filter, s.version, s.selected = strings.TrimSpace(text), -1, ""
	s.sieve()
	return nil
}

// copy shows the message as a command, whole where it was sent from here.
func (s *Screen) copy() tea.Cmd {
	story := *s.row(s.cursor())
	return s.ctx.Run(func(context.Context) tea.Msg {
		m := vendors.Message{Title: story.Title, Body: story.Body, Class: story.Asked, Category: vendors.Category(story.Category)}
		o, whole := s.desk.Order(story.ID)
		if whole {
			m = o.Message
		}
		return screen.OpenPage{Page: s.copyPage(&story, &m, whole)}
	})
}

func (s *Screen) copyPage(story *desk.Story, m *vendors.Message, whole bool) *component.Page {
	flags := [][2]string{{"--sim", s.ctx.Admin}, {"--vendor", string(story.Vendor)}, {"--to", cmp.Or(story.Phone, story.Token)}}
	command := screen.Command("offpush send", append(flags, screen.MessageFlags(m)...)...)
	lines := []string{command}
	if story.Code != "" {
		lines = append(lines, screen.Command("offpush explain "+string(story.Vendor)+" "+screen.Quote(story.Code)))
	}
	return s.ctx.CopyPage(screen.Copied{Commands: lines, Unsaid: screen.Unsaid(m), Part: !whole})
}

// Draw implements screen.Screen.
func (s *Screen) Draw(pane layout.Pane, c *cell.Canvas, _ layout.Class) {
	switch pane {
	case layout.Timeline, layout.Main:
		s.drawTimeline(c, pane == layout.Main)
	case layout.Rate:
		s.drawRates(component.Pane{Title: s.ctx.T("live.rate"), Note: s.ctx.T("live.rate.note")}.Draw(c, s.ctx.Theme))
	case layout.Scheduled:
		s.drawScheduled(component.Pane{Title: s.ctx.T("live.scheduled"), Note: s.ctx.T("live.scheduled.note")}.Draw(c, s.ctx.Theme))
	}
}

func (s *Screen) drawTimeline(c *cell.Canvas, bare bool) {
	note := s.ctx.T("live.following")
	if s.selected != "" {
		note = s.ctx.T("live.row", s.cursor()+1, s.len())
	}
	if s.filter != "" {
		note = s.ctx.T("live.filtered", s.filter, s.len()) + "  " + note
	}
	in := component.Pane{Title: s.ctx.T("live.timeline"), Note: note, Focus: true, Bare: bare}.Draw(c, s.ctx.Theme)
	component.Table{
		Columns: s.ctx.StoryColumns(s.row), Rows: s.len(), Selected: s.cursor(), Focus: true,
		Empty: s.ctx.T("live.empty"),
	}.Draw(in, s.ctx.Theme)
}

// drawRates draws messages per second over the last minute of the lab's time.
func (s *Screen) drawRates(in *cell.Canvas) {
	const seconds = 60
	var all, ok, refused, lost [seconds]int
	now := s.ctx.State.Now
	for i := s.ctx.State.Len() - 1; i >= 0; i-- {
		st := s.ctx.State.Story(i)
		age := now.Sub(st.At)
		if age >= seconds*time.Second {
			break // stories come in order of time
		}
		at := seconds - 1 - int(max(age, 0)/time.Second)
		all[at]++
		switch {
		case st.Refused:
			refused[at]++
		case st.State == device.Dropped || st.State == device.Expired:
			lost[at]++
		case st.State == device.Shown:
			ok[at]++
		}
	}
	th := s.ctx.Theme
	for y, r := range []struct {
		key    string
		counts []int
		style  cell.Style
	}{{"rate.in", all[:], th.Accent}, {"rate.shown", ok[:], th.OK}, {"rate.refused", refused[:], th.Bad}, {"rate.lost", lost[:], th.Warn}} {
		sum := 0
		for _, n := range r.counts {
			sum += n
		}
		in.Fit(0, y, 9, th.Muted, s.ctx.T(r.key))
		width := max(0, in.W-18)
		in.Put(10, y, r.style, component.Spark(r.counts, width, th.Glyphs.Bars))
		in.Right(in.W, y, th.Text, fmt.Sprint(sum))
	}
}

func (s *Screen) drawScheduled(in *cell.Canvas) {
	th := s.ctx.Theme
	if len(s.ctx.State.Next) == 0 {
		in.Wrap(0, 0, in.W, in.H, th.Muted, s.ctx.T("live.nothing-scheduled"))
	}
	for y, u := range s.ctx.State.Next {
		if y >= in.H {
			break
		}
		x := in.Put(0, y, th.Text, s.ctx.Clock(u.At))
		x = in.Fit(x+2, y, in.W-x-2, th.Muted, s.ctx.T(u.Kind))
		x = in.Fit(x+2, y, in.W-x-2, th.Muted, s.ctx.T("live.in", screen.Span(u.At.Sub(s.ctx.State.Now))))
		if st, _ := s.ctx.State.Find(u.Message); st != nil {
			in.Fit(x+2, y, in.W-x-2, th.Text, strings.TrimSpace(cmp.Or(st.Phone, st.Token)+"  "+st.Title))
		}
	}
}
