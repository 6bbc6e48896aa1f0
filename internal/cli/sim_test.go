package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/internal/catalog"
)

// simulator runs offpush sim until the test ends, and returns what it said when it
// was ready. stop ends it and returns its exit code and stderr.
func simulator(t *testing.T, args ...string) (ready readyShape, stop func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var errs bytes.Buffer
	done := make(chan int, 1)
	args = append([]string{"sim", "-o", "json", "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"}, args...)
	go func() {
		code := Main(ctx, args, Stdio{In: strings.NewReader(""), Out: w, Err: &errs})
		_ = w.CloseWithError(io.ErrUnexpectedEOF) // never fails
		done <- code
	}()
	stopped := false
	stop = func() (int, string) {
		stopped = true
		cancel()
		return <-done, errs.String()
	}
	t.Cleanup(func() {
		if !stopped {
			stop()
		}
	})
	if err := json.NewDecoder(r).Decode(&ready); err != nil {
		code, text := stop()
		t.Fatalf("sim ended with %d: %v\n%s", code, err, text)
	}
	go func() { _, _ = io.Copy(io.Discard, r) }() // until the simulator closes it
	return ready, stop
}

func TestSimFromStartToEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	readyFile, journal, ca := filepath.Join(dir, "ready.json"), filepath.Join(dir, "j.jsonl"), filepath.Join(dir, "ca")
	ready, stop := simulator(t, "--ready-file", readyFile, "--journal", journal, "--ca-dir", ca, "--seed", "5")
	data, err := os.ReadFile(readyFile)
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, "ready", string(data))
	if ready.Seed != 5 || ready.CA != filepath.Join(ca, "ca.pem") {
		t.Errorf("ready = %+v, want seed 5 and the CA of %s", ready, ca)
	}
	url := ready.Admin
	run(t, "ready", "--url", url).wants(t, 0, "is ready")

	env := run(t, "sim", "env", "--url", url, "-o", "json")
	conforms(t, "sim-env", env.out)
	run(t, "sim", "env", "--url", url).wants(t, 0, "export OFFPUSH_SIM='"+url+"'", "export OFFPUSH_SIM_VIVO_APP_SECRET=", "export OFFPUSH_SIM_VIVO_URL='"+ready.HTTP+"/vivo'")

	send := func(args string) answer {
		return run(t, append([]string{"send", "--sim", url}, strings.Fields(args)...)...)
	}
	send("--to v1 --message seed-im --expect delivered").wants(t, 0, "v1  accepted 0", "shown with sound")
	atTen(t, url) // campaigns have hours, and the simulator's clock is the machine's
	send("--to v2 --message im-promo --explain --lang zh").wants(t, 0, "折叠", "VV-CLS-004")
	send("--to v5 --message seed-im").wants(t, 1, "10302")
	send("--to v1,v2 --title a --body b --class transactional --category NOSUCH --explain").wants(t, 1, "v2  refused 10096", "VV-CLS-001  refuse")
	send("--to v9 --message seed-im").wants(t, 2, `no device "v9"`)
	send("--message seed-im").wants(t, 2, "no target")
	conforms(t, "send", send("--to v1,v4 --message order -o json").out)
	send("--to v1 --message order --dry-run").wants(t, 0, "POST ")

	reset(t, url)
	var page struct {
		Messages []any `json:"messages"`
	}
	if err := (&remote{url: url}).get(t.Context(), "/messages", &page); err != nil || len(page.Messages) != 0 {
		t.Errorf("after a reset: %d messages, error %v; want none", len(page.Messages), err)
	}
	if again := run(t, "sim", "env", "--url", url, "-o", "json").out; again != env.out {
		t.Errorf("credentials and tokens changed with a reset:\n%s\n%s", env.out, again)
	}
	send("--to v1 --message seed-im --expect delivered").wants(t, 0)

	if code, text := stop(); code != 0 {
		t.Errorf("exit code = %d, want 0: ending is what was asked for\n%s", code, text)
	}
	if _, err := os.Stat(readyFile); !os.IsNotExist(err) {
		t.Errorf("the ready file is still there: %v", err)
	}
	if data, err = os.ReadFile(journal); err != nil || !bytes.Contains(data, []byte(`"VV-CLS-004"`)) {
		t.Errorf("the journal does not tell of what was sent before the reset: %v\n%s", err, data)
	}
	run(t, "ready", "--url", url, "--timeout", "100ms").wants(t, 3, "not ready after 100ms")
}

// One simulator serves the senders of all vendors, each at its sites, with
// credentials under the vendor's own names.
func TestSimServesEveryVendor(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t)
	var env envShape
	if err := json.Unmarshal([]byte(run(t, "sim", "env", "--url", ready.Admin, "-o", "json").out), &env); err != nil {
		t.Fatal(err)
	}
	for _, row := range catalog.All() {
		v := env.Vendors[string(row.ID)]
		if v == nil || len(v.Tokens) == 0 || len(v.Apps) == 0 {
			t.Errorf("%s: %+v, want apps and tokens", row.ID, v)
			continue
		}
		for _, s := range row.Endpoint().Sites() {
			if got, want := v.BaseURLs[s.Name]["push"], ready.HTTP+"/"+s.Name; got != want {
				t.Errorf("%s: site %s at %q, want %q", row.ID, s.Name, got, want)
			}
		}
		for _, field := range row.Logins[0].Needs {
			if v.Credentials[field] == "" {
				t.Errorf("%s: no credential %q", row.ID, field)
			}
		}
		for name, value := range v.Credentials {
			if strings.Contains(value, `"token_uri"`) && !strings.Contains(value, `"token_uri": "`+ready.HTTP+"/"+string(row.ID)) {
				t.Errorf("%s: credential %q sends its sender elsewhere: %s", row.ID, name, value)
			}
		}
		for _, app := range v.Apps {
			for _, token := range app.Tokens {
				if strings.Contains(token.State, "no_token") {
					t.Errorf("%s: the token of %s is told, which has none", row.ID, token.Device)
				}
			}
		}
	}
	for args, want := range map[string]string{
		"--to h1,h2 --message order":     "h2  accepted 80000000",
		"--to h3 --message seed-im":      "HW-CLS-001",
		"--to i1,i2 --message order":     "i2  refused BadDeviceToken",
		"--to i2 --message order --test": "i2  accepted 200",
		"--to i4 --message order":        "Unregistered",
	} {
		got := run(t, append([]string{"send", "--sim", ready.Admin}, strings.Fields(args)...)...)
		if !strings.Contains(got.out, want) {
			t.Errorf("send %s: no %q in\n%s%s", args, want, got.out, got.err)
		}
	}
}

// A message is found among more than one page of older ones.
func TestSendExplainsAmongMany(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t)
	var env envShape
	if err := json.Unmarshal([]byte(run(t, "sim", "env", "--url", ready.Admin, "-o", "json").out), &env); err != nil {
		t.Fatal(err)
	}
	app := env.Vendors["huawei"].Apps[0]
	reply, err := http.PostForm(ready.HTTP+"/huawei-oauth/oauth2/v3/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {app.Credentials["client_id"]}, "client_secret": {app.Credentials["client_secret"]},
	})
	if err != nil {
		t.Fatal(err)
	}
	var login struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(reply.Body).Decode(&login); err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	data := `{"message":{"data":"x","token":["` + strings.Repeat(app.Tokens[0].Token+`","`, 799) + app.Tokens[0].Token + `"]}}`
	for range 3 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, ready.HTTP+"/huawei/v1/"+app.Credentials["client_id"]+"/messages:send", strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+login.Token)
		reply, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
	}
	control(t, http.MethodPut, ready.Admin+"/clock", `{"settle":true}`)
	got := run(t, "send", "--sim", ready.Admin, "--to", app.Tokens[0].Device, "--message", "marketing", "--explain")
	if !strings.Contains(got.out, "HW-QTA-006") {
		t.Errorf("the trace of another message, or none:\n%s%s", got.out, got.err)
	}
}

func reset(t *testing.T, url string) {
	t.Helper()
	control(t, http.MethodPost, url+"/reset", "{}")
}

// atTen moves the simulator's clock to the next ten o'clock in Beijing.
func atTen(t *testing.T, url string) {
	t.Helper()
	now, err := (&remote{url: url}).now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now = now.In(time.FixedZone("GMT+8", 8*3600))
	ten := time.Date(now.Year(), now.Month(), now.Day()+1, 10, 0, 0, 0, now.Location())
	control(t, http.MethodPut, url+"/clock", fmt.Sprintf(`{"to":%q}`, ten.Format(time.RFC3339)))
}

func control(t *testing.T, method, url, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // a test
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s %s answers %s", method, url, res.Status)
	}
}

func TestSimNeedsFreePorts(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t)
	port := func(url string) string { return url[strings.LastIndex(url, ":")+1:] }
	for flag, addr := range map[string]string{"--listen": ready.HTTP, "--tls-listen": ready.HTTPS, "--admin": ready.Admin} {
		args := []string{"sim", "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", flag, "127.0.0.1:" + port(addr)}
		run(t, args...).wants(t, 3, "port "+port(addr)+" is in use; pass "+flag+" 127.0.0.1:0 to choose a free one")
	}
}

// The control API shows credentials: pages of the web must not read them, and an
// address others can reach needs a token.
func TestSimGuardsItsControlAPI(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, ready.Admin+"/env", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "rebound.example"
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // a test
	if body, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusForbidden || bytes.Contains(body, []byte("app_secret")) {
		t.Errorf("a foreign host name gets %s %s", res.Status, body)
	}

	exposed, _ := simulator(t, "--admin", "0.0.0.0:0", "--expose")
	url := "http://127.0.0.1" + exposed.Admin[strings.LastIndex(exposed.Admin, ":"):]
	run(t, "sim", "env", "--url", url).wants(t, 3, "set OFFPUSH_TOKEN")
	run(t, "ready", "--url", url).wants(t, 0)
}

func TestSimWithFaultsAndAScenario(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t, "--scenario", "vivo-marketing-cap", "--fault", "answer path=/message/send status=200 body={\"result\":10072}", "--clock", "x60")
	run(t, "send", "--sim", ready.Admin, "--to", "v2", "--message", "order").wants(t, 2, `no device "v2"; did you mean "v1"?`)
	var faults struct {
		Faults []any `json:"faults"`
	}
	if err := (&remote{url: ready.Admin}).get(t.Context(), "/faults", &faults); err != nil || len(faults.Faults) != 1 {
		t.Errorf("faults = %v, error %v; want the one of the command line", faults, err)
	}
}
