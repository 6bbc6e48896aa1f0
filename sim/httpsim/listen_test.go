package httpsim_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
)

func (w *world) listen(l httpsim.Listeners) httpsim.Addrs {
	w.t.Helper()
	addrs, err := w.server.Listen(w.t.Context(), l)
	if err != nil {
		w.t.Fatal(err)
	}
	return addrs
}

// over returns a client that speaks one protocol.
func over(t *testing.T, conf *tls.Config, set func(*http.Protocols)) *http.Client {
	p := new(http.Protocols)
	set(p)
	tr := &http.Transport{Protocols: p, TLSClientConfig: conf}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

func TestEveryProtocolReachesThePhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	addrs := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0", TLS: "127.0.0.1:0"})
	trust := func() *tls.Config { return &tls.Config{RootCAs: w.server.CA().Pool()} }
	for i, tc := range []struct {
		proto, base string
		client      *http.Client
	}{
		{"HTTP/1.1", addrs.Plain, over(t, nil, func(p *http.Protocols) { p.SetHTTP1(true) })},
		{"HTTP/2.0", addrs.Plain, over(t, nil, func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) })},
		{"HTTP/1.1", addrs.TLS, over(t, trust(), func(p *http.Protocols) { p.SetHTTP1(true) })},
		{"HTTP/2.0", addrs.TLS, over(t, trust(), func(p *http.Protocols) { p.SetHTTP2(true) })},
	} {
		w.login(tc.client, tc.base+"/toy")
		r, err := http.NewRequest("POST", tc.base+"/toy/v1/send", strings.NewReader(mustJSON(t, w.message(fmt.Sprint(i)))))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := tc.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || resp.Proto != tc.proto || resp.ContentLength != int64(len(body)) {
			t.Errorf("%s over %s: got %s %d, length %d of %q, %v", tc.proto, tc.base, resp.Proto, resp.StatusCode, resp.ContentLength, body, err)
		}
	}
	w.engine.Clock().Settle()
	shade, err := w.engine.Shade("p1")
	if err != nil || len(shade.Items) != 4 || shade.Items[3].How != device.Shown {
		t.Errorf("shade: %+v, %v", shade, err)
	}
}

func mustJSON(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestCertificateCarriesTheVendorsHosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	addr := strings.TrimPrefix(w.listen(httpsim.Listeners{TLS: "127.0.0.1:0"}).TLS, "https://")
	for host, trusted := range map[string]bool{
		"push.toy.example": true, "localhost": true, "127.0.0.1": true, "push.other.example": false,
	} {
		conn, err := tls.Dial("tcp", addr, &tls.Config{RootCAs: w.server.CA().Pool(), ServerName: host})
		if err == nil {
			conn.Close()
		}
		if (err == nil) != trusted {
			t.Errorf("%s: got %v", host, err)
		}
	}
	if conn, err := tls.Dial("tcp", addr, &tls.Config{ServerName: "localhost"}); err == nil {
		conn.Close()
		t.Error("trusted without the CA")
	}
	// By name alone: the vendor's own host and path, without a prefix.
	tr := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: w.server.CA().Pool()},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, addr)
		},
	}
	defer tr.CloseIdleConnections()
	w.login(&http.Client{Transport: tr}, "https://push.toy.example")
}

func TestBusyAddressIsAnError(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, nil), newWorld(t, nil)
	addr := strings.TrimPrefix(w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain, "http://")
	got, err := other.server.Listen(t.Context(), httpsim.Listeners{Plain: "127.0.0.1:0", TLS: addr})
	if !errors.Is(err, syscall.EADDRINUSE) || got != (httpsim.Addrs{}) || !strings.Contains(err.Error(), addr) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := other.server.Listen(t.Context(), httpsim.Listeners{}); err == nil {
		t.Error("listening nowhere is no error")
	}
}

// raw sends bytes over a connection of its own and returns the status line.
func raw(t *testing.T, addr, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(addr, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func TestMalformedAndSlowRequests(t *testing.T) {
	t.Parallel()
	serve := func(l httpsim.Limits) string {
		return newWorld(t, &httpsim.Options{Limits: l}).listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	}
	// Short times only where they have to run out: a busy machine is slow, too.
	patient := serve(httpsim.Limits{HeaderBytes: 8 << 10})
	hasty := serve(httpsim.Limits{HeaderTime: 50 * time.Millisecond, BodyTime: 100 * time.Millisecond})
	head := "POST /toy/v1/send HTTP/1.1\r\nHost: x\r\n"
	for _, tc := range []struct{ name, request, want string }{
		{"no HTTP", "hello, is anybody there at all?\r\n\r\n", "400"},
		{"no host", "POST /toy/v1/send HTTP/1.1\r\n\r\n", "400"},
		{"two lengths", head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400"},
		{"a huge header", head + "X: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", "431"},
		{"no body", head + "Content-Length: 0\r\n\r\n", "400"},
		{"no JSON", head + "Content-Length: 3\r\n\r\nabc", "400"},
		{"a chunk that is none", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
		{"a body that stops", head + "Content-Length: 30\r\n\r\nabc", "408"},
		{"a header that stops", head, ""},
		{"another method", "BREW /toy/v1/send HTTP/1.1\r\nHost: x\r\n\r\n", "404"},
		{"dots and doubled slashes", "POST /toy//v1/../send HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "404"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			addr := patient
			if strings.HasSuffix(tc.name, "that stops") {
				addr = hasty
			}
			got := raw(t, addr, tc.request)
			if _, rest, _ := strings.Cut(got, " "); !strings.HasPrefix(rest, tc.want) || (tc.want == "" && got != "") {
				t.Errorf("got %q, want %s", got, tc.want)
			}
		})
	}
}

func TestBodyThatDoesNotArriveIsNoCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &httpsim.Options{Limits: httpsim.Limits{BodyTime: 50 * time.Millisecond}})
	addr := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	raw(t, addr, "POST /toy/v1/send HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\n{\"title\":\"x\"")
	got := w.exchanges()
	if len(got) != 1 || got[0].Error != "timeout" || got[0].Status != 408 || got[0].ID != "" || string(got[0].RequestBody) != `{"title":"x"` {
		t.Errorf("got %+v", got)
	}
	if last := w.engine.LastEvent(); last != 1 {
		t.Errorf("%d events; the vendor saw a request that did not arrive", last)
	}
}

func TestLongBodyIsCutAndJudged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	base := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	c := over(t, nil, func(p *http.Protocols) { p.SetHTTP1(true) })
	for _, tc := range []struct {
		size, read, status int
	}{{1 << 20, 1 << 20, 401}, {1<<20 + 1, 1 << 20, 400}, {3 << 20, 1 << 20, 400}} {
		frame := `{"title":""}`
		body := []byte(`{"title":"` + strings.Repeat("x", tc.size-len(frame)) + `"}`)
		for _, client := range []*http.Client{c, w.client()} {
			if status, _, _ := post(t, client, base+"/toy/v1/send", body); status != tc.status {
				t.Errorf("%d bytes: got %d, want %d", tc.size, status, tc.status)
			}
			all := w.exchanges()
			want := fmt.Sprintf("x… %d bytes left out", tc.read-(256<<10))
			if got := string(all[len(all)-1].RequestBody); !strings.HasSuffix(got, want) {
				t.Errorf("%d bytes: kept ...%q, want ...%q", tc.size, got[max(0, len(got)-40):], want)
			}
		}
	}
}

// roomy is a vendor whose requests may be long.
type roomy struct{ toy.Endpoint }

func (e roomy) Sites() []sim.Site {
	all := e.Endpoint.Sites()
	for i := range all {
		all[i].BodyBytes = 2 << 20
	}
	return all
}

func TestASiteMayTakeLongerBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil, roomy{})
	for size, status := range map[int]int{1<<20 + 1: 401, 2 << 20: 401, 2<<20 + 1: 400} {
		frame := `{"title":""}`
		body := []byte(`{"title":"` + strings.Repeat("x", size-len(frame)) + `"}`)
		if got, _, _ := post(t, w.client(), "http://sim/toy/v1/send", body); got != status {
			t.Errorf("%d bytes: got %d, want %d", size, got, status)
		}
	}
}

func TestCloseEndsWhatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	fault(t, w, "stall")
	base := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	answered := make(chan error, 1)
	go func() {
		c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		_, err := c.Get(base + "/toy/v1/send")
		answered <- err
	}()
	if err := w.engine.WaitEvent(t.Context(), 0); err != nil { // it stalls
		t.Fatal(err)
	}
	if err := w.server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err == nil {
		t.Error("a stalled request was answered")
	}
	if _, err := w.server.Listen(t.Context(), httpsim.Listeners{Plain: "127.0.0.1:0"}); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("listening after Close: %v", err)
	}
}

// The server may be closed by its context and by hand at once: each waits for the end.
func TestEveryCloseWaitsForTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	base := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST /toy/v1/send HTTP/1.1\r\n"); err != nil { // the rest never comes
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := w.server.Close(); err != nil {
				t.Error(err)
			}
			// Less than the server gives a request to finish.
			conn.SetReadDeadline(time.Now().Add(500 * time.Millisecond)) //nolint:errcheck // read fails, too
			if _, err := conn.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("closed, and yet the connection is open")
			}
		})
	}
	all.Wait()
}

func TestConnectionsAreToldApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil, &echo{})
	base := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	keep, one := over(t, nil, func(p *http.Protocols) { p.SetHTTP1(true) }), over(t, nil, func(p *http.Protocols) { p.SetHTTP1(true) })
	_, _, a := post(t, keep, base+"/echo/x", "")
	_, _, b := post(t, keep, base+"/echo/x", "")
	_, _, c := post(t, one, base+"/echo/x", "")
	if a != b || a == c {
		t.Errorf("got %s, %s and %s", a, b, c)
	}
}

// SetEngine is how a world is reset under a running server.
func TestRequestsGoToTheEngineThereIsNow(t *testing.T) {
	t.Parallel()
	w, next := newWorld(t, nil), newWorld(t, nil)
	if err := w.server.SetEngine(next.engine); err != nil {
		t.Fatal(err)
	}
	w.login(w.client(), "http://sim/toy")
	if w.engine.LastEvent() != 0 || next.engine.LastEvent() == 0 {
		t.Errorf("events: %d in the old engine, %d in the new", w.engine.LastEvent(), next.engine.LastEvent())
	}
	if err := w.server.SetEngine(nil); err == nil {
		t.Error("no engine is no error")
	}
	if w.server.Engine() != next.engine {
		t.Error("the engine was lost")
	}
}

var _ sim.Endpoint = (*echo)(nil)
