package httpsim

import (
	"net/http"

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
	x.sent = redact.body(x.sent[:0], r.Body)
	e.RequestHeader, e.RequestBody = x.head, x.sent
	if e.Error == "" || x.answer.Status != 0 {
		x.got = redact.body(x.got[:0], x.answer.Body)
		e.ResponseBody, e.Status = x.got, x.answer.Status
		e.Replied = e.Error == ""
	}
	e.Faults = x.strikes.Names()
	x.engine.Publish(e)
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
