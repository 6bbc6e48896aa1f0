// Package devices is the screen that asks "what would this phone show?": the wall
// of phones, and what each is like.
package devices

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/screen/phones"
	"github.com/offpush/offpush/vendors"
)

// Lab is what the screen needs of the engine.
type Lab interface {
	UpdatePhone(id string, change func(*device.Phone)) error
}

// Screen is the Devices screen.
type Screen struct {
	ctx      *screen.Context
	lab      Lab
	selected int // of the phones on the wall
	// vendor is whose phones are on the wall, "" for all.
	vendor vendors.Vendor
	// large shows lock screens even if they do not all fit.
	large         bool
	width, height int // inside the wall
	undo          []device.Phone
}

var _ screen.Screen = (*Screen)(nil)

// New returns the screen.
func New(ctx *screen.Context, lab Lab) *Screen { return &Screen{ctx: ctx, lab: lab} }

// Scope implements screen.Screen.
func (s *Screen) Scope() action.Scope { return action.Devices }

// Layout implements screen.Screen.
func (s *Screen) Layout() layout.Screen { return layout.Devices }

// Mode implements screen.Screen.
func (s *Screen) Mode() action.Mode { return action.Command }

// Shown implements screen.Screen.
func (s *Screen) Shown() tea.Cmd { return nil }

// Hints implements screen.Screen.
func (s *Screen) Hints() []screen.Hint { return []screen.Hint{{Key: "arrows", Text: "hint.phone"}} }

// Insert implements screen.Screen: there is no text field.
func (s *Screen) Insert(string) tea.Cmd { return nil }

// Message implements screen.Screen.
func (s *Screen) Message(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		for _, r := range layout.Of(layout.Devices, m.Width, m.Height) {
			if r.Pane == layout.Wall || r.Pane == layout.Main {
				s.width, s.height = r.W-4, r.H-2
			}
		}
	case failed:
		return screen.Fail(m.err)
	case changed:
		s.undo = append(s.undo, m.before)
	}
	return nil
}

type (
	changed struct{ before device.Phone }
	failed  struct{ err error }
)

// wall is the phones on the wall.
func (s *Screen) wall() phones.Wall {
	w := phones.Wall{Phones: s.ctx.State.Phones, Selected: s.selected}
	if s.vendor != "" {
		w.Phones = slices.DeleteFunc(slices.Clone(w.Phones), func(p device.Phone) bool { return p.Brand != s.vendor })
	}
	if !s.large {
		w.Size = phones.Fitting(len(w.Phones), s.width, s.height)
	}
	return w
}

// phone is the selected phone.
func (s *Screen) phone() (device.Phone, bool) {
	on := s.wall().Phones
	if s.selected >= len(on) {
		return device.Phone{}, false
	}
	return on[s.selected], true
}

// next puts the next vendor's phones on the wall, after the last one's all of them.
// The selected phone stays selected if it is there.
func (s *Screen) next() {
	was, _ := s.phone()
	var brands []vendors.Vendor
	for _, p := range s.ctx.State.Phones {
		if !slices.Contains(brands, p.Brand) {
			brands = append(brands, p.Brand)
		}
	}
	switch i := slices.Index(brands, s.vendor); {
	case s.vendor == "" && len(brands) > 0:
		s.vendor = brands[0]
	case i >= 0 && i+1 < len(brands):
		s.vendor = brands[i+1]
	default:
		s.vendor = ""
	}
	s.selected = max(0, slices.IndexFunc(s.wall().Phones, func(p device.Phone) bool { return p.ID == was.ID }))
}

// Key implements screen.Screen: arrows walk over the wall.
func (s *Screen) Key(key tea.KeyMsg) (tea.Cmd, bool) {
	wall := s.wall()
	columns := wall.Grid(s.width)
	step, ok := map[string]int{
		"left": -1, "h": -1, "right": 1, "l": 1,
		"up": -columns, "k": -columns, "down": columns, "j": columns,
	}[key.String()]
	if to := s.selected + step; ok && to >= 0 && to < len(wall.Phones) {
		s.selected = to
	}
	return nil, ok
}

// Blocked implements screen.Screen.
func (s *Screen) Blocked(id action.ID) string {
	p, ok := s.phone()
	switch id {
	case action.DeviceToggle, action.DevicePreset:
		if !ok {
			return s.ctx.T("devices.none")
		}
	case action.DeviceOpen:
		if !ok || s.ctx.State.NewestOn(p.ID) == nil {
			return s.ctx.T("devices.no-message")
		}
	case action.DeviceUndo:
		if len(s.undo) == 0 {
			return s.ctx.T("devices.no-undo")
		}
	}
	return ""
}

// Do implements screen.Screen.
func (s *Screen) Do(id action.ID) tea.Cmd {
	p, _ := s.phone()
	switch id {
	case action.DeviceOpen:
		return screen.Send(screen.Goto{Scope: action.Diagnose, Story: s.ctx.State.NewestOn(p.ID)})
	case action.DeviceToggle:
		return s.menu(s.ctx.T("devices.toggle", p.ID), properties(s.ctx, p))
	case action.DevicePreset:
		return s.menu(s.ctx.T("devices.preset", p.ID), presets(s.ctx, p))
	case action.DeviceUndo:
		before := s.undo[len(s.undo)-1]
		s.undo = s.undo[:len(s.undo)-1]
		return s.apply(before.ID, func(p *device.Phone) { *p = before }, nil)
	case action.DeviceVendor:
		s.next()
	case action.DeviceSize:
		s.large = !s.large
	case action.NextPane:
		s.selected = (s.selected + 1) % max(1, len(s.wall().Phones))
	case action.PrevPane:
		n := max(1, len(s.wall().Phones))
		s.selected = (s.selected + n - 1) % n
	}
	return nil
}

func (s *Screen) menu(title string, items []component.Item) tea.Cmd {
	return screen.Send(screen.OpenMenu{Menu: &component.Menu{Title: title, Items: items}, Chosen: s.choose})
}

func (s *Screen) choose(item component.Item) tea.Cmd {
	change, ok := item.Value.(func(*device.Phone))
	p, found := s.phone()
	if !ok || !found {
		return nil
	}
	return s.apply(p.ID, change, changed{before: p})
}

// apply changes a phone of the lab; then is the message on success.
func (s *Screen) apply(id string, change func(*device.Phone), then tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if err := s.lab.UpdatePhone(id, change); err != nil {
			return failed{err}
		}
		return then
	}
}

// Draw implements screen.Screen.
func (s *Screen) Draw(pane layout.Pane, c *cell.Canvas, class layout.Class) {
	switch pane {
	case layout.Wall, layout.Main:
		wall := s.wall()
		note := s.ctx.T("devices.count", len(wall.Phones))
		if s.vendor != "" {
			note = s.ctx.T("devices.of", s.ctx.Of(s.ctx.Vendor(s.vendor).Phone.Brand), len(wall.Phones), len(s.ctx.State.Phones))
		}
		in := component.Pane{Title: s.ctx.T("devices.wall"), Focus: true, Bare: class < layout.M, Note: note}.Draw(c, s.ctx.Theme)
		wall.Draw(in, s.ctx)
	case layout.Detail:
		s.drawDetail(c, class)
	}
}

func (s *Screen) drawDetail(c *cell.Canvas, class layout.Class) {
	p, ok := s.phone()
	if !ok {
		return
	}
	if class < layout.M {
		s.drawStrip(c, p)
		return
	}
	in := component.Pane{Title: p.ID}.Draw(c, s.ctx.Theme)
	y := 0
	for _, f := range facts(s.ctx, p) {
		in.Fit(0, y, 14, s.ctx.Theme.Muted, f.name)
		in.Fit(15, y, in.W-15, f.value.Style, f.value.Text)
		y++
	}
	y++
	s.drawShade(in.Sub(0, y, in.W, in.H-y), p)
}

// drawStrip is the detail in three lines; what is not as usual comes first.
func (s *Screen) drawStrip(c *cell.Canvas, p device.Phone) {
	th := s.ctx.Theme
	st := s.ctx.State.NewestOn(p.ID)
	rows := 3
	if st != nil {
		rows = 1
	}
	all := facts(s.ctx, p)
	slices.SortStableFunc(all, func(a, b fact) int { return weight(a) - weight(b) })
	x, y := c.Put(1, 0, th.Accent.Strong(), p.ID)+2, 0
	for _, f := range all {
		width := c.Rule().Width(f.name + " " + f.value.Text)
		if x+width > c.W-1 && x > 1 && y+1 < rows {
			x, y = 1, y+1
		}
		if x+6 > c.W {
			break
		}
		x = c.Put(x, y, th.Muted, f.name+" ")
		x = c.Fit(x, y, c.W-x, f.value.Style, f.value.Text) + 2
	}
	if st != nil {
		fate := s.ctx.FateWord(st)
		x = c.Put(1, 1, fate.Style, fate.Text)
		c.Fit(x+2, 1, c.W-x-3, th.Text, st.Title+"  "+st.Body)
		c.Fit(1, 2, c.W-2, th.Muted, s.ctx.Why(st))
	}
}

// weight puts what is not as usual before the rest.
func weight(f fact) int {
	if f.odd {
		return 0
	}
	return 1
}

// drawer is what the phone's users call its list of notifications.
func (s *Screen) drawer(p device.Phone) string {
	return cmp.Or(s.ctx.Of(s.ctx.Vendor(p.Brand).Phone.Drawer), s.ctx.T("devices.drawer"))
}

// drawShade lists the shade of a phone, newest first, and why its newest message
// is not in it.
func (s *Screen) drawShade(c *cell.Canvas, p device.Phone) {
	th := s.ctx.Theme
	shade := s.ctx.State.Shades[p.ID]
	c.Fit(0, 0, c.W, th.Strong, s.ctx.T("devices.shade", s.drawer(p), len(shade.Items), shade.Badge))
	y := 1
	for _, n := range slices.Backward(shade.Items) {
		if y >= c.H-4 {
			break
		}
		how := s.ctx.T("shade." + string(n.How))
		if n.Sound {
			how = s.ctx.T("shade.sound")
		}
		if n.Image != "" {
			how += " + " + s.ctx.T("shade.image")
		}
		c.Right(c.W, y, th.Muted, s.ctx.Clock(n.At)[:5])
		x := c.Put(0, y, th.Muted, "["+how+"] ")
		c.Fit(x, y, c.W-x-6, th.Text, n.Title)
		y++
	}
	st := s.ctx.State.NewestOn(p.ID)
	if st == nil || y+1 >= c.H {
		return
	}
	y++
	fate := s.ctx.FateWord(st)
	x := c.Put(0, y, th.Muted, s.ctx.T("devices.newest")+" ")
	c.Put(x, y, fate.Style, fate.Text)
	y++
	y += c.Wrap(0, y, c.W, 3, th.Text, s.ctx.Why(st))
	if advice := s.ctx.Of(st.Advice); advice != "" {
		c.Wrap(0, y, c.W, c.H-y, th.OK, s.ctx.T("label.advice", advice))
	}
}
