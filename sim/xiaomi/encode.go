package xiaomi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
)

const jsonType = "application/json;charset=UTF-8"

// Encode writes the answer: an object with result, trace_id, code and description, at
// HTTP 200 whatever the code. Statuses of their own are 401 with the same object, and a
// failing service without one.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	status := d.Reply.Status
	if c.Verb == sim.VerbUnknown && status == 0 && !d.Refused {
		// A rulebook without the rules for it, as the lenient profile is. A yes would
		// hide a sender's wrong path.
		status = http.StatusNotImplemented
	}
	if status != 0 && status != http.StatusOK && status != http.StatusUnauthorized {
		w.Status = status
		return
	}
	w.Status, w.Type = max(status, http.StatusOK), jsonType
	code := d.Reply.Code
	if code == "" {
		code = e.Success()
	}
	if code == e.Success() && c.Verb == sim.VerbBatch {
		code = batchCode(d)
	}
	b := jsonwrite.Object(w.Body, "")
	if code == e.Success() {
		b = e.yes(b, c, d)
	} else {
		b = no(b, c, d, code)
	}
	w.Body = append(b, '}')
}

// yes writes a success. Its members stand in the order of the answers people saw.
func (e *Endpoint) yes(b []byte, c *sim.Call, d *sim.Decision) []byte {
	b = jsonwrite.Str(b, "result", "ok")
	if c.Op == opBadRegIDs || c.Op == opBadAliases {
		b = jsonwrite.Str(b, "description", description("0"))
		b = data(b, c, d)
		return jsonwrite.Int(b, "code", 0)
	}
	b = jsonwrite.Str(b, "trace_id", traceID(c))
	b = jsonwrite.Int(b, "code", 0)
	b = data(b, c, d)
	b = jsonwrite.Str(b, "description", description("0"))
	if text := info(c, d); text != "" {
		b = jsonwrite.Str(b, "info", text)
	}
	return b
}

// no writes a refusal: reason is a specific English text, description the Chinese one of
// the table.
func no(b []byte, c *sim.Call, d *sim.Decision, code string) []byte {
	b = jsonwrite.Str(b, "result", "error")
	b = jsonwrite.Str(b, "reason", reason(d, code))
	b = jsonwrite.Str(b, "trace_id", traceID(c))
	if code == "-1" {
		b = jsonwrite.Raw(b, "code", code)
	} else {
		b = jsonwrite.Number(b, "code", code)
	}
	return jsonwrite.Str(b, "description", description(code))
}

// info says to how many of what a message went, in six words that some clients count.
func info(c *sim.Call, d *sim.Decision) string {
	kind, n := "", 1
	switch {
	case c.Verb == sim.VerbBroadcast:
		kind = "TOPIC"
		if b, ok := c.Wire.(*Body); ok && c.Op == opTopics {
			n = len(b.topics())
		}
	case c.Verb == sim.VerbBatch:
		kind, n = kindOf(c), len(d.Parts)-len(badOfParts(c, d))
	case c.Verb == sim.VerbSend:
		kind, n = kindOf(c), len(c.Targets)-len(bad(c, d))
	default:
		return ""
	}
	return "Received push messages for " + strconv.Itoa(n) + " " + kind
}

func kindOf(c *sim.Call) string {
	b, ok := c.Wire.(*Body)
	if !ok {
		return "REGID"
	}
	switch b.way.kind {
	case sim.ByAlias:
		return "ALIAS"
	case sim.ByUser:
		return "USERACCOUNT"
	}
	return "REGID"
}

// bad are the targets of a call that are not valid.
func bad(c *sim.Call, d *sim.Decision) (list []string) {
	for i := range d.Admissions {
		if d.Admissions[i].State == sim.Refused && i < len(c.Targets) {
			list = append(list, c.Targets[i].Name)
		}
	}
	return list
}

// badOfParts are those of a batch.
func badOfParts(c *sim.Call, d *sim.Decision) (list []string) {
	for i := range d.Parts {
		list = append(list, bad(&c.Parts[i], &d.Parts[i])...)
	}
	return list
}

// batchCode is the answer to a batch of which each part was judged by itself: no valid
// target at all is a no, and so is what refuses every part; else it is a yes that names
// what was left out.
func batchCode(d *sim.Decision) string {
	for i := range d.Parts {
		if p := &d.Parts[i]; !p.Refused || p.Reply.Code == codeOverTotal {
			return "0"
		}
	}
	if len(d.Parts) == 0 {
		return "0"
	}
	return d.Parts[0].Reply.Code
}

// codeOverTotal is the total of the day, which a batch does not answer.
const codeOverTotal = "200001"

// overTotal counts the parts over the total by channel, in the order in which they
// appear: "no_channel:2 a:3".
func overTotal(c *sim.Call, d *sim.Decision) string {
	var order []string
	n := map[string]int{}
	for i := range d.Parts {
		if d.Parts[i].Reply.Code != codeOverTotal {
			continue
		}
		channel := c.Parts[i].Message.Category
		if channel == "" {
			channel = "no_channel"
		}
		if n[channel] == 0 {
			order = append(order, channel)
		}
		n[channel]++
	}
	for i, channel := range order {
		order[i] = channel + ":" + strconv.Itoa(n[channel])
	}
	return strings.Join(order, " ")
}

// traceID is made of the request alone: the same request at the same moment has the
// same.
func traceID(c *sim.Call) string {
	path := ""
	if c.Request != nil {
		path = c.Request.Path
	}
	at := uint64(0)
	if !c.At.IsZero() {
		at = uint64(max(c.At.UnixMilli()-1e12, 0)) % 1e12
	}
	return messageID('X', mixed(at, "trace", path, c.CredentialRef, c.Message.Title, c.Message.Body), at-790_000_000_000)
}
