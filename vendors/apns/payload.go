package apns

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// body writes the payload: aps first, then the custom keys by name. An empty aps is
// left out where the push type does not need one.
func (d *draft) body() ([]byte, error) {
	var b bytes.Buffer
	b.Grow(512)
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	add := func(v any) error {
		err := enc.Encode(v)
		b.Truncate(max(0, b.Len()-1)) // the encoder ends every value in a line
		return err
	}
	b.WriteString(`{"aps":`)
	if err := add(&d.aps); err != nil {
		return nil, fmt.Errorf("aps: %w", err)
	}
	needed := d.pushType == PushTypeAlert || d.pushType == PushTypeBackground || len(d.custom) == 0
	if !needed && b.String() == `{"aps":{}` {
		b.Truncate(1)
	}
	keys := make([]string, 0, len(d.custom))
	for k := range d.custom {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		if err := add(k); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := add(d.custom[k]); err != nil {
			return nil, fmt.Errorf("custom key %q: %w", k, err)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// replaced reports the neutral fields in whose place an option has the whole body.
func (d *draft) replaced(option string) {
	m, by := &d.msg, option+" of apns.Options"
	for _, f := range []struct{ name, value string }{
		{"title", m.Title}, {"subtitle", m.Subtitle}, {"body", m.Body}, {"extension", m.Extension}, {"image", m.Image},
		{"sound", m.Sound}, {"category", string(m.Category)}, {"alert", string(m.Alert)},
	} {
		d.Overridden(f.name, f.value, by)
	}
	for _, k := range slices.Sorted(maps.Keys(m.Data)) {
		d.Overridden("data."+k, m.Data[k], by)
	}
	if m.Badge != nil {
		d.Overridden("badge", "badge", by)
	}
}

// write makes the bytes that will be sent and holds them against the limit.
func (d *draft) write() {
	switch {
	case len(d.opt.Payload) > 0:
		d.payload = d.opt.Payload
		if !json.Valid(d.payload) {
			d.Reject(vendors.ReasonBadRequest, "payload of apns.Options is not JSON")
			return
		}
	case d.opt.MDM != nil:
		d.payload, d.buildErr = loosejson.Encode(map[string]string{"mdm": *d.opt.MDM})
	default:
		d.payload, d.buildErr = d.body()
		if d.buildErr == nil && len(d.payload) > d.payloadMax {
			d.cut()
		}
	}
	if d.buildErr != nil {
		d.Reject(vendors.ReasonRequestBuildFailed, d.buildErr.Error())
		return
	}
	if len(d.payload) > d.payloadMax {
		d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("the payload has %d bytes, APNs takes %d for push type %s: shorten it, or send an id and let the app fetch the rest",
			len(d.payload), d.payloadMax, d.pushType))
	}
}

const ellipsis = "…"

// cut shortens the neutral body until the payload fits. Nothing else is ever cut:
// half of an app's data is worse than a clear refusal.
func (d *draft) cut() {
	if d.msg.Overflow == vendors.OverflowReject || !d.ownBody || d.aps.Alert == nil || d.aps.Alert.Body == nil {
		return
	}
	full := *d.aps.Alert.Body
	starts := make([]int, 0, len(full))
	for i := range full {
		starts = append(starts, i)
	}
	build := func(n int) []byte {
		short := shorten(full[:starts[n]])
		d.aps.Alert.Body = &short
		b, err := d.body()
		if err != nil {
			d.buildErr = err
		}
		return b
	}
	// The first length that is too long; one less fits.
	n := sort.Search(len(starts), func(n int) bool { return len(build(n)) > d.payloadMax })
	if n == 0 {
		d.aps.Alert.Body = &full
		return
	}
	d.payload = build(n - 1)
	d.Adjust("body", vendors.AdjustTruncated, full, *d.aps.Alert.Body, vendors.Text{
		EN: fmt.Sprintf("the whole payload may have %d bytes", d.payloadMax),
		ZH: fmt.Sprintf("消息体总长最多 %d 字节", d.payloadMax),
	})
}

// shorten ends s in an ellipsis, which a joiner would glue to half an emoji.
func shorten(s string) string {
	const joiner = '\u200d'
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if r != joiner {
			return strings.ToValidUTF8(s, "") + ellipsis
		}
		s = s[:len(s)-size]
	}
}
