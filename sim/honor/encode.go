package honor

import (
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
	"github.com/offpush/offpush/sim/rule"
)

const jsonType = "application/json"

// Encode writes the answer. The push host answers code, message and data; the account
// service a token or the name of an error.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	if c.Verb == sim.VerbUnknown && !d.Refused {
		// A rulebook without the rules for it, as the lenient profile may be. A yes
		// would hide a sender's wrong path.
		w.Status = http.StatusNotImplemented
		return
	}
	if w.Status = d.Reply.Status; w.Status == 0 {
		w.Status = http.StatusOK
	}
	w.Type = jsonType
	switch {
	case c.Verb == sim.VerbAuth:
		encodeAuth(d, w)
	case c.Op == opNoPath:
		w.Body = append(envelope(w.Body, d), '}')
	default:
		encodePush(c, d, w)
	}
}

// envelope begins an answer of the push host. code is a number.
func envelope(b []byte, d *sim.Decision) []byte {
	b = jsonwrite.Object(b, "")
	b = jsonwrite.Number(b, "code", d.Reply.Code)
	return jsonwrite.Str(b, "message", hint(d))
}

func encodePush(c *sim.Call, d *sim.Decision, w *sim.Response) {
	b := jsonwrite.Object(envelope(w.Body, d), "data")
	b = jsonwrite.Bool(b, "sendResult", !d.Refused)
	b = jsonwrite.Str(b, "requestId", requestID(c, d))
	for _, list := range [...]string{listFailed, listExpired} {
		b = append(tokens(jsonwrite.Array(b, list), c, d, list), ']')
	}
	w.Body = append(b, "}}"...)
}

// tokens writes the tokens that were refused into a list.
func tokens(b []byte, c *sim.Call, d *sim.Decision, list string) []byte {
	for i := range d.Admissions {
		if a := &d.Admissions[i]; a.State == sim.Refused && a.Code == list && i < len(c.Targets) {
			b = jsonwrite.Str(b, "", c.Targets[i].Name)
		}
	}
	return b
}

// hint is the message of an answer. Structure errors name the field: the refusing rule
// left it in its step.
func hint(d *sim.Decision) string {
	if d.Reply.Code == codeStructure && len(d.Trace) > 0 {
		if last := &d.Trace[len(d.Trace)-1]; last.Outcome == rule.Refuse && last.Ref != "" {
			return last.Ref
		}
	}
	return text(d.Reply.Code)
}

func encodeAuth(d *sim.Decision, w *sim.Response) {
	b := jsonwrite.Object(w.Body, "")
	switch d.Reply.Code {
	case unauthorized:
		b = jsonwrite.Str(b, "error", unauthorized)
		b = jsonwrite.Str(b, "error_description", "Invalid client or Invalid client credentials")
	case unsupportedGrant:
		b = jsonwrite.Str(b, "error", unsupportedGrant)
		b = jsonwrite.Str(b, "error_description", "Unsupported grant_type")
	default:
		life, _ := d.Reply.Data.(int64)
		b = jsonwrite.Str(b, "access_token", d.Reply.Access)
		b = jsonwrite.Int(b, "expires_in", life)
		b = jsonwrite.Str(b, "token_type", "Bearer")
	}
	w.Body = append(b, '}')
}

// requestID is the id of the accepted message. Every other answer has one as well,
// made of the moment and what was asked: 13 digits of milliseconds and 11 more.
func requestID(c *sim.Call, d *sim.Decision) string {
	if d.Reply.MessageID != "" {
		return d.Reply.MessageID
	}
	var buffer [24]byte
	b := padded(buffer[:0], uint64(max(c.At.UnixMilli(), 0)), 13)
	h := sim.Digest(c.Op, c.AppRef, c.Access, d.Reply.Code, c.Message.Title, c.Message.Body)
	return string(padded(b, spread(h^uint64(len(c.Targets)))%1e11, 11))
}
