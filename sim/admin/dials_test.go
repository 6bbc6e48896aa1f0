package admin_test

import (
	"strings"
	"testing"
	"time"

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

func TestMetricsCountEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.send("x", w.token)
	w.send("y", `no"body\`)
	w.ok("PUT", "/clock", `{"settle":true}`, nil)
	_, got := w.do("GET", "/metrics", "")
	for _, line := range []string{
		"# TYPE offpush_messages_total counter",
		`offpush_messages_total{vendor="toy",code="0"} 1`,
		`offpush_fates_total{vendor="toy",state="shown",reason=""} 1`,
		`offpush_calls_total{vendor="toy",verb="auth",code="0"} 2`,
		`offpush_exchanges_total{vendor="toy",status="200"} 4`,
		"offpush_events_missed_total 0", "offpush_devices 1", "offpush_apps 1",
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %q in\n%s", line, got)
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
