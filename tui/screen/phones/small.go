package phones

import (
	"strings"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/screen"
)

// drawSmall draws one phone in three lines or four: which it is and its state, what its user
// sees, and what became of the newest message.
func drawSmall(c *cell.Canvas, ctx *screen.Context, p device.Phone, selected bool) {
	th := ctx.Theme
	newest := ctx.State.NewestOn(p.ID)
	border(c, th, newest, selected)
	v := ctx.Vendor(p.Brand)
	head, id := c.Sub(1, 0, c.W-2, 1), th.Brand(v.Accent)
	mark := ""
	if selected {
		mark, id = th.Glyphs.Cursor, th.Accent.Strong()
	}
	x := head.Fit(0, 0, head.W*2/3, id, mark+" "+p.ID+" ")
	word := ctx.Presence(p)
	if room := head.W - x - 2; room > 3 {
		head.Right(head.W, 0, word.Style, " "+head.Rule().Fit(word.Text, room)+" ")
	}

	in := c.Sub(2, 1, c.W-4, c.H-2)
	shade := ctx.State.Shades[p.ID].Items
	switch {
	case !p.Installed:
		in.Wrap(0, 0, in.W, in.H, th.Muted, ctx.T("phone.no-app"))
	case p.NoToken:
		in.Wrap(0, 0, in.W, in.H, th.Muted, ctx.T("phone.tokenless"))
	case len(shade) > 0:
		n := shade[len(shade)-1]
		x := 0
		if n.Sound {
			x = in.Put(0, 0, th.Accent, th.Glyphs.Sound+" ")
		}
		in.Fit(x, 0, in.W-x, th.Text, n.Title)
		if in.H > 1 {
			in.Fit(0, 1, in.W, th.Muted, n.Body)
		}
	default:
		name(in, th, v, ctx.Of(v.Phone.Brand), p.Model)
	}
	if newest == nil {
		return
	}
	foot, fate := c.Sub(1, c.H-1, c.W-2, 1), ctx.FateWord(newest)
	x = foot.Fit(0, 0, foot.W, fate.Style, " "+fate.Text+" ")
	if id := screen.RuleID(screen.CauseStep(newest)); id != "" {
		foot.Fit(x, 0, foot.W-x, th.Muted, strings.TrimSpace(id)+" ")
	}
}
