package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
)

// Whatever the simulator's clock says, offpush's own sender reads the one it has to.
func TestSendToASimulatorWhoseClockMoved(t *testing.T) {
	t.Parallel()
	for _, which := range []string{machineClock, simulatorClock} {
		t.Run(which, func(t *testing.T) {
			t.Parallel()
			ready, _ := simulator(t, "--sender-clock", which)
			control(t, http.MethodPut, ready.Admin+"/clock", `{"advance":"24h"}`)
			var env envShape
			answer := run(t, "sim", "env", "--url", ready.Admin, "-o", "json")
			if err := json.Unmarshal([]byte(answer.out), &env); err != nil {
				t.Fatal(err)
			}
			if env.SenderClock != which {
				t.Errorf("sender_clock = %q, want %q", env.SenderClock, which)
			}
			for _, phone := range []string{"v1", "o1", "n1", "h7", "i1", "g1"} {
				run(t, "send", "--sim", ready.Admin, "--to", phone, "--message", "seed-im").wants(t, 0, phone+"  accepted")
			}
		})
	}
	run(t, "sim", "--sender-clock", "wall").wants(t, 2, "want machine or simulator")
}

// A clock of its own makes the simulator say what senders have to know of it.
func TestSimSaysHowTheClocksGoTogether(t *testing.T) {
	t.Parallel()
	const moved, own = "senders keep this machine's clock", "senders have to read the time from GET /clock"
	for args, want := range map[string]string{
		"--clock x60": moved, "--clock manual --sender-clock simulator": own, "--clock real": "",
	} {
		ready := filepath.Join(t.TempDir(), "ready.json")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		all := append([]string{"sim", "--listen", "127.0.0.1:0", "--tls-listen", "", "--admin", "127.0.0.1:0", "--ready-file", ready}, strings.Fields(args)...)
		var errs bytes.Buffer
		done := make(chan struct{})
		go func() {
			defer close(done)
			Main(ctx, all, Stdio{In: strings.NewReader(""), Out: io.Discard, Err: &errs})
		}()
		for ctx.Err() == nil {
			if _, err := os.Stat(ready); err == nil {
				break
			}
			_ = vendors.SystemClock{}.Sleep(ctx, readyPause) // the loop looks
		}
		cancel()
		<-done
		if got := errs.String(); !strings.Contains(got, want) || want == "" && (strings.Contains(got, moved) || strings.Contains(got, own)) {
			t.Errorf("sim %s says %q, want %q in it", args, got, want)
		}
	}
}
