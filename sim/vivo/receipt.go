package vivo

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// Receipt writes the callback: an object whose one key is the taskId. A URL in the
// message is the older form, for single formal messages of apps that have not
// registered a URL in the console; a registered one covers list pushes too.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	if !r.Registered && (!r.Single || r.Test || len(r.App.Receipts) > 0) {
		return nil, nil, false
	}
	ack, sub, ok := ackOf(&r.Fate)
	if !ok {
		return nil, nil, false
	}
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Object(b, r.VendorMessageID)
	b = jsonwrite.Str(b, "param", r.Param)
	b = jsonwrite.Str(b, "targets", r.Target)
	b = jsonwrite.Str(b, "ackType", ack)
	if sub != "" {
		b = jsonwrite.Str(b, "subAckType", sub)
	}
	b = jsonwrite.Int(b, "ackTime", r.Fate.At.UnixMilli())
	b = append(b, '}', '}')
	return b, http.Header{"Content-Type": {"application/json"}}, true
}

// ackOf splits a fate's receipt code into vivo's two levels. What arrived without
// a code was delivered; what was lost without one is not reported.
func ackOf(f *sim.Fate) (ack, sub string, ok bool) {
	switch {
	case f.Code != "":
		ack, sub, _ = strings.Cut(f.Code, "/")
		return ack, sub, true
	case f.State.Visible() || f.State == device.Hidden:
		return "0", "", true
	}
	return "", "", false
}

// ReceiptRetries are assumed: vivo documents none.
func (e *Endpoint) ReceiptRetries() []time.Duration {
	return []time.Duration{time.Second, 10 * time.Second, time.Minute}
}
