package huawei

import (
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// Receipt writes a receipt of version V1 with one status. It is not signed:
// X-HUAWEI-CALLBACK-ID goes only with receipt configurations that have a user name and
// a key, and this mock's have none.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	status, ok := statusOf(&r.Fate)
	if !ok {
		return nil, nil, false
	}
	b := append([]byte(nil), `{"statuses":[{"biTag":`...)
	b = quote(b, r.Param)
	b = append(b, `,"appid":`...)
	b = quote(b, e.AppRef(r.App.Credentials))
	b = append(b, `,"token":`...)
	b = quote(b, r.Target)
	b = append(b, `,"status":`...)
	b = append(b, status...)
	b = append(b, `,"timestamp":`...)
	b = strconv.AppendInt(b, r.Fate.At.UnixMilli(), 10)
	b = append(b, `,"requestId":`...)
	b = quote(b, r.VendorMessageID)
	return append(b, "}]}"...), http.Header{"Content-Type": {jsonType}}, true
}

// statusOf is the status of a receipt: the code of what went wrong, and 0 for what
// arrived. What was lost without a code, such as a message whose ttl ended, is not
// reported.
func statusOf(f *sim.Fate) (status string, ok bool) {
	switch {
	case f.Code != "":
		return f.Code, true
	case f.State.Visible() || f.State == device.Hidden:
		return "0", true
	}
	return "", false
}

// ReceiptRetries are assumed: Huawei documents none.
func (e *Endpoint) ReceiptRetries() []time.Duration {
	return []time.Duration{time.Second, 5 * time.Second, 30 * time.Second}
}
