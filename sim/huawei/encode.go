package huawei

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
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
	b := append(w.Body, `{"code":`...)
	b = quote(b, code)
	b = append(b, `,"msg":`...)
	if code == codePartial {
		b = quote(b, partial(c, d))
	} else {
		b = quote(b, message(code, d))
	}
	b = append(b, `,"requestId":`...)
	b = quote(b, requestID(c, d))
	w.Body = append(b, '}')
}

// message is the msg of a code. Structure errors come with a tip that names the
// field: the refusing rule left it in its step.
func message(code string, d *sim.Decision) string {
	if code == codeStructure && len(d.Trace) > 0 {
		if last := &d.Trace[len(d.Trace)-1]; last.Outcome == rule.Refuse && last.Ref != "" {
			return last.Ref
		}
	}
	return text(code)
}

// partial is the JSON that stands in msg as a text when some tokens were refused.
func partial(c *sim.Call, d *sim.Decision) string {
	var b []byte
	failed := 0
	for i := range d.Admissions {
		if d.Admissions[i].State != sim.Refused || i >= len(c.Targets) {
			continue
		}
		if failed++; failed > 1 {
			b = append(b, ',')
		}
		b = quote(b, c.Targets[i].Name)
	}
	head := append([]byte(nil), `{"success":`...)
	head = strconv.AppendInt(head, int64(len(d.Admissions)-failed), 10)
	head = append(head, `,"failure":`...)
	head = strconv.AppendInt(head, int64(failed), 10)
	head = append(head, `,"illegal_tokens":[`...)
	head = append(head, b...)
	return string(append(head, "]}"...))
}

// encodeTopic spells success in lower case and puts msg first, as Huawei's samples.
func (e *Endpoint) encodeTopic(c *sim.Call, d *sim.Decision, w *sim.Response) {
	b := append(w.Body, `{"msg":"success","code":"`+codeSuccess+`","requestId":`...)
	b = quote(b, requestID(c, d))
	if c.Verb == sim.VerbQuery {
		b = append(b, `,"topics":[`...)
		topics, _ := d.Reply.Data.([]topicOf)
		for i, topic := range topics {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, `{"name":`...)
			b = quote(b, topic.name)
			b = append(b, `,"addDate":`...)
			b = quote(b, topic.added)
			b = append(b, '}')
		}
		w.Body = append(b, "]}"...)
		return
	}
	var errors []byte
	failed := 0
	for i := range d.Admissions {
		if d.Admissions[i].State != sim.Refused {
			continue
		}
		if failed++; failed > 1 {
			errors = append(errors, ',')
		}
		errors = append(errors, `{"index":`...)
		errors = strconv.AppendInt(errors, int64(i), 10)
		errors = append(errors, `,"reason":"token is invalid"}`...)
	}
	b = append(b, `,"successCount":`...)
	b = strconv.AppendInt(b, int64(len(d.Admissions)-failed), 10)
	b = append(b, `,"failureCount":`...)
	b = strconv.AppendInt(b, int64(failed), 10)
	b = append(b, `,"errors":[`...)
	b = append(b, errors...)
	w.Body = append(b, "]}"...)
}

// encodeAuth escapes the slashes of the token, as the account service does; its
// errors always come with HTTP 400.
func (e *Endpoint) encodeAuth(d *sim.Decision, w *sim.Response) {
	main, sub, refused := strings.Cut(d.Reply.Code, "/")
	if refused {
		w.Status = http.StatusBadRequest
		b := append(w.Body, `{"sub_error":`...)
		b = append(b, sub...)
		b = append(b, `,"error_description":`...)
		b = quote(b, authText(d.Reply.Code))
		b = append(b, `,"error":`...)
		b = append(b, main...)
		w.Body = append(b, '}')
		return
	}
	b := append(w.Body, `{"access_token":"`...)
	b = append(b, strings.ReplaceAll(d.Reply.Access, "/", `\/`)...)
	b = append(b, `","expires_in":`...)
	life, _ := d.Reply.Data.(int64)
	b = strconv.AppendInt(b, life, 10)
	w.Body = append(b, `,"token_type":"Bearer"}`...)
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

// quote writes a JSON string. Chinese stays as it is.
func quote(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r) // an invalid byte becomes U+FFFD
			i += size
			continue
		}
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
		i++
	}
	return append(b, '"')
}
