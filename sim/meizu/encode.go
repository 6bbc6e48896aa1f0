package meizu

import (
	"net/http"
	"strconv"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// What queries and subscription calls answer, for Encode.
type (
	switches struct {
		bar, direct bool
		pushID      string
	}
	aliasOf struct{ pushID, alias string }
	tagsOf  struct {
		pushID string
		tags   []string
	}
	image    struct{ kind, url string }
	yes      struct{} // value is true
	canceled struct{}
	numbers  struct {
		name string // "taskId" or "date"
		of   string
		n    [len(statistics)]int64
	}
)

// Encode writes the answer: HTTP 200 and an object whose code is a text, whatever the
// answer is. Only a failing server and requests that are none get another status.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	status := d.Reply.Status
	if c.Verb == sim.VerbUnknown && status == 0 {
		// A rulebook without the rules for it, as the lenient profile is. A yes would
		// hide a sender's wrong path.
		status = http.StatusNotImplemented
	}
	if status != 0 && status != http.StatusOK {
		w.Status, w.Type = status, "text/html"
		w.Body = append(w.Body, "<html><body>"+strconv.Itoa(status)+" "+http.StatusText(status)+"</body></html>"...)
		return
	}
	w.Status, w.Type = http.StatusOK, "application/json; charset=UTF-8"
	code := d.Reply.Code
	text := message(code)
	redirect := ""
	switch said := d.Reply.Data.(type) {
	case string:
		text = said
	case redirection:
		redirect, text = string(said), ""
	}
	b := jsonwrite.Object(w.Body, "")
	b = jsonwrite.Str(b, "code", code)
	b = jsonwrite.Str(b, "message", text)
	if code == codeYes {
		b = value(b, c, d)
	} else {
		b = jsonwrite.Str(b, "value", "")
	}
	if !subscription(c) || code != codeYes {
		b = jsonwrite.Str(b, "redirect", redirect)
	}
	if code == codeYes && numbered(c, d) {
		b = jsonwrite.Str(b, "msgId", msgID(c, d))
	}
	w.Body = append(b, '}')
}

// withoutID keeps the id of a push out of its answer.
type withoutID struct{}

// numbered reports whether an answer says the id of a push.
func numbered(c *sim.Call, d *sim.Decision) bool {
	_, without := d.Reply.Data.(withoutID)
	return !without && (c.Verb == sim.VerbSend || c.Verb == sim.VerbSendSaved)
}

// redirection is where a request should go instead.
type redirection string

// subscription reports whether a call is one of those whose answers have no redirect.
func subscription(c *sim.Call) bool {
	switch c.Op {
	case opUpload, opTaskNumbers, opDayNumbers:
		return false
	}
	return c.Verb == sim.VerbQuery || c.Verb == sim.VerbManage
}

// pushedBefore is how many targets the pushes of a task before this one named.
type pushedBefore int64

// msgID is the id of a push. One of a task has an id of its own, which nothing can be
// asked by: the task's is.
func msgID(c *sim.Call, d *sim.Decision) string {
	if c.Verb == sim.VerbSend {
		return d.Reply.MessageID
	}
	before, _ := d.Reply.Data.(pushedBefore)
	h := sim.Digest(c.AppRef, d.Reply.MessageID, strconv.FormatInt(int64(before), 36))
	return hexOf(spread(h), spread(^h))
}

// value writes what a yes brings: the failed targets, a task, or what was asked.
func value(b []byte, c *sim.Call, d *sim.Decision) []byte {
	switch data := d.Reply.Data.(type) {
	case switches:
		b = jsonwrite.Object(b, "value")
		b = jsonwrite.Int(b, "barTypeSwitch", bit(data.bar))
		b = jsonwrite.Int(b, "directTypeSwitch", bit(data.direct))
		return append(jsonwrite.Str(b, "pushId", data.pushID), '}')
	case aliasOf:
		b = jsonwrite.Str(jsonwrite.Object(b, "value"), "pushId", data.pushID)
		return append(jsonwrite.Str(b, "alias", data.alias), '}')
	case tagsOf:
		return tagsValue(b, data)
	case image:
		b = jsonwrite.Str(jsonwrite.Object(b, "value"), "imgType", data.kind)
		return append(jsonwrite.Str(b, "imgUrl", data.url), '}')
	case yes:
		return jsonwrite.Bool(b, "value", true)
	case canceled:
		return append(jsonwrite.Bool(jsonwrite.Object(b, "value"), "result", true), '}')
	case numbers:
		return data.write(b, "value")
	case []numbers:
		b = jsonwrite.Array(b, "value")
		for _, row := range data {
			b = row.write(b, "")
		}
		return append(b, ']')
	}
	if c.Verb == sim.VerbSave || c.Verb == sim.VerbBroadcast {
		f, _ := c.Wire.(*Form)
		b = jsonwrite.Number(jsonwrite.Object(b, "value"), "taskId", d.Reply.MessageID)
		b = jsonwrite.Int(b, "pushType", f.PushType.Or(0))
		return append(jsonwrite.Number(b, "appId", c.AppRef), '}')
	}
	return failed(b, c, d)
}

func bit(on bool) int64 {
	if on {
		return 1
	}
	return 0
}

func tagsValue(b []byte, data tagsOf) []byte {
	b = jsonwrite.Str(jsonwrite.Object(b, "value"), "pushId", data.pushID)
	b = jsonwrite.Array(b, "tags")
	for i, tag := range data.tags {
		b = jsonwrite.Int(jsonwrite.Object(b, ""), "tagId", int64(i+1))
		b = append(jsonwrite.Str(b, "tagName", tag), '}')
	}
	return append(b, ']', '}')
}

func (n *numbers) write(b []byte, name string) []byte {
	b = jsonwrite.Object(b, name)
	if n.name == "taskId" {
		b = jsonwrite.Number(b, n.name, n.of)
	} else {
		b = jsonwrite.Str(b, n.name, n.of)
	}
	for i, count := range n.n {
		b = jsonwrite.Int(b, statistics[i], count)
	}
	return append(b, '}')
}

// failed writes the targets that were refused, by code in the order in which the codes
// appear. Good ones are not listed.
func failed(b []byte, c *sim.Call, d *sim.Decision) []byte {
	b = jsonwrite.Object(b, "value")
	for i := range d.Admissions {
		code := d.Admissions[i].Code
		if d.Admissions[i].State != sim.Refused || i >= len(c.Targets) || earlier(d.Admissions[:i], code) {
			continue
		}
		b = jsonwrite.Array(b, code)
		for k := i; k < len(d.Admissions) && k < len(c.Targets); k++ {
			if d.Admissions[k].State == sim.Refused && d.Admissions[k].Code == code {
				b = jsonwrite.Str(b, "", c.Targets[k].Name)
			}
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

func earlier(seen []sim.Admission, code string) bool {
	for i := range seen {
		if seen[i].State == sim.Refused && seen[i].Code == code {
			return true
		}
	}
	return false
}
