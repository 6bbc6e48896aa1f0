package mutant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// roundTrip is a RoundTripper made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// closing is a spoilt transport that still lets go of idle connections when the
// sender is closed.
type closing struct {
	http.RoundTripper
	inner http.RoundTripper
}

// CloseIdleConnections passes the wish on to the good transport.
func (c closing) CloseIdleConnections() {
	if i, ok := c.inner.(interface{ CloseIdleConnections() }); ok {
		i.CloseIdleConnections()
	}
}

func around(inner http.RoundTripper, f roundTrip) http.RoundTripper { return closing{f, inner} }

// RewriteJSON changes the JSON object in the bodies of requests whose path ends
// so; "" is every path. Numbers are json.Number. Bodies that are no JSON object
// pass unchanged.
func RewriteJSON(pathSuffix string, change func(map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return RewriteBody(pathSuffix, func(body []byte) []byte {
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var object map[string]any
		if d.Decode(&object) != nil || object == nil {
			return body
		}
		change(object)
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		if e.Encode(object) != nil {
			return body // the change put in what JSON cannot say
		}
		return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	})
}

// RewriteBody changes the bodies of requests whose path ends so, whatever they are.
func RewriteBody(pathSuffix string, change func([]byte) []byte) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return around(inner, func(r *http.Request) (*http.Response, error) {
			if !strings.HasSuffix(r.URL.Path, pathSuffix) || r.Body == nil {
				return inner.RoundTrip(r)
			}
			body, err := readRequest(r)
			if err != nil {
				return nil, err
			}
			return inner.RoundTrip(withBody(r, change(body)))
		})
	}
}

// RewriteHeader changes the header of requests whose path ends so.
func RewriteHeader(pathSuffix string, change func(http.Header)) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return around(inner, func(r *http.Request) (*http.Response, error) {
			if !strings.HasSuffix(r.URL.Path, pathSuffix) {
				return inner.RoundTrip(r)
			}
			r = r.Clone(r.Context()) // a RoundTripper may not change its caller's request
			change(r.Header)
			return inner.RoundTrip(r)
		})
	}
}

// RewriteResponse changes the answers to requests whose path ends so, before the
// sender sees them. The change may edit status and header, and returns the body.
func RewriteResponse(pathSuffix string, change func(*http.Response, []byte) []byte) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return around(inner, func(r *http.Request) (*http.Response, error) {
			resp, err := inner.RoundTrip(r)
			if err != nil || !strings.HasSuffix(r.URL.Path, pathSuffix) {
				return resp, err
			}
			body, err := readResponse(resp)
			if err != nil {
				return nil, err
			}
			setBody(resp, change(resp, body))
			return resp, nil
		})
	}
}

// Chain applies several changes as one mutant; the first sees a request first.
func Chain(transports ...func(http.RoundTripper) http.RoundTripper) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		for i := len(transports) - 1; i >= 0; i-- {
			inner = transports[i](inner)
		}
		return inner
	}
}

func readRequest(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close() // read to its end; nothing is lost
	if err != nil {
		return nil, fmt.Errorf("mutant: read request body: %w", err)
	}
	return body, nil
}

// withBody is a copy of r with another body.
func withBody(r *http.Request, body []byte) *http.Request {
	out := r.Clone(r.Context())
	out.ContentLength = int64(len(body))
	if len(body) == 0 {
		out.Body, out.GetBody = http.NoBody, nil // any other empty body is sent in chunks
		return out
	}
	out.Body = io.NopCloser(bytes.NewReader(body))
	out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return out
}

func readResponse(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("mutant: read response body: %w", err)
	}
	return body, nil
}

func setBody(resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Header.Del("Content-Length")
}
