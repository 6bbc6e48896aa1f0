package fcm

import (
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// Kept is what the rules of arrival and presentation look at beside the message.
type Kept struct {
	// Android and IOS: such a phone has something to show. Without it is a data message.
	Android, IOS bool
	// Priority is NORMAL or HIGH, "" when the request does not say.
	Priority string
	// Batched: android_v2.background_sync, which may be delayed.
	Batched bool
	// Level is notification_priority, which counts below Android 8.
	Level string
	// Count is notification_count.
	Count int64
	// Counted tells a count of 0 from none.
	Counted bool
	// Expires is apns-expiration, Unix seconds, 0 where there is none; AtOnce is its 0.
	Expires int64
	AtOnce  bool
}

// readSend reads messages:send. A message to a topic or a condition is a broadcast.
func (e *Endpoint) readSend(c *sim.Call, p *Push) {
	c.Verb = sim.VerbSend
	b := p.Send
	if !isObject(c) {
		return
	}
	r := reader{b: b, bad: b.Bad}
	r.object(nil, e.schema, c.Request.Body)
	b.Bad = r.bad
	for _, v := range r.bad {
		c.Defects = append(c.Defects, sim.Defect{Field: v.field, Kind: sim.WrongType})
	}
	m := &c.Message
	c.Targets = c.Targets[:0]
	switch {
	case b.Token.S != "":
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: b.Token.S})
	case b.FID.S != "":
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: b.FID.S})
	case b.Topic.S != "":
		c.Verb = sim.VerbBroadcast
		m.Audience.Any = []string{b.Topic.S}
	case b.Condition.S != "":
		c.Verb = sim.VerbBroadcast
		if x, ok := parseCondition(b.Condition.S); ok {
			m.Audience.Expr = x
		}
	}
	fill(m, b)
}

func fill(m *sim.Message, b *Body) {
	a := &b.Android
	m.Title, m.Body = first(a.Look.Title, b.Common.Title), first(a.Look.Body, b.Common.Body)
	m.Data = jsonOf(b.data())
	if a.TTL.State == Set {
		m.TTL = time.Duration(min(max(a.TTL.Seconds, 0), 1<<32)) * time.Second
		m.OnlineOnly = m.TTL == 0
	}
	if a.Look.Tag.S != "" {
		m.Collapse = "tag " + a.Look.Tag.S
	} else if id, ok := b.APNs.Headers.Get("apns-collapse-id"); ok && id != "" {
		m.Collapse = "apns-collapse-id " + id
	}
	if a.CollapseKey.S != "" {
		m.CacheKey = collapsible + a.CollapseKey.S
	}
	k := &Kept{
		Android: b.OnAndroid(), IOS: b.OnIOS(), Priority: a.Priority.S, Batched: a.Sync,
		Level: a.Look.Level.S, Count: a.Look.Count.N, Counted: a.Look.Count.State == Set,
	}
	if a.Remote {
		k.Priority = priorityHigh
	}
	if at, given := b.APNs.Headers.Get("apns-expiration"); given {
		k.Expires, _ = strconv.ParseInt(at, 10, 32) // what is no time is none
		k.AtOnce = at == "0"
	}
	m.Sound, m.Vibrate = k.Android || k.IOS, k.Android
	m.Keep = k
}

// collapsible begins the cache key of messages that have a collapse_key.
const collapsible = "collapse_key "

const (
	priorityHigh   = "HIGH"
	priorityNormal = "NORMAL"
)

// jsonOf writes data as the app would get it, with one member a line less: as JSON.
func jsonOf(pairs []jsonscan.Pair) string {
	if len(pairs) == 0 {
		return ""
	}
	return string(writePairs(nil, pairs))
}

// isObject reports whether the body is a JSON object; if not, the call is malformed.
func isObject(c *sim.Call) bool {
	if c.Request.Truncated || !jsonscan.IsBody(c.Request.Body) {
		c.Malformed = true
		return false
	}
	return true
}

// readBatch reads batchAdd and batchRemove.
func readBatch(c *sim.Call, p *Push) {
	if !isObject(c) {
		return
	}
	batchTable().Read(p.Batch, c.Request.Body)
	p.Topic = strings.TrimPrefix(p.Batch.To.S, topicPrefix)
	c.Targets = c.Targets[:0]
	for _, token := range p.Batch.Tokens.List {
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: token})
	}
}

// topicPrefix begins a topic's name at the topic service, and only there.
const topicPrefix = "/topics/"
