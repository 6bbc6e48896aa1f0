package admin_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/offpush/offpush/sim"
)

func TestQuotaIsSetAndShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var q sim.Quota
	w.ok("PUT", "/quota", `{"app":"shop","quota":"marketing","limit":2,"count":1}`, &q)
	if q.Limit == nil || *q.Limit != 2 || q.Count != 1 {
		t.Errorf("got %+v", q)
	}
	w.send("x", w.token)
	w.send("y", w.token)
	var p page
	w.ok("GET", "/messages", "", &p)
	if p.Messages[0].Reply.Code != "0" || p.Messages[1].Reply.Code != "429" {
		t.Errorf("got %+v", p.Messages)
	}
	var all struct{ Quota []sim.Quota }
	w.ok("GET", "/quota?app=shop", "", &all)
	if len(all.Quota) != 1 || all.Quota[0].Count != 2 || !all.Quota[0].Resets.Equal(start.Add(16*time.Hour)) {
		t.Errorf("got %+v", all.Quota)
	}
	w.ok("PUT", "/quota", `{"app":"shop","quota":"marketing","limit":null}`, &q)
	if q.Limit != nil {
		t.Errorf("limit taken back: got %d", *q.Limit)
	}
	for _, body := range []string{`{"app":"shop"}`, `{"app":"shop","quota":"nothing","limit":1}`,
		`{"app":"x","quota":"marketing","limit":1}`, `{"app":"shop","quota":"marketing","limit":-4}`} {
		if status, text := w.do("PUT", "/quota", body); status != 400 {
			t.Errorf("%s: got %d %s", body, status, text)
		}
	}
}

func TestFaultsComeAndGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.ok("POST", "/faults", `{"text":"html path=/send times=1"}`, nil)
	w.ok("POST", "/faults", `{"name":"slow","kind":"latency","delay":"1ms"}`, nil)
	w.send("x", w.token)
	w.send("y", w.token)
	var list struct {
		Faults []struct {
			Fault struct {
				Name  string
				Delay string
			}
			Seen, Struck int
		}
	}
	w.ok("GET", "/faults", "", &list)
	if len(list.Faults) != 2 || list.Faults[0].Fault.Name != "html-1" || list.Faults[0].Seen != 2 || list.Faults[0].Struck != 1 {
		t.Errorf("got %+v", list)
	}
	if list.Faults[1].Fault.Delay != "1ms" || list.Faults[1].Struck != 4 {
		t.Errorf("got %+v", list.Faults[1])
	}
	w.ok("DELETE", "/faults/slow", "", nil)
	if status, text := w.do("DELETE", "/faults/slow", ""); status != 404 || !strings.Contains(text, "html-1") {
		t.Errorf("twice: got %d %s", status, text)
	}
	w.ok("DELETE", "/faults", "", &list)
	if len(list.Faults) != 0 {
		t.Errorf("after clear: %+v", list.Faults)
	}
	for body, want := range map[string]string{
		`{"kind":"htlm"}`: "html", `{"text":"latency"}`: "delay", `{"kind":"html","delai":"1s"}`: "delai",
		`{"kind":"html","vendor":"tyo"}`: "toy",
	} {
		if status, text := w.do("POST", "/faults", body); status != 400 || !strings.Contains(text, want) {
			t.Errorf("%s: got %d %s, want %q", body, status, text, want)
		}
	}
}

// scraped is what a scraper reads at /metrics.
func (w *world) scraped() map[string]*dto.MetricFamily {
	w.t.Helper()
	status, text := w.do("GET", "/metrics", "")
	if status != http.StatusOK {
		w.t.Fatalf("GET /metrics: got %d %s", status, text)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		w.t.Fatalf("a scraper cannot read /metrics: %v\n%s", err, text)
	}
	return families
}

// samples are a family's values by their labels, "name=value name=value".
func samples(f *dto.MetricFamily) map[string]float64 {
	out := map[string]float64{}
	for _, m := range f.GetMetric() {
		var labels []string
		for _, l := range m.GetLabel() {
			labels = append(labels, l.GetName()+"="+l.GetValue())
		}
		out[strings.Join(labels, " ")] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
	}
	return out
}

func TestMetricsCountEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.send("x", w.token)
	w.send("y", `no"body\`)
	w.ok("PUT", "/clock", `{"settle":true}`, nil)
	w.engine.Load().Publish(&sim.Event{Kind: sim.EvExchange, Vendor: "toy", Cause: -1, Error: "bad\xff\n\"end\"", Faults: []string{"html-1"}})
	families := w.scraped()
	for name, want := range map[string]map[string]float64{
		"messages_total":      {"code=0 vendor=toy": 1, "code=404 vendor=toy": 1},
		"fates_total":         {"reason= state=shown vendor=toy": 1},
		"calls_total":         {"code=0 vendor=toy verb=auth": 2},
		"exchanges_total":     {"status=200 vendor=toy": 4, "status=bad\uFFFD\n\"end\" vendor=toy": 1},
		"faults_total":        {"fault=html-1": 1},
		"events_missed_total": {"": 0},
		"devices":             {"": 1},
		"apps":                {"": 1},
		"last_event":          {"": float64(w.engine.Load().LastEvent())},
		"clock_seconds":       {"": float64(w.engine.Load().Clock().Now().Unix())},
	} {
		f := families["offpush_"+name]
		if diff := cmp.Diff(want, samples(f)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if f.GetHelp() == "" || (f.GetType() == dto.MetricType_COUNTER) != strings.HasSuffix(name, "_total") {
			t.Errorf("%s: type %s, help %q", name, f.GetType(), f.GetHelp())
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var h struct {
		Status string
		Seed   uint64
	}
	if w.ok("GET", "/healthz", "", &h); h.Status != "ok" || h.Seed != 7 {
		t.Errorf("got %+v", h)
	}
	if status, text := w.do("GET", "/nothing", ""); status != 404 || !strings.Contains(text, "/messages") {
		t.Errorf("got %d %s", status, text)
	}
}
