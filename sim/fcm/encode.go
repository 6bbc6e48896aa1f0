package fcm

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/sim/jsonwrite"
	"github.com/offpush/offpush/sim/rule"
)

const (
	jsonType = "application/json; charset=UTF-8"
	htmlType = "text/html; charset=UTF-8"
)

// Encode writes the answer: a message's name, an error of google.rpc.Status, what the
// topic service says, or a token. JSON is pretty-printed unless the query says
// prettyPrint=false, as at Google.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	w.Status = d.Reply.Status
	switch {
	case (c.Verb == sim.VerbUnknown || c.Verb == sim.VerbBatch) && !d.Refused:
		// A rulebook without the rules for it, as the lenient profile is. A yes would
		// hide a sender's wrong path.
		w.Status = http.StatusNotImplemented
		return
	case d.Refused && d.Reply.Code == "":
		page(c, w)
		return
	}
	if w.Status == 0 {
		w.Status = http.StatusOK
	}
	w.Type = jsonType
	at := len(w.Body)
	switch {
	case c.Verb == sim.VerbAuth:
		encodeLogin(c, d, w)
	case d.Refused && atTopicService(c):
		b := jsonwrite.Object(w.Body, "")
		w.Body = append(jsonwrite.Str(b, "error", d.Reply.Code), '}')
	case d.Refused:
		encodeError(c, d, w)
	case c.Verb == sim.VerbManage || c.Verb == sim.VerbQuery:
		encodeTopics(c, d, w)
	default:
		encodeName(c, d, w)
		return
	}
	pretty(c, w, at)
}

// atTopicService reports whether the topic service answers: also where it has no such
// path.
func atTopicService(c *sim.Call) bool {
	switch c.Op {
	case opAdd, opRemove, opInfo:
		return true
	}
	return c.Op == opNoPath && (c.Request.Site == siteTopics || strings.HasPrefix(c.Request.Path, "/iid/"))
}

func wantsPretty(c *sim.Call) bool {
	return c.Request == nil || !strings.Contains(c.Request.Query, "prettyPrint=false")
}

func pretty(c *sim.Call, w *sim.Response, at int) {
	if !wantsPretty(c) || atTopicService(c) || c.Verb == sim.VerbAuth {
		return
	}
	var out bytes.Buffer
	if json.Indent(&out, w.Body[at:], "", "  ") == nil {
		w.Body = append(append(w.Body[:at], out.Bytes()...), '\n')
	}
}

// encodeName writes the answer to an accepted message.
func encodeName(c *sim.Call, d *sim.Decision, w *sim.Response) {
	head, tail := "{\n  \"name\": ", "\n}\n"
	if !wantsPretty(c) {
		head, tail = `{"name":`, "}\n"
	}
	b := append(w.Body, head...)
	b = jsonwrite.Quote(b, d.Reply.MessageID)
	w.Body = append(b, tail...)
}

func pushOfCall(c *sim.Call) *Push {
	if p, ok := c.Wire.(*Push); ok {
		return p
	}
	return &Push{}
}

// page is an answer without JSON. The closed interfaces say what to use instead; the
// texts of Google's pages are its own.
func page(c *sim.Call, w *sim.Response) {
	w.Type = htmlType
	if w.Status == 0 {
		w.Status = http.StatusNotFound
	}
	text := "The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds."
	if w.Status == http.StatusNotFound {
		text = "The requested URL was not found on this server. The legacy HTTP API (/fcm/send) and the batch endpoint (/batch) were shut down from 2024-07-22: " +
			"send with HTTP v1, POST /v1/projects/{project}/messages:send."
	}
	status := strconv.Itoa(w.Status)
	b := append(w.Body, "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error "...)
	b = append(b, status+" ("+http.StatusText(w.Status)+")!!1</title>\n  <p><b>"+status+".</b> <ins>That’s an error.</ins>\n  <p>"...)
	w.Body = append(b, text+"  <ins>That’s all we know.</ins>\n"...)
	if w.Status == http.StatusServiceUnavailable {
		w.Header = http.Header{"Retry-After": {"30"}}
	}
}

// refusal is the step that refused the call, with what it wrote down.
func refusal(d *sim.Decision) (said reply, field string, n [3]int64) {
	if len(d.Trace) == 0 {
		return sayUsual, "", n
	}
	last := &d.Trace[len(d.Trace)-1]
	if last.Outcome != rule.Refuse {
		return sayUsual, "", n
	}
	return reply(last.N[2]), last.Ref, last.N
}

// encodeLogin writes a token or the error of OAuth 2.
func encodeLogin(c *sim.Call, d *sim.Decision, w *sim.Response) {
	b := jsonwrite.Object(w.Body, "")
	if d.Refused {
		w.Status = http.StatusBadRequest
		b = jsonwrite.Str(b, "error", d.Reply.Code)
		w.Body = append(jsonwrite.Str(b, "error_description", grantText(c, d)), '}')
		return
	}
	b = jsonwrite.Str(b, "access_token", d.Reply.Access)
	life, _ := d.Reply.Data.(int64)
	b = jsonwrite.Int(b, "expires_in", life)
	w.Body = append(jsonwrite.Str(b, "token_type", "Bearer"), '}')
}

// grantText is error_description. Which check of the assertion failed is told by what
// is wrong with it, in the order of the checks.
func grantText(c *sim.Call, d *sim.Decision) string {
	l, _ := c.Wire.(*Login)
	switch d.Reply.Code {
	case "unsupported_grant_type":
		if l == nil {
			return "Invalid grant_type: "
		}
		return "Invalid grant_type: " + l.GrantType
	case "invalid_request":
		return "Missing required parameter: assertion"
	case "invalid_scope":
		return "Invalid OAuth scope or ID token audience provided."
	}
	_, ref, _ := refusal(d)
	switch ref {
	case refAccount:
		return "Invalid grant: account not found"
	case refSignature:
		return "Invalid JWT Signature."
	case refAudience:
		return "Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token"
	case refForm:
		return "Bad Request"
	}
	return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."
}

// The words by which the rules about an assertion tell apart why it is refused.
const (
	refForm      = "form"
	refAccount   = "iss"
	refSignature = "signature"
	refAudience  = "aud"
)

// encodeTopics writes what the topic calls answer.
func encodeTopics(c *sim.Call, d *sim.Decision, w *sim.Response) {
	b := jsonwrite.Object(w.Body, "")
	switch c.Op {
	case opAdd, opRemove:
		b = jsonwrite.Array(b, "results")
		for i := range d.Admissions {
			b = jsonwrite.Object(b, "")
			if a := &d.Admissions[i]; a.State == sim.Refused {
				b = jsonwrite.Str(b, "error", a.Code)
			}
			b = append(b, '}')
		}
		b = append(b, ']')
	case opInfo:
		b = encodeInfo(b, c, d)
	case opList:
		b = encodeList(b, c, d)
	case opGet:
		b = members(b, c, topicNamed(d, pushOfCall(c).Topic))
	case opCreate, opPatch:
		topic, _ := d.Reply.Data.(topicOf)
		b = members(b, c, topic)
	}
	w.Body = append(b, '}')
}

// topicNamed is a topic of a registration by name.
func topicNamed(d *sim.Decision, name string) topicOf {
	r, _ := d.Reply.Data.(registration)
	for _, topic := range r.topics {
		if topic.name == name {
			return topic
		}
	}
	return topicOf{name: name}
}

// members are those of a TopicSubscription.
func members(b []byte, c *sim.Call, topic topicOf) []byte {
	p := pushOfCall(c)
	b = jsonwrite.Str(b, "name", "projects/"+p.Project+"/registrations/"+p.Registration+"/topicSubscriptions/"+topic.name)
	b = jsonwrite.Str(b, "topicName", topic.name)
	return jsonwrite.Str(b, "createTime", topic.added)
}

func encodeInfo(b []byte, c *sim.Call, d *sim.Decision) []byte {
	r, _ := d.Reply.Data.(registration)
	b = jsonwrite.Str(b, "application", r.app)
	b = jsonwrite.Str(b, "authorizedEntity", r.number)
	platform := "ANDROID"
	if r.ios {
		platform = "IOS"
	}
	b = jsonwrite.Str(b, "platform", platform)
	if pushOfCall(c).Query.Get("details") != "true" {
		return b
	}
	b = jsonwrite.Object(jsonwrite.Object(b, "rel"), "topics")
	for _, topic := range r.topics {
		day, _, _ := strings.Cut(topic.added, "T")
		b = append(jsonwrite.Str(jsonwrite.Object(b, topic.name), "addDate", day), '}')
	}
	return append(b, '}', '}')
}

// encodeList writes one page. A page's token is the number of entries before it.
func encodeList(b []byte, c *sim.Call, d *sim.Decision) []byte {
	r, _ := d.Reply.Data.(registration)
	q := pushOfCall(c).Query
	size, err := strconv.Atoi(q.Get("pageSize"))
	if err != nil || size <= 0 {
		size = 1000
	}
	size = min(size, 2000)
	from, _ := strconv.Atoi(q.Get("pageToken"))
	from = min(max(from, 0), len(r.topics))
	to := min(from+size, len(r.topics))
	if from < to {
		b = jsonwrite.Array(b, "topicSubscriptions")
		for _, topic := range r.topics[from:to] {
			b = append(members(jsonwrite.Object(b, ""), c, topic), '}')
		}
		b = append(b, ']')
	}
	if to < len(r.topics) {
		b = jsonwrite.Str(b, "nextPageToken", strconv.Itoa(to))
	}
	return b
}

func writePairs(b []byte, pairs []jsonscan.Pair) []byte {
	b = jsonwrite.Object(b, "")
	for _, p := range pairs {
		b = jsonwrite.Str(b, p.Key, p.Value)
	}
	return append(b, '}')
}
