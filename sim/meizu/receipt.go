package meizu

import (
	"net/http"
	"net/url"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// delivered is the type of a receipt for what reached its phone. There is no other one
// but for taps, and none for what did not.
const delivered = "1"

// Receipt writes the callback: a form whose cb holds an object with one key, the msgId
// and the type. Meizu puts what it collected in a second into one callback; here each
// target has its own.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	if !r.Single || (!r.Fate.State.Visible() && r.Fate.State != device.Hidden) {
		return nil, nil, false
	}
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Object(b, r.VendorMessageID+"-"+delivered)
	b = jsonwrite.Str(b, "param", r.Param)
	b = jsonwrite.Raw(b, "type", delivered)
	b = jsonwrite.Array(b, "targets")
	b = jsonwrite.Str(b, "", r.Target)
	b = append(b, ']', '}', '}')
	form := "cb=" + url.QueryEscape(string(b))
	if token := r.App.Flags[flagToken]; token != "" {
		form = "access_token=" + url.QueryEscape(token) + "&" + form
	}
	return []byte(form), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded; charset=UTF-8"},
		"User-Agent":   {"Apache-HttpClient/4.3.4 (java 1.5)"}, // as in the document's capture
	}, true
}

// ReceiptRetries are none: after the call Meizu forgets what it reported.
func (e *Endpoint) ReceiptRetries() []time.Duration { return nil }
