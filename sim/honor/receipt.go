package honor

import (
	"net/http"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// The receipts that are no loss.
const (
	handed  = "40000001" // a data message reached the app
	arrived = "40000002" // the phone took a notification
	clicked = "40000007"
)

// Receipt writes a receipt with one status. Whether Honor signs receipts is not known;
// this mock does not.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	status, ok := statusOf(&r.Fate)
	if !ok {
		return nil, nil, false
	}
	b := jsonwrite.Object(jsonwrite.Array(jsonwrite.Object(nil, ""), "statuses"), "")
	b = jsonwrite.Str(b, "biTag", r.Param)
	b = jsonwrite.Str(b, "appid", e.AppRef(r.App.Credentials))
	b = jsonwrite.Str(b, "token", r.Target)
	b = jsonwrite.Raw(b, "status", status)
	b = jsonwrite.Int(b, "timestamp", r.Fate.At.UnixMilli())
	b = jsonwrite.Str(b, "requestId", r.VendorMessageID)
	return append(b, "}]}"...), http.Header{"Content-Type": {jsonType}}, true
}

// statusOf is the status of a receipt: the code of what happened, and 40000002 for
// what was shown. What was lost without a code, such as a message whose ttl ended, is
// not reported.
func statusOf(f *sim.Fate) (status string, ok bool) {
	switch {
	case f.Code != "":
		return f.Code, true
	case f.State.Visible():
		return arrived, true
	}
	return "", false
}

// ReceiptRetries are assumed: Honor documents none.
func (e *Endpoint) ReceiptRetries() []time.Duration {
	return []time.Duration{time.Second, 5 * time.Second, 30 * time.Second}
}
