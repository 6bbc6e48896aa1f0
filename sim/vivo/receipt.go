package vivo

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
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
	b := append([]byte(nil), '{')
	b = quote(b, r.VendorMessageID)
	b = append(b, `:{"param":`...)
	b = quote(b, r.Param)
	b = member(b, "targets", r.Target)
	b = member(b, "ackType", ack)
	if sub != "" {
		b = member(b, "subAckType", sub)
	}
	b = append(b, `,"ackTime":`...)
	b = strconv.AppendInt(b, r.Fate.At.UnixMilli(), 10)
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
