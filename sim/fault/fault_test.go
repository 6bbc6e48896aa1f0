package fault_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

func add(t *testing.T, s *fault.Set, f fault.Fault) fault.Fault {
	t.Helper()
	f, err := s.Add(f)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestScopeSkipAndTimes(t *testing.T) {
	t.Parallel()
	s := fault.NewSet(1, nil)
	add(t, s, fault.Fault{Kind: fault.HTML, Vendor: "toy", Path: "/send", Skip: 1, Times: 2})
	var got []bool
	for _, r := range []struct{ vendor, path string }{
		{"toy", "/v1/send"}, // skipped
		{"other", "/v1/send"}, {"toy", "/v1/login"},
		{"toy", "/v1/send"}, {"toy", "/v2/send"},
		{"toy", "/v1/send"}, // over
	} {
		got = append(got, s.For(vendors.Vendor(r.vendor), r.path).Any())
	}
	if diff := cmp.Diff([]bool{false, false, false, true, true, false}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if st := s.List()[0]; st.Seen != 4 || st.Struck != 2 || st.Fault.Name != "html-1" {
		t.Errorf("got %+v", st)
	}
}

func TestRateIsASeededShare(t *testing.T) {
	t.Parallel()
	const n = 2000
	draw := func(seed uint64, other bool) string {
		s := fault.NewSet(seed, nil)
		if other {
			add(t, s, fault.Fault{Name: "another", Kind: fault.WrongType, Rate: 0.5})
		}
		add(t, s, fault.Fault{Name: "it", Kind: fault.Reset, Rate: 0.1})
		var b strings.Builder
		for range n {
			hit := strings.Contains(strings.Join(s.For("toy", "/").Names(), " "), "it")
			b.WriteByte("-x"[map[bool]int{true: 1}[hit]])
		}
		return b.String()
	}
	first := draw(7, false)
	if share := float64(strings.Count(first, "x")) / n; share < 0.07 || share > 0.13 {
		t.Errorf("share %.3f, want about 0.1", share)
	}
	if draw(7, false) != first {
		t.Error("the same seed drew differently")
	}
	if draw(7, true) != first {
		t.Error("another fault moved the draws of this one")
	}
	if draw(8, false) == first {
		t.Error("another seed drew the same")
	}
}

func TestNamesAreGivenAndUnique(t *testing.T) {
	t.Parallel()
	s := fault.NewSet(1, nil)
	add(t, s, fault.Fault{Name: "reset-1", Kind: fault.Reset})
	if f := add(t, s, fault.Fault{Kind: fault.Reset}); f.Name != "reset-2" {
		t.Errorf("got %q", f.Name)
	}
	if _, err := s.Add(fault.Fault{Name: "reset-1", Kind: fault.Reset}); err == nil || !strings.Contains(err.Error(), "reset-1") {
		t.Errorf("twice: %v", err)
	}
	if err := s.Remove("reset-1"); err != nil {
		t.Error(err)
	}
	if err := s.Remove("reset-1"); err == nil || !strings.Contains(err.Error(), "reset-2") {
		t.Errorf("removed twice: %v", err)
	}
	s.Clear()
	if len(s.List()) != 0 || s.For("toy", "/").Any() {
		t.Error("cleared, and still there")
	}
	if err := s.Remove("x"); err == nil || !strings.Contains(err.Error(), "no faults") {
		t.Errorf("from an empty set: %v", err)
	}
}

func TestSetIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	s := fault.NewSet(1, nil)
	add(t, s, fault.Fault{Name: "counted", Kind: fault.HTML, Times: 100})
	var run sync.WaitGroup
	var struck [8]int
	for i := range struck {
		run.Go(func() {
			for range 200 {
				if s.For("toy", "/").Any() {
					struck[i]++
				}
			}
		})
		run.Go(func() {
			name := fmt.Sprintf("f%d", i)
			for range 20 {
				if _, err := s.Add(fault.Fault{Name: name, Kind: fault.Reset, Path: "never"}); err != nil {
					t.Error(err)
				}
				s.List()
				if err := s.Remove(name); err != nil {
					t.Error(err)
				}
			}
		})
	}
	run.Wait()
	total := 0
	for _, n := range struck {
		total += n
	}
	if total != 100 {
		t.Errorf("struck %d times, want 100", total)
	}
}

// slept notes how long it was asked to sleep.
type slept struct {
	d   time.Duration
	err error
}

func (s *slept) Now() time.Time { return time.Time{} }
func (s *slept) Sleep(_ context.Context, d time.Duration) error {
	s.d += d
	return s.err
}

func TestEveryKindDoesWhatItSays(t *testing.T) {
	t.Parallel()
	vendor := fault.Reaction{Status: 200, Type: "application/json", Body: []byte(`{"result":0}`)}
	for _, tc := range []struct {
		text   string
		before fault.Next
		after  fault.Next
		want   fault.Reaction // of the answer that is sent, if one is
		slept  time.Duration
	}{
		{"latency delay=2s", fault.Proceed, fault.Proceed, vendor, 2 * time.Second},
		{"latency delay=2s late", fault.Proceed, fault.Proceed, vendor, 2 * time.Second},
		{"reset", fault.ResetConn, 0, fault.Reaction{}, 0},
		{"reset late", fault.Proceed, fault.ResetConn, vendor, 0},
		{"stall", fault.NeverReply, 0, fault.Reaction{}, 0},
		{"status status=503 retry_after=7", fault.Reply, 0, fault.Reaction{Status: 503,
			Type: "text/plain; charset=utf-8", Body: []byte("Service Unavailable"), Header: map[string][]string{"Retry-After": {"7"}}}, 0},
		{"status status=429 body=slow late", fault.Proceed, fault.Reply, fault.Reaction{Status: 429,
			Type: "text/plain; charset=utf-8", Body: []byte("slow")}, 0},
		{`answer body="{\"result\":99999}"`, fault.Reply, 0, fault.Reaction{Status: 200,
			Type: "application/json", Body: []byte(`{"result":99999}`)}, 0},
		{"answer status=202 type=text/x", fault.Reply, 0, fault.Reaction{Status: 202, Type: "text/x", Body: []byte{}}, 0},
		{"truncate", fault.Proceed, fault.Proceed, fault.Reaction{Status: 200, Type: "application/json",
			Body: []byte(`{"resu`), Cut: true, Length: 12}, 0},
		{"wrong-type", fault.Proceed, fault.Proceed, fault.Reaction{Status: 200, Type: "text/html", Body: vendor.Body}, 0},
	} {
		t.Run(tc.text, func(t *testing.T) {
			f, err := fault.Parse(tc.text)
			if err != nil {
				t.Fatal(err)
			}
			network := &slept{}
			s := fault.NewSet(1, &fault.SetOptions{Network: network})
			add(t, s, f)
			hits := s.For("toy", "/")
			var r fault.Reaction
			if next := hits.Before(t.Context(), &r); next != tc.before {
				t.Fatalf("before: got %d, want %d", next, tc.before)
			}
			if tc.before == fault.Proceed {
				r = vendor
				if next := hits.After(t.Context(), &r); next != tc.after {
					t.Fatalf("after: got %d, want %d", next, tc.after)
				}
			}
			if diff := cmp.Diff(tc.want, r); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if network.d != tc.slept {
				t.Errorf("slept %s, want %s", network.d, tc.slept)
			}
		})
	}
}

func TestHTMLIsWhatAGatewaySends(t *testing.T) {
	t.Parallel()
	s := fault.NewSet(1, nil)
	add(t, s, fault.Fault{Kind: fault.HTML})
	var r fault.Reaction
	if next := s.For("toy", "/").Before(t.Context(), &r); next != fault.Reply || r.Status != 502 || r.Type != "text/html" ||
		!strings.HasPrefix(string(r.Body), "<html>") {
		t.Errorf("got %d %+v", next, r)
	}
}

func TestFaultsWorkTogether(t *testing.T) {
	t.Parallel()
	network := &slept{}
	s := fault.NewSet(1, &fault.SetOptions{Network: network})
	add(t, s, fault.Fault{Kind: fault.Latency, Delay: time.Second})
	add(t, s, fault.Fault{Kind: fault.Status, Status: 500})
	add(t, s, fault.Fault{Kind: fault.HTML})
	var r fault.Reaction
	if next := s.For("toy", "/").Before(t.Context(), &r); next != fault.Reply || r.Status != 500 || network.d != time.Second {
		t.Errorf("got %d, status %d, after %s; want a slow 500", next, r.Status, network.d)
	}
	network.err = context.Canceled
	if next := s.For("toy", "/").Before(t.Context(), &r); next != fault.NeverReply {
		t.Errorf("the sender went away: got %d", next)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                     "a kind is needed: latency",
		"htlm":                 `did you mean "html"?`,
		"wrongtype":            `did you mean "wrong-type"?`,
		"banana":               "there are latency, reset",
		"html rat=0.1":         `did you mean "rate"?`,
		"html rate=1.5":        "share from 0 to 1",
		"html rate=-0.1":       "share from 0 to 1",
		"html rate=NaN":        "share from 0 to 1",
		"html rate=often":      `rate: cannot read "often"`,
		"html times=-1":        "cannot be negative",
		"html skip=x":          "skip: cannot read",
		"html status=500":      "status does nothing for this kind; it takes late",
		"truncate late":        "late does nothing",
		"latency":              "delay=1.5s",
		"latency delay=1h":     "at most 10m",
		"latency delay=-1s":    "negative",
		"latency delay=3":      "delay: cannot read",
		"status":               "status 0",
		"status status=700":    "200 to 599",
		"answer status=99":     "200 to 599",
		`answer body="open`:    "quote does not end",
		"html vendor toy":      "want key=value",
		"reset late=perhaps":   "late: cannot read",
		"html name=x oops=yes": `unknown key "oops"`,
	} {
		if _, err := fault.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	s := fault.NewSet(1, &fault.SetOptions{Vendors: []vendors.Vendor{"vivo"}})
	if _, err := s.Add(fault.Fault{Kind: fault.HTML, Vendor: "viva"}); err == nil || !strings.Contains(err.Error(), `did you mean "vivo"?`) {
		t.Errorf("unknown vendor: %v", err)
	}
}

func TestTextAndJSONAreReadBack(t *testing.T) {
	t.Parallel()
	for _, f := range []fault.Fault{
		{Kind: fault.HTML, Vendor: "toy", Path: "/message/send", Rate: 0.1, Times: 2},
		{Name: "slow", Kind: fault.Latency, Delay: 1500 * time.Millisecond, Skip: 3, Late: true},
		{Kind: fault.Answer, Status: 200, Type: "text/html; charset=utf-8", Body: "{\"a\": \"b\\c\"}\n", RetryAfter: "7"},
		{Kind: fault.Answer, Body: `"`},
	} {
		text, err := fault.Parse(f.String())
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if diff := cmp.Diff(f, text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f, diff)
		}
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back fault.Fault
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if diff := cmp.Diff(f, back); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
	var f fault.Fault
	for _, bad := range []string{`{"kind":"html","ratte":1}`, `{"kind":"latency","delay":"soon"}`, `{"kind":3}`} {
		if err := json.Unmarshal([]byte(bad), &f); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"html", "latency delay=1s late", `answer body="x y" status=500`, "status status=503 retry_after=1", "html rate=10%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := fault.Parse(text)
		if err != nil {
			return
		}
		again, err := fault.Parse(got.String())
		if err != nil {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("%q became %q (-first +second):\n%s", text, got, diff)
		}
	})
}

func TestKindsAreListed(t *testing.T) {
	t.Parallel()
	for _, k := range fault.Kinds() {
		if k.Title.EN == "" || k.Title.ZH == "" {
			t.Errorf("%s: a title is missing: %+v", k.Kind, k.Title)
		}
	}
	if n := len(fault.Kinds()); n != 8 {
		t.Errorf("%d kinds", n)
	}
}

func ExampleParse() {
	f, err := fault.Parse("html vendor=toy path=/message/send rate=10% times=2")
	fmt.Println(f, err)
	// Output: html vendor=toy path=/message/send rate=0.1 times=2 <nil>
}
