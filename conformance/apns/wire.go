package apns

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/device"
)

// wire speaks Apple's HTTP/2 by hand, so that a case can say exactly what is wrong
// with a request.
type wire struct {
	t     *conformance.T
	http  *http.Client
	base  string
	login login
	topic string
	// provider is the provider token of the last request, with its time.
	provider string
	signed   time.Time
}

// request is one push on its way; an edit changes it.
type (
	request struct {
		method, path string
		header       http.Header
		body         []byte
	}
	edit func(*request)
)

// header sets a header, or with no value takes it away.
func header(name string, values ...string) edit {
	return func(r *request) {
		name := http.CanonicalHeaderKey(name)
		delete(r.header, name)
		if len(values) > 0 {
			r.header[name] = values
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
func path(p string) edit           { return func(r *request) { r.path = p } }
func method(m string) edit         { return func(r *request) { r.method = m } }
func body(b string) edit           { return func(r *request) { r.body = []byte(b) } }

// titled replaces the alert's title, by which a case tells its messages apart.
func titled(title string) edit {
	return body(fmt.Sprintf(`{"aps":{"alert":{"title":%q,"body":"你有 1 条新消息"},"sound":"default"}}`, title))
}

// silent makes a correct background push of a request.
func silent(r *request) {
	kind("background")(r)
	priority(5)(r)
	body(`{"aps":{"content-available":1},"sync":"inbox"}`)(r)
}

// answer is what came back.
type answer struct {
	method, path string
	status       int
	header       http.Header
	raw          []byte
	// json is nil when the body is no JSON object; numbers are json.Number.
	json map[string]any
}

// reason is the member of that name, "" when it is no string.
func (a answer) reason() string {
	s, _ := a.json["reason"].(string)
	return s
}

// id is the apns-id of the answer.
func (a answer) id() string { return a.header.Get("apns-id") }

func (a answer) String() string {
	return fmt.Sprintf("%s %s was answered %d %s", a.method, a.path, a.status, bytes.TrimSpace(a.raw))
}

// push sends a correct alert to p, with changes.
func (b *bench) push(p device.Phone, edits ...edit) answer { return b.pushTo(p.Token, edits...) }

func (b *bench) pushTo(token string, edits ...edit) answer {
	r := request{
		method: http.MethodPost, path: "/3/device/" + token,
		header: http.Header{
			"Content-Type": {"application/json"}, "Authorization": {"bearer " + b.providerToken()},
			"Apns-Topic": {b.topic}, "Apns-Push-Type": {"alert"},
		},
		body: []byte(`{"aps":{"alert":{"title":"新消息","body":"你有 1 条新消息"},"sound":"default"}}`),
	}
	for _, e := range edits {
		e(&r)
	}
	return b.do(&r)
}

// providerToken is a valid one. It is used for 50 minutes, as a good sender does.
func (b *bench) providerToken() string {
	if now := b.world.Now(); b.provider == "" || now.Sub(b.signed) >= 50*time.Minute {
		b.provider, b.signed = b.login.token(now), now
	}
	return b.provider
}

func (w *wire) do(r *request) answer {
	a, err := w.try(r)
	if err != nil {
		w.t.Fatalf("%s %s: no answer: %v", r.method, r.path, err)
	}
	return a
}

// try is do for requests that may get no answer.
func (w *wire) try(r *request) (answer, error) {
	var content io.Reader = http.NoBody
	if len(r.body) > 0 {
		content = bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), r.method, w.base+r.path, content)
	if err != nil {
		w.t.SetupErrorf("request to %s: %v", r.path, err)
	}
	req.Header = r.header
	resp, err := w.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	a := answer{method: r.method, path: r.path, status: resp.StatusCode, header: resp.Header}
	if a.raw, err = io.ReadAll(io.LimitReader(resp.Body, 4<<20)); err != nil {
		w.t.Fatalf("%s %s: read answer: %v", r.method, r.path, err)
	}
	dec := json.NewDecoder(bytes.NewReader(a.raw))
	dec.UseNumber()
	if dec.Decode(&a.json) != nil {
		a.json = nil
	}
	return a, nil
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
