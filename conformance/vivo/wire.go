package vivo

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// wire speaks vivo's HTTP by hand, so that a case can say exactly what is wrong
// with a request.
type wire struct {
	t *conformance.T
	// access is the authToken header of the next calls, "" for none.
	access string
}

// body is a JSON request; change edits one.
type (
	body   map[string]any
	change func(body)
)

func set(field string, value any) change { return func(b body) { b[field] = value } }
func drop(fields ...string) change {
	return func(b body) {
		for _, f := range fields {
			delete(b, f)
		}
	}
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
	raw    []byte
	// json is nil when the body is no JSON object; numbers are json.Number.
	json map[string]any
}

// code is "result" as the decimal on the wire, "" when it is no number.
func (a answer) code() string {
	n, _ := a.json["result"].(json.Number)
	return n.String()
}

// text is a string member; ok tells that it is there and is a JSON string.
func (a answer) text(member string) (s string, ok bool) {
	s, ok = a.json[member].(string)
	return s, ok
}

func (a answer) taskID() string { s, _ := a.text("taskId"); return s }

func (a answer) String() string {
	return fmt.Sprintf("%s answered HTTP %d %s", a.path, a.status, bytes.TrimSpace(a.raw))
}

// post sends b as JSON to path.
func (w *wire) post(path string, b body) answer {
	raw, err := json.Marshal(b)
	if err != nil {
		w.t.SetupErrorf("encode request to %s: %v", path, err)
	}
	return w.do(http.MethodPost, path, raw, nil)
}

// get asks path with the raw query.
func (w *wire) get(path, query string) answer {
	return w.do(http.MethodGet, path+"?"+query, nil, nil)
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
		req.Header.Set("authToken", w.access)
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
	a := answer{path: strings.SplitN(path, "?", 2)[0], status: resp.StatusCode}
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

// sign is the lower-case hex MD5 of the four values without separators.
func sign(appID, appKey, timestamp, appSecret string) string {
	sum := md5.Sum([]byte(appID + appKey + timestamp + appSecret))
	return hex.EncodeToString(sum[:])
}
