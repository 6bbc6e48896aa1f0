package vivo

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

// posted is one entry of a receipt as vivo posts it: the object's key is the
// taskId.
type posted struct {
	TaskID string
	Entry  map[string]any
	Raw    string
}

func (p posted) text(member string) string { s, _ := p.Entry[member].(string); return s }

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
	r := &receiver{t: t, url: fmt.Sprintf("http://%s/cb/vivo", l.Addr()), came: make(chan struct{}, 1000)}
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	r.stop = func() { _ = srv.Close(); <-done }
	return r
}

// ServeHTTP takes one receipt and answers an empty 200.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	raw, _ := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	r.mu.Lock()
	status := http.StatusOK
	if len(r.status) > 0 {
		status, r.status = r.status[0], r.status[1:]
	}
	r.got = append(r.got, entries(req, raw)...)
	r.mu.Unlock()
	w.WriteHeader(status)
	select {
	case r.came <- struct{}{}:
	default:
	}
}

func entries(req *http.Request, raw []byte) []posted {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tasks map[string]map[string]any
	if err := dec.Decode(&tasks); err != nil || req.Method != http.MethodPost {
		return []posted{{Raw: fmt.Sprintf("%s %s", req.Method, raw)}}
	}
	var out []posted
	for id, e := range tasks {
		out = append(out, posted{TaskID: id, Entry: e, Raw: string(raw)})
	}
	return out
}

// of waits until n receipts of the task came and returns them in order. In a
// world that settles at once nothing is waited for.
func (r *receiver) of(b *bench, taskID string, n int) []posted {
	b.settle()
	ctx, cancel := context.WithTimeout(r.t.Context(), 3*time.Second)
	defer cancel()
	for {
		r.mu.Lock()
		found := slices.DeleteFunc(slices.Clone(r.got), func(p posted) bool { return p.TaskID != taskID })
		all := fmt.Sprint(r.got)
		r.mu.Unlock()
		if len(found) >= n {
			return found
		}
		select {
		case <-r.came:
		case <-ctx.Done():
			r.t.Fatalf("%d receipts of task %s came, want %d; all receipts: %s", len(found), taskID, n, all)
		}
	}
}

// wantReceipt says which receipt the task's n-th entry must be. An empty sub
// stands for no subAckType.
func (r *receiver) want(b *bench, taskID, token, ackType, sub string) posted {
	found := r.of(b, taskID, 1)
	last := found[len(found)-1]
	if last.text("ackType") != ackType || last.text("subAckType") != sub {
		r.t.Errorf("receipt of task %s is %s, want ackType %q, subAckType %q", taskID, last.Raw, ackType, sub)
	}
	if last.text("targets") != token {
		r.t.Errorf("receipt of task %s is %s, want targets %q", taskID, last.Raw, token)
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

func (r *receiver) callback(param string) change {
	return set("extra", map[string]string{"callback": r.url, "callback.param": param})
}
