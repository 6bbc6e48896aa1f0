package xiaomi

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// knownKinds are all bits of extra.callback.type. A sum with others gets no receipts at
// all, as somebody found out who sent 246.
const knownKinds = 1 + 2 + 16 + 32 + 64 + 128 + 1024

// Receipt writes the callback: a form with one field, data, whose value is an object
// with data.id of the send as its key; an answer to multi_messages has one for all. Only messages to registration ids, aliases and
// accounts are reported, and only kinds that were asked for. Each receipt goes alone;
// Xiaomi's own may hold several ids, and several targets of one.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	k, _ := r.Keep.(*Kept)
	kind, detail, ok := kindOfReceipt(&r.Fate)
	if !ok || k == nil || !r.Single || k.Receipts&^knownKinds != 0 || k.Receipts&kind == 0 {
		return nil, nil, false
	}
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Object(b, cmp.Or(r.Batch, r.VendorMessageID))
	if kind != 128 {
		b = jsonwrite.Str(b, "param", r.Param)
	}
	b = extraOfReceipt(b, detail, r)
	b = jsonwrite.Int(b, "type", kind)
	b = jsonwrite.Str(b, "targets", r.Target)
	if k.JobKey != "" {
		b = jsonwrite.Str(b, "jobkey", k.JobKey)
	}
	if bar := barStatus(kind, &r.Phone); bar != "" {
		b = jsonwrite.Str(b, "barStatus", bar)
	}
	if n, err := strconv.ParseInt(detail, 10, 64); err == nil {
		b = jsonwrite.Int(b, "errorCode", n)
	}
	b = jsonwrite.Int(b, "timestamp", r.Fate.At.UnixMilli())
	if kind == 16 && r.Phone.Flags[flagRegID] == "renewed" {
		b = jsonwrite.Object(b, "replaceTarget")
		b = jsonwrite.Str(b, r.Target, renewed(r.Target))
		b = append(b, '}')
	}
	b = append(b, '}', '}')
	form := url.Values{"data": {string(b)}}.Encode()
	return []byte(form), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, true
}

// kindOfReceipt splits a fate's code. What arrived without one was delivered; what was
// lost without one is not reported.
func kindOfReceipt(f *sim.Fate) (kind int64, detail string, ok bool) {
	code, detail, _ := strings.Cut(f.Code, "/")
	switch {
	case code != "":
		kind, err := strconv.ParseInt(code, 10, 64)
		return kind, detail, err == nil
	case f.State.Visible() || f.State == device.Hidden:
		return 1, "", true
	}
	return 0, "", false
}

// extraOfReceipt tells the two forms of type 128 apart: the app's total and the phone's
// limit. All values are texts.
func extraOfReceipt(b []byte, detail string, r *sim.ReceiptInput) []byte {
	used, allowed := strconv.FormatInt(r.Cause.N[0], 10), strconv.FormatInt(r.Cause.N[1], 10)
	switch detail {
	case "ack":
		b = jsonwrite.Object(b, "extra")
		b = jsonwrite.Str(b, "ack", used)
		b = jsonwrite.Str(b, "quota", allowed)
	case "device_acked":
		b = jsonwrite.Object(b, "extra")
		b = jsonwrite.Str(b, "device_acked", used)
		b = jsonwrite.Str(b, "device_quota", allowed)
	default:
		return b
	}
	return append(b, '}')
}

// barStatus is the state of the app's notification switch, with the kinds that have it.
func barStatus(kind int64, p *device.Phone) string {
	switch kind {
	case 1, 2, 64:
		if p.Notifications {
			return "Enable"
		}
		return "Disable"
	case 16:
		return "Unknown"
	}
	return ""
}

// ReceiptRetries: there are none. The server forgets what it has sent.
func (e *Endpoint) ReceiptRetries() []time.Duration { return nil }
