package huawei

import (
	"net/http"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// Receipt writes a receipt of version V1 with one status. It is not signed:
// X-HUAWEI-CALLBACK-ID goes only with receipt configurations that have a user name and
// a key, and this mock's have none.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	status, ok := statusOf(&r.Fate)
	if !ok {
		return nil, nil, false
	}
	if k, _ := r.Keep.(*Kept); k != nil && k.PushType != "" {
		body, header = receiptV2(r, k, status)
		return body, header, true
	}
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Array(b, "statuses")
	b = jsonwrite.Object(b, "")
	b = jsonwrite.Str(b, "biTag", r.Param)
	b = jsonwrite.Str(b, "appid", e.AppRef(r.App.Credentials))
	b = jsonwrite.Str(b, "token", r.Target)
	b = jsonwrite.Raw(b, "status", status)
	b = jsonwrite.Int(b, "timestamp", r.Fate.At.UnixMilli())
	b = jsonwrite.Str(b, "requestId", r.VendorMessageID)
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
