package apns

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"testing"

	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

func fuzzSender(tb testing.TB) *Sender {
	tb.Helper()
	vectors, err := exchanges.TokenVectors()
	if err != nil {
		tb.Fatal(err)
	}
	s, err := New(vendors.Config{Credentials: vendors.Credentials{
		"team_id": "DEF123GHIJ", "key_id": "ABC123DEFG", "p8": vectors[0].Key, "topic": "com.example.im",
	}}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// FuzzAnswer: whatever APNs or a proxy before it writes, the sender reads it without
// a panic, never takes a refusal for a yes, and calls no token dead without being
// told so by name.
func FuzzAnswer(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Response.Status, string(e.Response.Body))
	}
	for _, body := range []string{
		"", " ", "null", "[]", "{", "{}", `{"reason":1}`, `{"reason":null,"timestamp":"x"}`, `{"REASON":"Unregistered"}`,
		`{"reason":"Unregistered","timestamp":1e400}`, `{"reason":"Unregistered","timestamp":-1}`, "\xff{}", "<html>",
	} {
		f.Add(200, body)
		f.Add(410, body)
	}
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := readReply(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		o := s.verdict(&r)
		if o.State == vendors.StateAccepted && (status != 200 || len(bytes.TrimSpace([]byte(body))) != 0) {
			t.Fatalf("status %d %q is accepted", status, body)
		}
		if o.TokenDead && o.Code != "Unregistered" && o.Code != "ExpiredToken" {
			t.Fatalf("status %d %q: dead by code %q", status, body, o.Code)
		}
		if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
			t.Fatalf("status %d %q: %+v says neither why nor whether to repeat", status, body, o)
		}
		// What apns2 gets must always be readable for it.
		if again, ok := decodeAnswer(r.answer.canonical()); r.answer.Reason != "" && (!ok || again.Reason == "") {
			t.Fatalf("%q became %q for apns2", body, r.answer.canonical())
		}
	})
}

// FuzzWatch: the frames of a connection are followed however they are cut, and the
// reason of a GOAWAY is found behind any others.
func FuzzWatch(f *testing.F) {
	frame := func(kind byte, payload string) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
		return append(append(b, 0, 0, 0, 0, 0), payload...)
	}
	goAwayFrame := frame(frameGoAway, "\x00\x00\x00\x05\x00\x00\x00\x00"+`{"reason":"Shutdown"}`)
	f.Add([]byte("payload"), byte(0), 3)
	f.Add([]byte{}, byte(frameSettings), 1)
	f.Add(goAwayFrame, byte(frameHeaders), 9)
	f.Fuzz(func(t *testing.T, payload []byte, kind byte, step int) {
		if len(payload) > 1<<14 || kind == frameGoAway {
			return
		}
		stream := append(frame(kind, string(payload)), goAwayFrame...)
		c := newWatched(nil, &gate{clock: vendors.SystemClock{}})
		step = max(1, step%64)
		for b := stream; len(b) > 0; b = b[min(step, len(b)):] {
			c.watch(b[:min(step, len(b))])
		}
		if g := c.goAway.Load(); g == nil || g.Reason != "Shutdown" || g.LastStream != 5 || g.Code != 0 {
			t.Fatalf("after %d bytes of frame type %d in steps of %d: %+v", len(payload), kind, step, g)
		}
		if c.heard != (kind == frameHeaders) || c.settled != (kind == frameSettings) {
			t.Fatalf("frame type %d: heard %v, settled %v", kind, c.heard, c.settled)
		}
	})
}
