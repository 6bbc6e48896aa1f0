package sim

// sendOwn makes a message of its own of a stored body: under an id of its own, for the
// targets or the audience of this call, and with the time to live counted from now.
func (e *Engine) sendOwn(a *App, c *Call, d *Decision, stored *Sent) *Sent {
	a.accepted++
	s := &Sent{
		VendorID: d.Reply.MessageID, App: a, Message: stored.Message, Granted: d.Granted,
		At: c.At, Expires: stored.start(c.At).Add(d.TTL), Origin: stored.VendorID,
		Digest: stored.Digest, altered: stored.altered,
	}
	s.TTL, s.Audience = d.TTL, c.Message.Audience
	a.remember(s)
	a.occurred(s.Digest)
	return s
}
