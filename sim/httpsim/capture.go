package httpsim

import (
	"fmt"
	"net/http"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
)

// publish records the exchange. It comes before the answer is written, so that
// whoever got the answer finds the event.
func (x *exchange) publish() {
	e, r := &x.event, &x.request
	e.Kind, e.Vendor, e.Site, e.Cause = sim.EvExchange, x.site.vendor, r.Site, -1
	e.Method, e.Path = r.Method, r.Path
	redact := x.site.redact
	if r.Query != "" {
		e.Path += "?" + string(redact.form(nil, []byte(r.Query)))
	}
	x.head = redact.header(x.head[:0], r.Header)
	x.sent = shortened(redact.body(x.sent[:0], r.Body))
	e.RequestHeader, e.RequestBody = x.head, x.sent
	if e.Error == "" || x.answer.Status != 0 {
		x.got = shortened(redact.body(x.got[:0], x.answer.Body))
		e.ResponseBody, e.Status = x.got, x.answer.Status
		e.Replied = e.Error == ""
	}
	e.Faults = x.strikes.Names()
	x.engine.Publish(e)
}

// keepBody is how much of a body an event keeps. Vendors' own limits are far below
// it, except for long lists of targets; ring and journal hold thousands of bodies.
const keepBody = 256 << 10

// shortened cuts a redacted body that is too long for an event, between two
// characters, and says so at its end.
func shortened(body []byte) []byte {
	if len(body) <= keepBody {
		return body
	}
	end := keepBody
	for i := 0; i < utf8.UTFMax-1 && !utf8.RuneStart(body[end]); i++ {
		end--
	}
	left := len(body) - end
	return fmt.Appendf(body[:end], "… %d bytes left out", left)
}

// header writes the fields as lines, sorted by name, secrets redacted.
func (d *redactor) header(into []byte, h http.Header) []byte {
	var space [24]string
	names := space[:0]
	for name := range h {
		names = append(names, name)
		for i := len(names) - 1; i > 0 && names[i] < names[i-1]; i-- {
			names[i], names[i-1] = names[i-1], names[i]
		}
	}
	for _, name := range names {
		hide := d.secretHeader(name)
		for _, value := range h[name] {
			into = append(into, name...)
			into = append(into, ": "...)
			if hide {
				value = redacted
			}
			into = append(into, value...)
			into = append(into, '\n')
		}
	}
	return into
}
