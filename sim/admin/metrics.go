package admin

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// metrics counts events. A follower reads along, so that nothing is lost between
// two scrapes. The registry is the server's own: two simulators in one process do
// not count each other's events.
type metrics struct {
	mu       sync.Mutex // engine and seq
	engine   *sim.Engine
	seq      uint64
	messages *prometheus.CounterVec
	fates    *prometheus.CounterVec
	calls    *prometheus.CounterVec
	answers  *prometheus.CounterVec
	receipts *prometheus.CounterVec
	faults   *prometheus.CounterVec
	missed   prometheus.Counter
	page     http.Handler
}

// newMetrics counts for the engine that now returns at a scrape.
func newMetrics(now func() *sim.Engine) *metrics {
	reg := prometheus.NewRegistry()
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "offpush", Name: name, Help: help}, labels)
		reg.MustRegister(c)
		return c
	}
	gauge := func(name, help string, value func(*sim.Engine) float64) {
		reg.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "offpush", Name: name, Help: help},
			func() float64 { return value(now()) }))
	}
	m := &metrics{
		messages: counter("messages_total", "Messages by what the vendor answered.", "vendor", "code"),
		fates:    counter("fates_total", "Messages by what became of them.", "vendor", "state", "reason"),
		calls:    counter("calls_total", "Calls without targets, by verb and answer.", "vendor", "verb", "code"),
		answers:  counter("exchanges_total", "Requests by HTTP status, or by what came instead of an answer.", "vendor", "status"),
		receipts: counter("receipts_total", "Callbacks by outcome.", "vendor", "outcome"),
		faults:   counter("faults_total", "Requests a fault struck.", "fault"),
		missed:   counter("events_missed_total", "Events forgotten before they were counted.").WithLabelValues(),
		page:     promhttp.HandlerFor(reg, promhttp.HandlerOpts{}),
	}
	gauge("apps", "Apps in the world.", func(e *sim.Engine) float64 { return float64(len(e.Apps())) })
	gauge("clock_seconds", "The simulated time, in seconds since 1970.", func(e *sim.Engine) float64 { return float64(e.Clock().Now().Unix()) })
	gauge("devices", "Phones in the world.", func(e *sim.Engine) float64 { return float64(len(e.Phones())) })
	gauge("last_event", "The number of the newest event.", func(e *sim.Engine) float64 { return float64(e.LastEvent()) })
	return m
}

// add counts one. Label values come from requests and callbacks, too, and must be
// UTF-8: one that is not would spoil the whole page.
func add(c *prometheus.CounterVec, values ...string) {
	for i, v := range values {
		values[i] = strings.ToValidUTF8(v, "\uFFFD")
	}
	c.WithLabelValues(values...).Inc()
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
	m.missed.Add(float64(missed))
	return last
}

// turnTo counts another engine from now on, the last one to its end.
func (m *metrics) turnTo(e *sim.Engine) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.engine != nil {
		_, missed := m.engine.Scan(m.seq, m.count)
		m.missed.Add(float64(missed))
	}
	m.engine, m.seq = e, 0
}

func (m *metrics) count(ev *sim.Event) {
	vendor := string(ev.Vendor)
	switch ev.Kind {
	case sim.EvMessage:
		if ev.Verb != sim.VerbUnknown { // the answer; later events tell the fate
			add(m.messages, vendor, ev.Code)
		}
		if ev.Fate.State != "" && ev.Fate.State.Final() {
			add(m.fates, vendor, string(ev.Fate.State), string(ev.Fate.Reason))
		}
	case sim.EvCall:
		add(m.calls, vendor, ev.Verb.String(), ev.Code)
	case sim.EvExchange:
		status := ev.Error
		if status == "" {
			status = strconv.Itoa(ev.Status)
		}
		add(m.answers, vendor, status)
		for _, f := range ev.Faults {
			add(m.faults, f)
		}
	case sim.EvReceipt:
		add(m.receipts, vendor, outcome(ev))
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

// scrape answers GET /metrics, counted up to this moment.
func (s *Server) scrape(w http.ResponseWriter, r *http.Request) {
	s.metrics.drain(s.opts.Engine())
	s.metrics.page.ServeHTTP(w, r)
}
