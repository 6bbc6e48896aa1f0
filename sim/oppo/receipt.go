package oppo

import (
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/jsonwrite"
)

// Receipt writes a list of one receipt. OPPO may put several for one URL into one call;
// this mock never does. Aliases, tags and everybody get none.
func (e *Endpoint) Receipt(r *sim.ReceiptInput) (body []byte, header http.Header, ok bool) {
	event, ok := eventOf(&r.Fate)
	if !ok || r.ToAudience || r.Kind != sim.ByToken {
		return nil, nil, false
	}
	if !isChina(r.Target) && event != eventArrive && event != "regid_invalid" {
		return nil, nil, false // outside China there are only these two
	}
	message, app := r.VendorMessageID, appID(r.App.ID)
	if r.Origin != "" {
		message = castID(r.Origin)
	}
	b := jsonwrite.Object(jsonwrite.Array(nil, ""), "")
	b = jsonwrite.Str(b, "messageId", message)
	b = jsonwrite.Str(b, "appId", app)
	b = jsonwrite.Str(b, "taskId", r.VendorMessageID)
	b = jsonwrite.Str(b, "registrationIds", r.Target)
	b = jsonwrite.Str(b, "eventTime", strconv.FormatInt(r.Fate.At.UnixMilli(), 10))
	b = jsonwrite.Str(b, "param", r.Param)
	b = jsonwrite.Str(b, "eventType", event)
	return append(b, "}]"...), http.Header{"Content-Type": {"application/json"}}, true
}

const eventArrive = "push_arrive"

// eventOf is the eventType of a fate: the code of what went wrong, and push_arrive for
// what reached the phone, shown or not. What was lost without a code is not reported.
func eventOf(f *sim.Fate) (event string, ok bool) {
	switch {
	case f.Code != "":
		return f.Code, true
	case f.State.Visible() || f.State == device.Hidden:
		return eventArrive, true
	}
	return "", false
}

// ReceiptRetries are assumed: OPPO documents none.
func (e *Endpoint) ReceiptRetries() []time.Duration {
	return []time.Duration{time.Second, 10 * time.Second, 60 * time.Second}
}
