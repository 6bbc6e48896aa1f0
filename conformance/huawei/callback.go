package huawei

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
)

// posted is one entry of "statuses" in a receipt.
type posted struct {
	entry map[string]any
	raw   string
}

func (p posted) text(member string) string { s, _ := p.entry[member].(string); return s }

func (p posted) number(member string) string {
	n, _ := p.entry[member].(json.Number)
	return n.String()
}

func (p posted) String() string { return p.raw }

// receiver is the callback URL a developer has to build.
type receiver struct {
	t    *conformance.T
	url  string
	stop func()

	mu     sync.Mutex
	got    []posted
	came   chan struct{} // gets a value for each request
	status []int         // answers for the next requests; 200 when empty
}

// receive listens on this machine until the case calls stop.
func receive(t *conformance.T) *receiver {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.SetupErrorf("receive receipts: %v", err)
	}
	r := &receiver{t: t, url: fmt.Sprintf("http://%s/cb/huawei", l.Addr()), came: make(chan struct{}, 1000)}
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	r.stop = func() { _ = srv.Close(); <-done }
	return r
}

// ServeHTTP takes one receipt and gives the documented answer.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	raw, _ := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	r.mu.Lock()
	status := http.StatusOK
	if len(r.status) > 0 {
		status, r.status = r.status[0], r.status[1:]
	}
	r.got = append(r.got, entries(req, raw)...)
	r.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, `{"code":"0","message":"success"}`)
	select {
	case r.came <- struct{}{}:
	default:
	}
}

func entries(req *http.Request, raw []byte) []posted {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var receipt struct {
		Statuses []map[string]any `json:"statuses"`
	}
	if err := dec.Decode(&receipt); err != nil || req.Method != http.MethodPost || len(receipt.Statuses) == 0 {
		return []posted{{raw: fmt.Sprintf("%s %s", req.Method, raw)}}
	}
	var out []posted
	for _, e := range receipt.Statuses {
		out = append(out, posted{entry: e, raw: string(raw)})
	}
	return out
}

// of waits until n entries of the request came and returns them in order. In a
// world that settles at once nothing is waited for.
func (r *receiver) of(b *bench, requestID string, n int) []posted {
	b.settle()
	ctx, cancel := context.WithTimeout(r.t.Context(), 3*time.Second)
	defer cancel()
	for {
		r.mu.Lock()
		found := slices.DeleteFunc(slices.Clone(r.got), func(p posted) bool { return p.text("requestId") != requestID })
		all := fmt.Sprint(r.got)
		r.mu.Unlock()
		if len(found) >= n {
			return found
		}
		select {
		case <-r.came:
		case <-ctx.Done():
			r.t.Fatalf("%d receipts of request %s came, want %d; all receipts: %s", len(found), requestID, n, all)
		}
	}
}

// want says which receipt the request's newest entry must be.
func (r *receiver) want(b *bench, requestID, token, status string) posted {
	found := r.of(b, requestID, 1)
	last := found[len(found)-1]
	if last.number("status") != status || last.text("token") != token {
		r.t.Errorf("receipt of request %s is %s, want status %s, a number, and token %q", requestID, last, status, token)
	}
	return last
}

// none says that no receipt came although everything settled.
func (r *receiver) none(b *bench) {
	b.settle()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.got) > 0 {
		r.t.Errorf("receipts came: %v, want none", r.got)
	}
}
