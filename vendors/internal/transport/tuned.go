package transport

import (
	"crypto/tls"
	"net/http"
	"slices"
)

// most is how many connections to one host wait for the next request; the standard
// transport keeps two and would dial for most requests.
const most = 256

// tuned returns a copy of t for small requests, a hundred at once, to one host.
func tuned(t *http.Transport) *http.Transport {
	t = t.Clone()
	t.MaxIdleConnsPerHost = max(t.MaxIdleConnsPerHost, most)
	if t.MaxIdleConns > 0 { // 0: no bound
		t.MaxIdleConns = max(t.MaxIdleConns, most)
	}
	// Answers are a few bytes long: compressed they would be longer.
	t.DisableCompression = true
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{}
	}
	t.TLSClientConfig.MinVersion = max(t.TLSClientConfig.MinVersion, tls.VersionTLS12)
	// Small first records show the head of a page sooner; a request that is cut into them
	// costs a system call each, and nobody can read half of it.
	t.TLSClientConfig.DynamicRecordSizingDisabled = true
	if !speaksHTTP2(t) {
		// A transport that was all defaults spoke it, and its copy, which has TLS
		// settings, offers what it no longer speaks.
		t.TLSClientConfig.NextProtos = slices.DeleteFunc(slices.Clone(t.TLSClientConfig.NextProtos), func(p string) bool { return p == "h2" })
	}
	return t
}

// speaksHTTP2 reports whether a transport with TLS settings of its own speaks HTTP/2.
func speaksHTTP2(t *http.Transport) bool {
	return t.ForceAttemptHTTP2 || t.TLSNextProto["h2"] != nil || (t.Protocols != nil && t.Protocols.HTTP2())
}
