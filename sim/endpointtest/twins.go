package endpointtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/exchange"
)

// Twins hold an endpoint to recorded and documented exchanges: in the world that
// produces it, the simulator's answer is the recorded one. W is the vendor's world.
type Twins[W any] struct {
	Exchanges []exchange.Exchange
	Open      func(t testing.TB) W
	// Play produces the answer to the exchange with a name, or for one that comes from
	// the vendor the receipt, as a Reply with its body.
	Play map[string]func(w W) Reply
	// Excused observed exchanges have no twin, for a reason.
	Excused map[string]string
	// Normal replaces what differs from world to world before bodies are compared; nil:
	// Shape.
	Normal func(body string) string
	// Headers are the names of response headers that are compared, by their shape.
	Headers []string
}

// Run plays every twin in a subtest, and names observed exchanges that have none.
func (x Twins[W]) Run(t *testing.T) {
	t.Helper()
	for _, problem := range x.gaps() {
		t.Error(problem)
	}
	for _, e := range x.Exchanges {
		play, ok := x.Play[e.Name]
		if !ok {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			for _, problem := range x.differences(e, play(x.Open(t))) {
				t.Error(problem)
			}
		})
	}
}

// gaps are observed exchanges without twin or excuse, and names of neither.
func (x Twins[W]) gaps() (out []string) {
	known := map[string]bool{}
	for _, e := range x.Exchanges {
		known[e.Name] = true
		_, played := x.Play[e.Name]
		_, excused := x.Excused[e.Name]
		switch {
		case played && excused:
			out = append(out, fmt.Sprintf("%s has a twin and an excuse", e.Name))
		case !played && !excused && e.Kind == exchange.Observed:
			out = append(out, fmt.Sprintf("%s was observed and has no twin", e.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x.Play)) {
		if !known[name] {
			out = append(out, fmt.Sprintf("%s is played and no exchange has the name", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x.Excused)) {
		switch {
		case !known[name]:
			out = append(out, fmt.Sprintf("%s is excused and no exchange has the name", name))
		case x.Excused[name] == "":
			out = append(out, fmt.Sprintf("%s is excused without a reason", name))
		}
	}
	return out
}

func (x Twins[W]) differences(e exchange.Exchange, got Reply) (out []string) {
	normal := x.Normal
	if normal == nil {
		normal = Shape
	}
	recorded := string(e.Response.Body)
	if e.Direction == exchange.FromVendor {
		recorded = string(e.Request.Body)
	} else if got.Status != e.Response.Status {
		out = append(out, fmt.Sprintf("HTTP %d, recorded %d", got.Status, e.Response.Status))
	}
	if diff := cmp.Diff(lines(normal(recorded)), lines(normal(got.Body))); diff != "" {
		out = append(out, fmt.Sprintf("differs from what is recorded (-recorded +got):\n%s\nrecorded: %s\ngot:      %s", diff, recorded, got.Body))
	}
	for _, name := range x.Headers {
		want, ok := e.Response.Header[name]
		if !ok {
			continue
		}
		have := got.Header.Get(name)
		if http.CanonicalHeaderKey(name) == "Content-Type" {
			have = got.Type
		}
		if Shape(have) != Shape(want) {
			out = append(out, fmt.Sprintf("header %s is %q, recorded %q", name, have, want))
		}
	}
	return out
}

// lines indents JSON, so that a difference names the member.
func lines(body string) string {
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return body
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if enc.Encode(v) != nil {
		return body
	}
	return out.String()
}
