package httpsim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim/loopback"
	"github.com/offpush/offpush/sim/internal/toy"
)

// BenchmarkLoopback compares the simulator, with capture, ring and trace on, with
// a handler that reads the body, unmarshals it and writes a constant. The goal is
// a ratio of at least 0.8.
func BenchmarkLoopback(b *testing.B) {
	// Answers are measured: on a clock that stands still, deliveries run behind each turn.
	w := newWorldOf(b, sim.Options{Endpoints: []sim.Endpoint{toy.Endpoint{}}, Seed: 7, Clock: clock.Mode{Kind: clock.Manual}}, nil)
	w.login(w.client(), "http://sim/toy")
	body, err := json.Marshal(w.message("a message of usual length, to nobody in particular"))
	if err != nil {
		b.Fatal(err)
	}
	loopback.Compare(b, loopback.Load{
		Server: w.server, Bare: http.HandlerFunc(bare), Path: "/toy/v1/send", Body: body, Want: `"code":"0"`,
		After: w.engine.Clock().Settle,
	})
}

func bare(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var wire toy.Wire
	if json.Unmarshal(body, &wire) != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"code":"0","id":"toy1"}`)
}

// BenchmarkServeHTTP is the handler alone, without sockets and net/http's parser.
func BenchmarkServeHTTP(b *testing.B) {
	w := newWorldOf(b, sim.Options{Endpoints: []sim.Endpoint{toy.Endpoint{}}, Seed: 7, Clock: clock.Mode{Kind: clock.Manual}}, nil)
	w.login(w.client(), "http://sim/toy")
	body, err := json.Marshal(w.message("a message of usual length, to nobody in particular"))
	if err != nil {
		b.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "User-Agent": {"bench"}, "Content-Length": {"150"}}
	for name, h := range map[string]http.Handler{"sim": w.server, "bare": http.HandlerFunc(bare)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			in := bytes.NewReader(body)
			for b.Loop() {
				in.Reset(body)
				r := http.Request{Method: "POST", URL: &url.URL{Path: "/toy/v1/send"}, Host: "127.0.0.1", Header: header,
					Body: io.NopCloser(in), ContentLength: int64(len(body))}
				h.ServeHTTP(&discard{header: http.Header{}}, &r)
			}
		})
	}
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
