package huawei

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// The paths; the push paths stand behind /v1/{client id} or /v2/{project id}.
const (
	pathToken       = "/oauth2/v3/token"
	pathTokenV2     = "/oauth2/v2/token"
	pathSend        = "/messages:send"
	pathSubscribe   = "/topic:subscribe"
	pathUnsubscribe = "/topic:unsubscribe"
	pathTopics      = "/topic:list"
)

// wire speaks Huawei's HTTP by hand, so that a case can say exactly what is wrong
// with a request.
type wire struct {
	t *conformance.T
	// access is the access token of the next calls, "" for no Authorization.
	access string
}

// body is a JSON object; change edits the "message" of a request, or with top the
// request around it. A path names a member of a member: "android.notification.title".
type (
	body   map[string]any
	change func(request body)
)

// set writes a member of the message, drop takes members away.
func set(path string, value any) change {
	return func(request body) { put(request, "message."+path, value) }
}

func drop(paths ...string) change {
	return func(request body) {
		for _, p := range paths {
			cut(request, "message."+p)
		}
	}
}

// top writes a member beside the message.
func top(path string, value any) change {
	return func(request body) { put(request, path, value) }
}

// notify writes a member of android.notification.
func notify(path string, value any) change { return set("android.notification."+path, value) }

func put(object map[string]any, path string, value any) {
	head, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		object[head] = value
		return
	}
	put(member(object, head), rest, value)
}

func cut(object map[string]any, path string) {
	head, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		delete(object, head)
		return
	}
	if _, there := object[head]; there {
		cut(member(object, head), rest)
	}
}

// member is the object under a name, made when it is not there.
func member(object map[string]any, name string) map[string]any {
	switch m := object[name].(type) {
	case map[string]any:
		return m
	case body:
		return m
	}
	m := map[string]any{}
	object[name] = m
	return m
}

func (b body) with(changes ...change) body {
	for _, c := range changes {
		c(b)
	}
	return b
}

// answer is what came back.
type answer struct {
	path   string
	status int
	header http.Header
	raw    []byte
	// json is nil when the body is no JSON object; numbers are json.Number.
	json map[string]any
}

// code is the JSON string "code", "" when it is no string.
func (a answer) code() string { s, _ := a.text("code"); return s }

// text is a string member; ok tells that it is there and is a JSON string.
func (a answer) text(member string) (s string, ok bool) {
	s, ok = a.json[member].(string)
	return s, ok
}

// number is a member that is a JSON number, "" when it is none.
func (a answer) number(member string) string {
	n, _ := a.json[member].(json.Number)
	return n.String()
}

func (a answer) requestID() string { s, _ := a.text("requestId"); return s }

func (a answer) String() string {
	return fmt.Sprintf("%s answered HTTP %d %s", a.path, a.status, bytes.TrimSpace(a.raw))
}

// postForm asks the token endpoint; keys go out in the order given.
func (w *wire) postForm(path string, pairs ...string) answer {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	return w.rawForm(path, strings.Join(parts, "&"))
}

// rawForm sends a form as it stands.
func (w *wire) rawForm(path, form string) answer {
	return w.do(http.MethodPost, path, []byte(form), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Authorization": {""},
	})
}

// post sends b as JSON to path.
func (w *wire) post(path string, b map[string]any) answer {
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	if err := e.Encode(b); err != nil {
		w.t.SetupErrorf("encode request to %s: %v", path, err)
	}
	return w.do(http.MethodPost, path, bytes.TrimSuffix(raw.Bytes(), []byte("\n")), nil)
}

// do makes one request; header is added to the usual ones, and an empty value
// takes a header away.
func (w *wire) do(method, path string, raw []byte, header http.Header) answer {
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.t.BaseURL()+path, bytes.NewReader(raw))
	if err != nil {
		w.t.SetupErrorf("request to %s: %v", path, err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json;charset=UTF-8")
	}
	if w.access != "" {
		req.Header.Set("Authorization", "Bearer "+w.access)
	}
	for name, values := range header {
		req.Header.Del(name)
		if len(values) > 0 && values[0] != "" {
			req.Header[name] = values // as spelt, not in Go's canonical form
		}
	}
	resp, err := w.t.HTTP().Do(req)
	if err != nil {
		w.t.Fatalf("%s %s: no answer: %v", method, path, err)
	}
	defer resp.Body.Close()
	a := answer{path: path, status: resp.StatusCode, header: resp.Header}
	if a.raw, err = io.ReadAll(io.LimitReader(resp.Body, 4<<20)); err != nil {
		w.t.Fatalf("%s %s: read answer: %v", method, path, err)
	}
	dec := json.NewDecoder(bytes.NewReader(a.raw))
	dec.UseNumber()
	if dec.Decode(&a.json) != nil {
		a.json = nil
	}
	return a
}
