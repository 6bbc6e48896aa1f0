package huawei

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
	"github.com/offpush/offpush/sim/rule"
)

const jsonType = "application/json"

// Encode writes the answer. The push host answers code, msg and requestId, the topic
// calls the same with msg in front and their counts behind; the account service
// answers a token or its two error numbers.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	w.Status = d.Reply.Status
	switch {
	case c.Verb == sim.VerbUnknown && w.Status == 0:
		// A rulebook without the rules for it, as the lenient profile is. A yes would
		// hide a sender's wrong path.
		w.Status = http.StatusNotImplemented
		return
	case w.Status != 0 && d.Reply.Code == "":
		return // the status is the whole answer
	}
	if w.Status == 0 {
		w.Status = http.StatusOK
	}
	w.Type = jsonType
	switch {
	case c.Verb == sim.VerbAuth:
		e.encodeAuth(d, w)
	case d.Reply.Code == codeSuccess && (c.Verb == sim.VerbManage || c.Verb == sim.VerbQuery):
		e.encodeTopic(c, d, w)
	default:
		e.encodePush(c, d, w)
	}
}

func (e *Endpoint) encodePush(c *sim.Call, d *sim.Decision, w *sim.Response) {
	code := d.Reply.Code
	if code == "" {
		code = codeSuccess
	}
	msg := message(code, d)
	p, _ := c.Wire.(*Push)
	switch {
	case p != nil && p.Harmony != nil:
		msg = harmonyText(c, p.Harmony, d)
	case code == codePartial:
		msg = partial(c, d)
	}
	b := jsonwrite.Object(w.Body, "")
	b = jsonwrite.Str(b, "code", code)
	b = jsonwrite.Str(b, "msg", msg)
	b = jsonwrite.Str(b, "requestId", requestID(c, d))
	w.Body = append(b, '}')
}

// message is the msg of a code. Structure errors come with a tip that names the
// field, and one code has two texts: the refusing rule left it in its step.
func message(code string, d *sim.Decision) string {
	if (code == codeStructure || code == codeLocation) && len(d.Trace) > 0 {
		if last := &d.Trace[len(d.Trace)-1]; last.Outcome == rule.Refuse && last.Ref != "" {
			return last.Ref
		}
	}
	return text(code)
}

// partial is the JSON that stands in msg as a text when some tokens were refused.
func partial(c *sim.Call, d *sim.Decision) string {
	failed := failures(d)
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Int(b, "success", int64(len(d.Admissions)-failed))
	b = jsonwrite.Int(b, "failure", int64(failed))
	b = jsonwrite.Array(b, "illegal_tokens")
	for i := range d.Admissions {
		if d.Admissions[i].State == sim.Refused && i < len(c.Targets) {
			b = jsonwrite.Str(b, "", c.Targets[i].Name)
		}
	}
	return string(append(b, ']', '}'))
}

// failures counts the targets that were refused.
func failures(d *sim.Decision) (n int) {
	for i := range d.Admissions {
		if d.Admissions[i].State == sim.Refused {
			n++
		}
	}
	return n
}

// encodeTopic spells success in lower case and puts msg first, as Huawei's samples.
func (e *Endpoint) encodeTopic(c *sim.Call, d *sim.Decision, w *sim.Response) {
	b := jsonwrite.Object(w.Body, "")
	b = jsonwrite.Str(b, "msg", "success")
	b = jsonwrite.Str(b, "code", codeSuccess)
	b = jsonwrite.Str(b, "requestId", requestID(c, d))
	if c.Verb == sim.VerbQuery {
		b = jsonwrite.Array(b, "topics")
		topics, _ := d.Reply.Data.([]topicOf)
		for _, topic := range topics {
			b = jsonwrite.Object(b, "")
			b = jsonwrite.Str(b, "name", topic.name)
			b = jsonwrite.Str(b, "addDate", topic.added)
			b = append(b, '}')
		}
		w.Body = append(b, ']', '}')
		return
	}
	failed := failures(d)
	b = jsonwrite.Int(b, "successCount", int64(len(d.Admissions)-failed))
	b = jsonwrite.Int(b, "failureCount", int64(failed))
	b = jsonwrite.Array(b, "errors")
	for i := range d.Admissions {
		if d.Admissions[i].State != sim.Refused {
			continue
		}
		b = jsonwrite.Object(b, "")
		b = jsonwrite.Int(b, "index", int64(i))
		b = jsonwrite.Str(b, "reason", tokenInvalid)
		b = append(b, '}')
	}
	w.Body = append(b, ']', '}')
}

// encodeAuth escapes the slashes of the token, as the account service does; its
// errors always come with HTTP 400.
func (e *Endpoint) encodeAuth(d *sim.Decision, w *sim.Response) {
	main, sub, refused := strings.Cut(d.Reply.Code, "/")
	if refused {
		w.Status = http.StatusBadRequest
		b := jsonwrite.Object(w.Body, "")
		b = jsonwrite.Raw(b, "sub_error", sub)
		b = jsonwrite.Str(b, "error_description", authText(d.Reply.Code))
		b = jsonwrite.Raw(b, "error", main)
		w.Body = append(b, '}')
		return
	}
	life, _ := d.Reply.Data.(int64)
	b := jsonwrite.Object(w.Body, "")
	b = jsonwrite.Raw(b, "access_token", `"`+strings.ReplaceAll(d.Reply.Access, "/", `\/`)+`"`)
	b = jsonwrite.Int(b, "expires_in", life)
	b = jsonwrite.Str(b, "token_type", "Bearer")
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
	access := c.Access
	if looksLikeJWT(access) {
		access = "" // its signature is another one each time
	}
	h := sim.Digest(c.Op, c.AppRef, access, d.Reply.Code, c.Message.Title, c.Message.Body)
	return string(padded(b, spread(h^uint64(len(c.Targets)))%1e11, 11))
}
