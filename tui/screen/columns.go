package screen

import (
	"cmp"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
)

// StoryColumns are the columns of a list of messages. In narrow lists device,
// category and reply leave first; what became of the message and why stay.
func (c *Context) StoryColumns(story func(row int) *desk.Story) []component.Column {
	th := c.Theme
	text := func(st cell.Style, s string) cell.Span { return cell.Span{Style: st, Text: s} }
	return []component.Column{
		{Title: c.T("col.time"), Width: 8, Cell: func(i int) cell.Span { return text(th.Muted, c.Clock(story(i).At)) }},
		{Title: c.T("col.vendor"), Width: 7, Drop: 4, Cell: func(i int) cell.Span {
			v := c.Vendor(story(i).Vendor)
			return text(th.Brand(v.Accent), string(v.ID))
		}},
		{Title: c.T("col.phone"), Width: 10, Cell: func(i int) cell.Span { return text(th.Text, target(story(i))) }},
		{Title: c.T("col.category"), Width: 10, Drop: 3, Cell: func(i int) cell.Span { return text(th.Muted, story(i).Category) }},
		{Title: c.T("col.title"), Width: 16, Drop: 5, Cell: func(i int) cell.Span { return text(th.Text, story(i).Title) }},
		{Title: c.T("col.reply"), Width: 9, Drop: 1, Cell: func(i int) cell.Span {
			st := th.Muted
			if story(i).Refused {
				st = th.Bad
			}
			return text(st, c.Reply(story(i)))
		}},
		{Title: c.T("col.fate"), Width: 9, Cell: func(i int) cell.Span { return c.FateWord(story(i)) }},
		{Title: c.T("col.why"), Width: 26, Flex: true, Cell: func(i int) cell.Span { return text(th.Muted, c.Why(story(i))) }},
	}
}

// target is the phone, the token where it leads to none, or the call that has neither.
func target(s *desk.Story) string { return cmp.Or(s.Phone, s.Token, s.Op) }
