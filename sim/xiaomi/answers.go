package xiaomi

import (
	"strconv"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// data writes the member data of a success, in the form of each operation.
func data(b []byte, c *sim.Call, d *sim.Decision) []byte {
	b = jsonwrite.Object(b, "data")
	switch v := d.Reply.Data.(type) {
	case trace:
		b = traced(b, "data", v)
	case []trace:
		b = jsonwrite.Array(b, "data")
		for _, one := range v {
			b = traced(b, "", one)
		}
		b = append(b, ']')
	case []dayCount:
		b = jsonwrite.Array(b, "data")
		for _, day := range v {
			b = counted(b, day)
		}
		b = append(b, ']')
	case validRegIDs:
		b = texts(b, "valid_regids", v)
	case []string:
		b = texts(b, "list", v)
	case names:
		b = texts(b, "list", v)
	case []presence:
		b = present(b, c, v)
	case quotaOfDay:
		if c.Op == opQuota {
			b = jsonwrite.Str(b, "day_quota", strconv.FormatInt(v.limit, 10))
			b = jsonwrite.Str(b, "day_acked", strconv.FormatInt(v.used, 10))
			break
		}
		b = jsonwrite.Str(b, "day_acked", strconv.FormatInt(v.used, 10))
		b = accepted(b, c, d)
		b = jsonwrite.Str(b, "day_quota", strconv.FormatInt(v.limit, 10))
	default:
		b = accepted(b, c, d)
	}
	return append(b, '}')
}

// accepted writes a message's id and what of the call was left out.
func accepted(b []byte, c *sim.Call, d *sim.Decision) []byte {
	id, invalid := d.Reply.MessageID, bad(c, d)
	if c.Verb == sim.VerbBatch {
		return batched(b, c, d)
	}
	if id != "" {
		b = jsonwrite.Str(b, "id", id)
	}
	if len(invalid) > 0 && kindOf(c) == "REGID" {
		b = jsonwrite.Str(b, "bad_regids", strings.Join(invalid, ","))
	}
	return b
}

// batched is accepted for a batch: the id of its first message, and the channels whose
// total was used up.
func batched(b []byte, c *sim.Call, d *sim.Decision) []byte {
	var day *quotaOfDay
	for i := range d.Parts {
		p := &d.Parts[i]
		if q, ok := p.Reply.Data.(quotaOfDay); ok {
			day = &q
		}
		if p.Reply.MessageID != "" && !p.Refused {
			b = jsonwrite.Str(b, "id", p.Reply.MessageID)
			break
		}
	}
	if day != nil {
		b = jsonwrite.Str(b, "day_quota", strconv.FormatInt(day.limit, 10))
		b = jsonwrite.Str(b, "day_acked", strconv.FormatInt(day.used, 10))
	}
	if over := overTotal(c, d); over != "" {
		b = jsonwrite.Str(b, "channel_exceed_quota", over)
	}
	if invalid := badOfParts(c, d); len(invalid) > 0 && kindOf(c) == "REGID" {
		b = jsonwrite.Str(b, "bad_regids", strings.Join(invalid, ","))
	}
	return b
}

func texts(b []byte, name string, list []string) []byte {
	b = jsonwrite.Array(b, name)
	for _, s := range list {
		b = jsonwrite.Str(b, "", s)
	}
	return append(b, ']')
}

// traced writes one message's trace: texts, but for the counts and the time of creation
// in milliseconds.
func traced(b []byte, name string, m trace) []byte {
	const form = "2006-01-02 15:04:05"
	b = jsonwrite.Object(b, name)
	b = jsonwrite.Str(b, "create_time", m.at.In(beijing).Format(form))
	b = jsonwrite.Int(b, "create_timestamp", m.at.UnixMilli())
	b = jsonwrite.Str(b, "time_to_live", m.until.In(beijing).Format(form))
	b = jsonwrite.Str(b, "click_rate", percent(m.clicks, m.delivered))
	b = jsonwrite.Str(b, "msg_type", kindName(m.kind))
	b = jsonwrite.Str(b, "delivery_rate", percent(m.delivered, m.resolved))
	b = jsonwrite.Int(b, "delivered", m.delivered)
	b = jsonwrite.Str(b, "id", m.id)
	b = jsonwrite.Int(b, "click", m.clicks)
	b = jsonwrite.Int(b, "resolved", m.resolved)
	return append(b, '}')
}

func percent(part, whole int64) string {
	if whole == 0 {
		return "0.00%"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 2, 64) + "%"
}

func kindName(op string) string {
	switch op {
	case opAlias:
		return "Alias"
	case opAccount:
		return "UserAccount"
	case opTopic, opTopics:
		return "Topic"
	case opAll:
		return "All"
	}
	return "Regid"
}

func counted(b []byte, d dayCount) []byte {
	b = jsonwrite.Object(b, "")
	b = jsonwrite.Str(b, "date", d.day)
	b = jsonwrite.Int(b, "alias_recipients", d.alias)
	b = jsonwrite.Int(b, "useraccount_recipients", d.account)
	b = jsonwrite.Int(b, "regid_recipients", d.regid)
	b = jsonwrite.Int(b, "received", d.delivered)
	b = jsonwrite.Int(b, "broadcast_recipients", d.everyone)
	b = jsonwrite.Int(b, "click", d.clicks)
	b = jsonwrite.Int(b, "single_recipients", d.alias+d.account+d.regid)
	return append(b, '}')
}

// present writes one phone's state, or a list on the paths that take several.
func present(b []byte, c *sim.Call, list []presence) []byte {
	status := func(p presence) string {
		if p.online {
			return "Online"
		}
		return "Offline"
	}
	if body, ok := c.Wire.(*Body); ok && !body.way.many {
		for _, p := range list[:min(len(list), 1)] {
			b = jsonwrite.Str(b, "status", status(p))
		}
		return b
	}
	b = jsonwrite.Array(b, "list")
	for _, p := range list {
		b = jsonwrite.Object(b, "")
		b = jsonwrite.Str(b, "regid", p.regid)
		b = jsonwrite.Str(b, "status", status(p))
		b = append(b, '}')
	}
	return append(b, ']')
}
