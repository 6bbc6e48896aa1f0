package endpointtest

import (
	"context"
	"net/http"
	"slices"
	"sync"
)

// Mailbox takes receipts: it is a sim.Poster that answers with Statuses in turn, then
// with 200. Fill it before the world opens.
type Mailbox struct {
	Statuses []int

	mu      sync.Mutex
	posted  []Posted
	headers []http.Header
}

// Posted is one receipt.
type Posted struct{ URL, Body string }

// Post takes one receipt.
func (m *Mailbox) Post(_ context.Context, url string, header http.Header, body []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.posted = append(m.posted, Posted{url, string(body)})
	m.headers = append(m.headers, header.Clone())
	if n := len(m.posted); n <= len(m.Statuses) {
		return m.Statuses[n-1], nil
	}
	return http.StatusOK, nil
}

// Posted are the receipts so far, tries that failed included.
func (m *Mailbox) Posted() []Posted {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.posted)
}

// Headers are the headers they came with.
func (m *Mailbox) Headers() []http.Header {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.headers)
}
