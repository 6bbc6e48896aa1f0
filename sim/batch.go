package sim

import (
	"cmp"

	"github.com/offpush/offpush/vendors"
)

// submitBatch decides a call of several messages: the call itself, and unless that
// ends the matter each part, one after the other, so that what one part uses up the
// next one finds gone. All its messages belong to one call, also those of a batch that
// was refused as a whole, which all end by its cause. The caller holds the app's lock.
func (e *Engine) submitBatch(v vendors.Vendor, a *App, c *Call, d *Decision) (id string) {
	e.books[v].Decide(View{w: e.world, vendor: v, app: a, now: c.At, seed: e.opts.Seed}, c, d)
	e.apply(a, c, nil, d.Effects, c.At)
	if len(c.Parts) == 0 {
		return e.recordCall(v, a, c, d, nil, "")
	}
	if d.Refused || d.Answered {
		for i := range c.Parts {
			c.Parts[i].partOf(c)
			id = cmp.Or(id, e.recordCall(v, a, &c.Parts[i], d, nil, id))
		}
		return id
	}
	d.Parts = make([]Decision, len(c.Parts))
	first := ""
	for i := range c.Parts {
		c.Parts[i].partOf(c)
		c.Parts[i].batch = first
		id = cmp.Or(id, e.submit(v, a, &c.Parts[i], &d.Parts[i], id))
		if p := &d.Parts[i]; !p.Refused && !p.Answered {
			first = cmp.Or(first, p.Reply.MessageID)
		}
	}
	return id
}

// partOf makes a part a call that came with the batch.
func (c *Call) partOf(batch *Call) {
	c.Request, c.At, c.Ahead, c.Part = batch.Request, batch.At, batch.Ahead, true
	c.AppRef = cmp.Or(c.AppRef, batch.AppRef)
	c.Access = cmp.Or(c.Access, batch.Access)
	c.CredentialRef = cmp.Or(c.CredentialRef, batch.CredentialRef)
	c.Protocol = cmp.Or(c.Protocol, batch.Protocol)
	c.Group = c.Group || batch.Group
}
