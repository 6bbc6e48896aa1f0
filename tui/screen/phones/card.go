package phones

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
)

// draw draws one phone.
func draw(c *cell.Canvas, ctx *screen.Context, p device.Phone, selected bool) {
	th := ctx.Theme
	newest := ctx.State.NewestOn(p.ID)
	frame(c, ctx, p, newest, selected)
	in := c.Sub(2, 1, c.W-4, c.H-2)
	v := ctx.Vendor(p.Brand)
	name(in.Sub(0, 0, in.W-6, 1), th, v, ctx.Of(v.Phone.Brand), p.Model)
	in.Right(in.W, 0, th.Muted, ctx.State.Now.In(ctx.Zone).Format("15:04"))

	last := in.H - 1
	drawVerdict(in.Sub(0, last, in.W, 1), ctx, newest)
	shade := in.Sub(0, 1, in.W, last-1)
	switch {
	case !p.Installed:
		note(shade, th, ctx.T("phone.no-app"))
	case p.NoToken:
		note(shade, th, ctx.T("phone.tokenless"))
	case len(ctx.State.Shades[p.ID].Items) > 0:
		drawShade(shade, ctx, ctx.State.Shades[p.ID])
	case newest == nil:
		note(shade, th, ctx.T("phone.empty"))
	default:
		note(shade, th, dark(ctx, newest))
	}
}

// name writes brand and model; the model alone where both do not fit, or where it
// says the brand already.
func name(c *cell.Canvas, th *theme.Theme, v screen.Vendor, brand, model string) {
	if strings.HasPrefix(model, brand) || model != "" && c.Rule().Width(brand)+1+c.Rule().Width(model) > c.W {
		c.Fit(0, 0, c.W, th.Brand(v.Accent), model)
		return
	}
	x := c.Fit(0, 0, c.W, th.Brand(v.Accent), brand)
	c.Fit(x+1, 0, c.W-x-1, th.Muted, model)
}

// dark says why the screen of a phone stays empty.
func dark(ctx *screen.Context, newest *desk.Story) string {
	if why := ctx.Why(newest); why != "" {
		return why
	}
	return ctx.T("phone.empty")
}

// note writes a quiet text into the middle of the shade.
func note(c *cell.Canvas, th *theme.Theme, text string) {
	lines := c.Rule().Wrap(text, c.W)
	y := max(0, (c.H-len(lines))/2)
	c.Wrap(0, y, c.W, c.H-y, th.Muted, text)
}

func frame(c *cell.Canvas, ctx *screen.Context, p device.Phone, newest *desk.Story, selected bool) {
	th := ctx.Theme
	g := th.Glyphs
	border(c, th, newest, selected)
	home := g.HomeKeys
	if ctx.Vendor(p.Brand).Phone.Home == desk.HomeBar {
		home = g.HomeBar
	}
	home = " " + home + " "
	c.Put((c.W-c.Rule().Width(home))/2, c.H-1, th.Muted, home)
	head := c.Sub(2, 0, c.W-4, 1)
	name, mark := th.Strong, ""
	if selected {
		name, mark = th.Accent.Strong(), g.Cursor
	}
	word := ctx.Presence(p)
	x := head.Fit(0, 0, head.W*2/3, name, mark+" "+p.ID+" ")
	if room := head.W - x - 3; room > 2 {
		head.Right(head.W, 0, word.Style, " "+head.Rule().Fit(word.Text, room)+" ")
	}
}

// border draws the edge of a phone, lit if the newest message lit it up.
func border(c *cell.Canvas, th *theme.Theme, newest *desk.Story, selected bool) {
	g, line := th.Glyphs, th.Border
	if newest != nil && newest.State == device.Shown {
		line = th.OK.Plainer() // the screen lit up
	}
	horizontal := g.Top
	if selected {
		line, horizontal = th.Focus.Strong(), g.FocusTop
	}
	c.Put(0, 0, line, g.TopLeft+strings.Repeat(horizontal, max(0, c.W-2))+g.TopRight)
	for y := 1; y < c.H-1; y++ {
		c.Put(0, y, line, g.Left)
		c.Put(c.W-1, y, line, g.Right)
	}
	c.Put(0, c.H-1, line, g.BottomLeft+strings.Repeat(horizontal, max(0, c.W-2))+g.BottomRight)
}

// drawShade draws the newest notifications as they appear: a banner with sound, a
// silent entry, and a line for what is folded away.
func drawShade(c *cell.Canvas, ctx *screen.Context, s device.Shade) {
	th := ctx.Theme
	more, folded, y := 0, 0, 0
	for _, n := range slices.Backward(s.Items) {
		if n.How == device.Folded {
			folded++
			continue
		}
		if y+2 > c.H-1 && y > 0 {
			more++
			continue
		}
		paper := func(st cell.Style) cell.Style { return st.On(th.Screen) }
		c.Fill(0, y, c.W, 2, paper(th.Text))
		end := c.W - 1
		if n.Sound {
			end = c.Right(end, y, paper(th.Accent), th.Glyphs.Sound) - 1
		} else {
			end = c.Right(end, y, paper(th.Muted), ctx.T("shade."+string(n.How))) - 1
		}
		title := paper(th.Strong)
		if !n.Banner {
			title = paper(th.Text)
		}
		c.Fit(1, y, end-1, title, n.Title)
		if y+1 < c.H {
			c.Fit(1, y+1, c.W-2, paper(th.Muted), n.Body)
		}
		y += 2
	}
	switch {
	case y >= c.H:
	case more > 0: // there was no room, whatever else is folded
		c.Fit(1, y, c.W-1, th.Muted, ctx.T("phone.more", more+folded))
	case folded > 0:
		c.Fit(1, y, c.W-1, th.Muted, ctx.T("phone.folded", folded))
	}
	if s.Badge > 0 && y < c.H {
		c.Right(c.W, y, th.Warn, fmt.Sprintf("(%d)", s.Badge))
	}
}

// drawVerdict is the last line: what became of the newest message, and the rule.
func drawVerdict(c *cell.Canvas, ctx *screen.Context, newest *desk.Story) {
	if newest == nil {
		return
	}
	fate := ctx.FateWord(newest)
	x := c.Fit(0, 0, c.W, fate.Style, fate.Text)
	c.Fit(x+1, 0, c.W-x-1, ctx.Theme.Muted, screen.RuleID(screen.CauseStep(newest)))
}
