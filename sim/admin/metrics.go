package admin

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// metrics counts events. A follower reads along, so that nothing is lost between
// two scrapes.
type metrics struct {
	mu       sync.Mutex
	engine   *sim.Engine
	seq      uint64
	messages *family
	fates    *family
	calls    *family
	answers  *family
	receipts *family
	faults   *family
	missed   *family
}

func newMetrics() *metrics {
	m := &metrics{
		messages: newFamily("counter", "messages_total", "Messages by what the vendor answered.", "vendor", "code"),
		fates:    newFamily("counter", "fates_total", "Messages by what became of them.", "vendor", "state", "reason"),
		calls:    newFamily("counter", "calls_total", "Calls without targets, by verb and answer.", "vendor", "verb", "code"),
		answers:  newFamily("counter", "exchanges_total", "Requests by HTTP status, or by what came instead of an answer.", "vendor", "status"),
		receipts: newFamily("counter", "receipts_total", "Callbacks by outcome.", "vendor", "outcome"),
		faults:   newFamily("counter", "faults_total", "Requests a fault struck.", "fault"),
		missed:   newFamily("counter", "events_missed_total", "Events forgotten before they were counted."),
	}
	m.missed.add(0)
	return m
}

// followPause is how often events are counted at most: waiting for every single
// one would cost the simulator more than counting them.
const followPause = 200 * time.Millisecond

// follow counts an engine's events until ctx ends.
func (m *metrics) follow(ctx context.Context, e *sim.Engine) {
	for {
		seq := m.drain(e)
		if e.WaitEvent(ctx, seq) != nil || (vendors.SystemClock{}).Sleep(ctx, followPause) != nil {
			m.drain(e) // what a reset leaves behind
			return
		}
	}
}

// drain counts what happened since the last time. Another engine is counted from
// its first event on; an engine that was followed before is left alone.
func (m *metrics) drain(e *sim.Engine) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.engine != e {
		return 0
	}
	last, missed := e.Scan(m.seq, m.count)
	m.seq = last
	m.missed.add(float64(missed))
	return last
}

// turnTo counts another engine from now on, the last one to its end.
func (m *metrics) turnTo(e *sim.Engine) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.engine != nil {
		_, missed := m.engine.Scan(m.seq, m.count)
		m.missed.add(float64(missed))
	}
	m.engine, m.seq = e, 0
}

func (m *metrics) count(ev *sim.Event) {
	vendor := string(ev.Vendor)
	switch ev.Kind {
	case sim.EvMessage:
		if ev.Verb != sim.VerbUnknown { // the answer; later events tell the fate
			m.messages.add(1, vendor, ev.Code)
		}
		if ev.Fate.State != "" && ev.Fate.State.Final() {
			m.fates.add(1, vendor, string(ev.Fate.State), string(ev.Fate.Reason))
		}
	case sim.EvCall:
		m.calls.add(1, vendor, ev.Verb.String(), ev.Code)
	case sim.EvExchange:
		status := ev.Error
		if status == "" {
			status = strconv.Itoa(ev.Status)
		}
		m.answers.add(1, vendor, status)
		for _, f := range ev.Faults {
			m.faults.add(1, f)
		}
	case sim.EvReceipt:
		m.receipts.add(1, vendor, outcome(ev))
	}
}

func outcome(ev *sim.Event) string {
	switch {
	case ev.Replied && ev.Status >= 200 && ev.Status < 300:
		return "delivered"
	case ev.Error == "" && !ev.Replied:
		return "recorded"
	}
	return "failed"
}

// scrape answers GET /metrics.
func (s *Server) scrape(w http.ResponseWriter, _ *http.Request) {
	e := s.opts.Engine()
	gauge := func(name, help string, value float64) *family {
		f := newFamily("gauge", name, help)
		f.add(value)
		return f
	}
	gauges := []*family{
		gauge("apps", "Apps in the world.", float64(len(e.Apps()))),
		gauge("clock_seconds", "The simulated time, in seconds since 1970.", float64(e.Clock().Now().Unix())),
		gauge("devices", "Phones in the world.", float64(len(e.Phones()))),
		gauge("last_event", "The number of the newest event.", float64(e.LastEvent())),
	}
	m := s.metrics
	m.drain(e) // up to this moment
	var out bytes.Buffer
	m.mu.Lock()
	for _, f := range append(gauges, m.messages, m.fates, m.calls, m.answers, m.receipts, m.faults, m.missed) {
		f.write(&out)
	}
	m.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Write(out.Bytes()) //nolint:errcheck // a scraper that went away is its own matter
}
