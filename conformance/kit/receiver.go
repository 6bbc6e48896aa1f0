package kit

import (
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

// Receipt is one entry of what a vendor posts to a callback.
type Receipt struct {
	// ID is the vendor's id of the message.
	ID    string
	Entry Object
	// Raw is the request's body, with what was odd about the request before it.
	Raw string
}

// Text is a string member of the entry, "" when it is none.
func (r Receipt) Text(path string) string { s, _ := r.Entry.Text(path); return s }

// Number is a member of the entry that is a number, "" when it is none.
func (r Receipt) Number(path string) string { return r.Entry.Number(path) }

func (r Receipt) String() string { return r.Raw }

// Callback says how a vendor's receipts are read and answered.
type Callback struct {
	// Entries are the receipts in a request; none makes an entry with Raw alone.
	Entries func(r *http.Request, body []byte) []Receipt
	// Answer is the JSON that is answered, "" for nothing.
	Answer string
}

// Receiver is the callback URL a developer has to build.
type Receiver struct {
	URL string

	t    *conformance.T
	cb   Callback
	stop func()

	mu       sync.Mutex
	got      []Receipt
	came     chan struct{} // gets a value for each request
	statuses []int         // answers for the next requests; 200 when empty
}

// Receive listens on this machine until the case calls Stop.
func Receive(t *conformance.T, cb Callback) *Receiver {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.SetupErrorf("receive receipts: %v", err)
	}
	r := &Receiver{t: t, cb: cb, URL: fmt.Sprintf("http://%s/cb/%s", l.Addr(), t.Case.Vendor), came: make(chan struct{}, 1000)}
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	r.stop = func() { _ = srv.Close(); <-done }
	return r
}

// Stop ends listening.
func (r *Receiver) Stop() { r.stop() }

// Next says with which statuses the next requests are answered.
func (r *Receiver) Next(statuses ...int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.statuses = append(r.statuses, statuses...)
}

// ServeHTTP takes one request with receipts.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	raw, _ := io.ReadAll(io.LimitReader(req.Body, 1<<20)) // what could not be read is missing in what came
	entries := r.cb.Entries(req, raw)
	if req.Method != http.MethodPost || len(entries) == 0 {
		entries = []Receipt{{Raw: fmt.Sprintf("%s %s", req.Method, raw)}}
	}
	r.mu.Lock()
	status := http.StatusOK
	if len(r.statuses) > 0 {
		status, r.statuses = r.statuses[0], r.statuses[1:]
	}
	r.got = append(r.got, entries...)
	r.mu.Unlock()
	if r.cb.Answer != "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, r.cb.Answer) // whoever posted may be gone
	select {
	case r.came <- struct{}{}:
	default:
	}
}

// Of waits until n receipts of a message came and returns them in order. In a world
// that settles at once nothing is waited for.
func (r *Receiver) Of(id string, n int) []Receipt {
	settle(r.t)
	ctx, cancel := context.WithTimeout(r.t.Context(), 3*time.Second)
	defer cancel()
	for {
		r.mu.Lock()
		found := slices.DeleteFunc(slices.Clone(r.got), func(p Receipt) bool { return p.ID != id })
		all := fmt.Sprint(r.got)
		r.mu.Unlock()
		if len(found) >= n {
			return found
		}
		select {
		case <-r.came:
		case <-ctx.Done():
			r.t.Fatalf("%d receipts of message %s came, want %d; all receipts: %s", len(found), id, n, all)
		}
	}
}

// Last is the newest receipt of a message.
func (r *Receiver) Last(id string) Receipt {
	found := r.Of(id, 1)
	return found[len(found)-1]
}

// All are the receipts that came so far, after everything settled.
func (r *Receiver) All() []Receipt {
	settle(r.t)
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// None says that no receipt came although everything settled.
func (r *Receiver) None() {
	if got := r.All(); len(got) > 0 {
		r.t.Errorf("receipts came: %v, want none", got)
	}
}

// Objects reads a JSON array of objects, or one object alone.
func Objects(raw []byte) []Object {
	if o, ok := Decode(raw); ok {
		return []Object{o}
	}
	wrapped, ok := Decode(fmt.Appendf(nil, `{"list":%s}`, raw))
	if !ok {
		return nil
	}
	list, _ := wrapped["list"].([]any)
	var out []Object
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// Text writes a value as JSON, for texts of failures.
func Text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}
