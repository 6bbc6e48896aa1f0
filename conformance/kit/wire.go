package kit

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// Request is one request as it stands; a case says exactly what is wrong with it.
type Request struct {
	Method string
	Path   string // with query
	Header http.Header
	Body   []byte
}

// Content types of request bodies.
const (
	TypeJSON = "application/json;charset=UTF-8"
	TypeForm = "application/x-www-form-urlencoded"
)

// Post sends a body as JSON to path. A header is added to the usual ones, and one
// with an empty value takes a usual one away.
func (b *Bench) Post(path string, body map[string]any, header ...http.Header) Answer {
	raw, err := Encode(body)
	if err != nil {
		b.T.SetupErrorf("encode request to %s: %v", path, err)
	}
	return b.Do(http.MethodPost, path, raw, header...)
}

// PostForm sends a form to path.
func (b *Bench) PostForm(path string, f Form, header ...http.Header) Answer {
	return b.PostRawForm(path, f.Encode(), header...)
}

// PostRawForm sends a form as it is written.
func (b *Bench) PostRawForm(path, form string, header ...http.Header) Answer {
	kind := http.Header{"Content-Type": {TypeForm}}
	return b.Do(http.MethodPost, path, []byte(form), append([]http.Header{kind}, header...)...)
}

// Get asks path with the raw query, which may be empty.
func (b *Bench) Get(path, query string, header ...http.Header) Answer {
	if query != "" {
		path += "?" + query
	}
	return b.Do(http.MethodGet, path, nil, header...)
}

// Do makes one request with the usual headers: the content type of JSON for a POST,
// then what Prepare adds, then the case's own. Names go out as they are spelt.
func (b *Bench) Do(method, path string, raw []byte, header ...http.Header) Answer {
	h := http.Header{}
	if method == http.MethodPost {
		h.Set("Content-Type", TypeJSON)
	}
	if b.Prepare != nil {
		b.Prepare(h)
	}
	for _, more := range header {
		for name, values := range more {
			h.Del(name)
			if len(values) > 0 && values[0] != "" {
				h[name] = values
			}
		}
	}
	return b.Exactly(Request{Method: method, Path: path, Header: h, Body: raw})
}

// Exactly makes a request with these headers and no others; no answer ends the case.
func (b *Bench) Exactly(r Request) Answer {
	a, err := b.Try(r)
	if err != nil {
		b.T.Fatalf("%s %s: no answer: %v", r.Method, r.Path, err)
	}
	return a
}

// Try is Exactly for requests that may get no answer.
func (b *Bench) Try(r Request) (Answer, error) {
	var content io.Reader = http.NoBody
	if len(r.Body) > 0 {
		content = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(b.T.Context(), r.Method, b.Base+r.Path, content)
	if err != nil {
		b.T.SetupErrorf("request to %s: %v", r.Path, err)
	}
	if r.Header != nil {
		req.Header = r.Header
	}
	resp, err := b.Client.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	a := Answer{Method: r.Method, Path: strings.SplitN(r.Path, "?", 2)[0], Status: resp.StatusCode, Header: resp.Header, code: b.Code, id: b.ID}
	if a.Raw, err = io.ReadAll(io.LimitReader(resp.Body, 4<<20)); err != nil {
		b.T.Fatalf("%s %s: read answer: %v", r.Method, r.Path, err)
	}
	a.JSON, _ = Decode(a.Raw)
	return a, nil
}
