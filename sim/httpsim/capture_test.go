package httpsim_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
)

// TestLongBodiesAreKeptInPart: junk of megabytes must not fill ring and journal.
func TestLongBodiesAreKeptInPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.client()
	for name, body := range map[string][]byte{
		"junk":       bytes.Repeat([]byte("x"), 3<<20),
		"characters": []byte(`{"title":"` + strings.Repeat("推", 100_000) + `"}`),
	} {
		before := w.engine.LastEvent()
		post(t, c, "http://sim/toy/v1/send", body)
		events, _ := w.engine.Events(before, 10)
		var kept []byte
		for _, ev := range events {
			if ev.Kind == sim.EvExchange {
				kept = ev.RequestBody
			}
		}
		if n := len(kept); n < 250<<10 || n > 257<<10 || !bytes.HasSuffix(kept, []byte(" bytes left out")) || !utf8.Valid(kept) {
			t.Errorf("%s: %d bytes kept, ending in %q", name, n, kept[max(0, n-40):])
		}
	}
}
