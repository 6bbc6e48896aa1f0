package component

import (
	"github.com/sahilm/fuzzy"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

// Item is one line of a menu.
type Item struct {
	Title string
	// Note stands at the right: a key, a value.
	Note string
	// Blocked says why the item cannot be chosen; it is shown dimmed with that.
	Blocked string
	// Value is the owner's own.
	Value any
}

// Menu is a list to choose from, narrowed by typing.
type Menu struct {
	Title string
	Items []Item
	// Search shows a field; typing narrows the list.
	Search bool
	// Typed offers what was typed as an item of its own, for values not listed.
	Typed func(string) (Item, bool)
	// Hint stands in the empty search field.
	Hint string

	query    TextField
	selected int
}

// Insert types into the search field.
func (m *Menu) Insert(s string) {
	if m.Search {
		m.query.Insert(s)
		m.selected = 0
	}
}

// Key handles a key; chosen is the item taken, done closes the menu.
func (m *Menu) Key(key string) (chosen *Item, done bool) {
	items := m.shown()
	switch key {
	case "esc":
		return nil, true
	case "enter":
		if m.selected < len(items) && items[m.selected].Blocked == "" {
			return &items[m.selected], true
		}
		return nil, false
	case "ctrl+p":
		key = "up"
	case "ctrl+n":
		key = "down"
	}
	if m.Search && (key == "j" || key == "k") {
		return nil, false // text; comes as Insert
	}
	if to, ok := Move(key, m.selected, len(items), 10); ok {
		m.selected = to
	} else if m.Search && m.query.Key(key) {
		m.selected = 0
	}
	return nil, false
}

func (m *Menu) shown() []Item {
	q := m.query.Value()
	if q == "" {
		return m.Items
	}
	var out []Item
	if m.Typed != nil {
		if item, ok := m.Typed(q); ok {
			out = append(out, item)
		}
	}
	for _, match := range fuzzy.FindFrom(q, titles(m.Items)) {
		out = append(out, m.Items[match.Index])
	}
	return out
}

type titles []Item

func (t titles) Len() int            { return len(t) }
func (t titles) String(i int) string { return t[i].Title + " " + t[i].Note }

// Draw draws the menu in the middle of c.
func (m *Menu) Draw(c *cell.Canvas, th *theme.Theme) {
	items := m.shown()
	rows := max(1, min(len(items), c.H-7))
	h := rows + 2
	if m.Search {
		h += 2
	}
	w := min(72, c.W-4)
	box := c.Sub((c.W-w)/2, max(1, (c.H-h)/3), w, h)
	box.Fill(0, 0, box.W, box.H, th.Text)
	in := Pane{Title: m.Title, Focus: true}.Draw(box, th)
	y := 0
	if m.Search {
		m.query.Draw(in, th, 0, 0, in.W, true, "")
		if m.query.Value() == "" {
			in.Fit(2, 0, in.W-2, th.Muted, m.Hint)
		}
		y = 2
	}
	selected := max(0, min(m.selected, len(items)-1))
	top := Top(selected, len(items), rows)
	for i := range min(rows, len(items)-top) {
		m.drawItem(in, th, y+i, items[top+i], top+i == selected)
	}
}

func (m *Menu) drawItem(in *cell.Canvas, th *theme.Theme, y int, it Item, selected bool) {
	title, note := th.Text, it.Note
	if it.Blocked != "" {
		title, note = th.Muted, it.Blocked
	}
	// The note has half of the line, and what the title leaves of the other.
	note = in.Rule().Fit(note, max(in.W/2, in.W-in.Rule().Width(it.Title)-5))
	in.Fit(2, y, in.W-in.Rule().Width(note)-4, title, it.Title)
	in.Right(in.W, y, th.Muted, note)
	if selected {
		in.Put(0, y, th.Accent.Strong(), th.Glyphs.Cursor)
		in.Restyle(0, y, in.W, th.Selected)
	}
}
