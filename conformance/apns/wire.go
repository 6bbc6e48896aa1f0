package apns

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// edit changes a push on its way.
type edit func(*kit.Request)

// header sets a header, or with no value takes it away.
func header(name string, values ...string) edit {
	return func(r *kit.Request) {
		name := http.CanonicalHeaderKey(name)
		delete(r.Header, name)
		if len(values) > 0 {
			r.Header[name] = values
		}
	}
}

func kind(pushType string) edit    { return header("apns-push-type", pushType) }
func topic(name string) edit       { return header("apns-topic", name) }
func priority(n int) edit          { return header("apns-priority", strconv.Itoa(n)) }
func collapse(id string) edit      { return header("apns-collapse-id", id) }
func bearer(provider string) edit  { return header("authorization", "bearer "+provider) }
func expires(at time.Time) edit    { return header("apns-expiration", strconv.FormatInt(at.Unix(), 10)) }
func expiration(value string) edit { return header("apns-expiration", value) }
func path(p string) edit           { return func(r *kit.Request) { r.Path = p } }
func method(m string) edit         { return func(r *kit.Request) { r.Method = m } }
func body(b string) edit           { return func(r *kit.Request) { r.Body = []byte(b) } }

// titled replaces the alert's title, by which a case tells its messages apart.
func titled(title string) edit {
	return body(fmt.Sprintf(`{"aps":{"alert":{"title":%q,"body":"你有 1 条新消息"},"sound":"default"}}`, title))
}

// silent makes a correct background push of a request.
func silent(r *kit.Request) {
	kind("background")(r)
	priority(5)(r)
	body(`{"aps":{"content-available":1},"sync":"inbox"}`)(r)
}

// push sends a correct alert to p, with changes.
func (b *bench) push(p device.Phone, edits ...edit) kit.Answer { return b.pushTo(p.Token, edits...) }

func (b *bench) pushTo(token string, edits ...edit) kit.Answer {
	r := kit.Request{
		Method: http.MethodPost, Path: "/3/device/" + token,
		Header: http.Header{
			"Content-Type": {"application/json"}, "Authorization": {"bearer " + b.providerToken()},
			"Apns-Topic": {b.topic}, "Apns-Push-Type": {"alert"},
		},
		Body: []byte(`{"aps":{"alert":{"title":"新消息","body":"你有 1 条新消息"},"sound":"default"}}`),
	}
	for _, e := range edits {
		e(&r)
	}
	return b.Exactly(r)
}

// providerToken is a valid one. It is used for 50 minutes, as a good sender does.
func (b *bench) providerToken() string {
	if now := b.World.Now(); b.provider == "" || now.Sub(b.signed) >= 50*time.Minute {
		b.provider, b.signed = b.login.token(now), now
	}
	return b.provider
}

// isUUID wants the canonical form, in either case.
func isUUID(s string) bool {
	parts := strings.Split(s, "-")
	lengths := make([]int, len(parts))
	for i, p := range parts {
		lengths[i] = len(p)
		if strings.Trim(strings.ToLower(p), "0123456789abcdef") != "" {
			return false
		}
	}
	return slices.Equal(lengths, []int{8, 4, 4, 4, 12})
}

// alertOf is a JSON alert of exactly n bytes.
func alertOf(n int) string {
	const head, tail = `{"aps":{"alert":"`, `"}}`
	return head + strings.Repeat("a", n-len(head)-len(tail)) + tail
}
