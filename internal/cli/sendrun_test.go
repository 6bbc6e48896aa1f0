package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
)

// ending is a carrier whose second message meets the end of the command, or an error.
type ending struct {
	carrier
	end   context.CancelFunc
	fails error
	sent  int
}

func (c *ending) send(_ context.Context, p *parcel) (delivery, error) {
	d := delivery{result: vendors.Result{Outcomes: []vendors.Outcome{
		{Token: vendors.Token(p.to[0]), State: vendors.StateAccepted, Code: "0", MessageID: "id-" + p.to[0]},
	}}}
	if c.sent++; c.sent < 2 {
		return d, nil
	}
	if c.fails != nil {
		return delivery{}, c.fails
	}
	c.end()
	d.result.Outcomes[0] = vendors.Outcome{Token: d.result.Outcomes[0].Token, State: vendors.StateUnknown}
	return d, context.Canceled
}

// Whoever got a message is told of when the command ends in the middle of a file.
func TestWhatWasSentIsShownWhenSendEndsEarly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, output string
		fails        error
		code         int
		out, err     []string
	}{
		{"interrupted", "text", nil, 130, []string{"one  accepted 0  id-one", "two  unknown"}, []string{"2 of 4 messages were not sent, the first of them is number 3", "interrupted"}},
		{"interrupted, as a document", "json", nil, 130, []string{`"message_id": "id-one"`, `"message": 3`}, []string{"2 of 4"}},
		{"an error", "text", errors.New("no route"), 3, []string{"one  accepted 0  id-one"}, []string{"3 of 4 messages were not sent, the first of them is number 2", "no route"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, end := context.WithCancel(t.Context())
			defer end()
			var out, errs bytes.Buffer
			a := newApp(Stdio{Out: &out, Err: &errs})
			a.output.value = c.output
			var parcels []parcel
			for _, to := range []string{"one", "two", "three", "four"} {
				parcels = append(parcels, parcel{vendor: "vivo", to: []string{to}})
			}
			err := a.sendAll(ctx, &ending{end: end, fails: c.fails}, &sendFlags{}, parcels)
			answer{a.finish(ctx, err), out.String(), errs.String()}.wants(t, c.code)
			for _, want := range c.out {
				if !strings.Contains(out.String(), want) {
					t.Errorf("stdout: no %q in\n%s", want, &out)
				}
			}
			for _, want := range c.err {
				if !strings.Contains(errs.String(), want) {
					t.Errorf("stderr: no %q in\n%s", want, &errs)
				}
			}
			if c.output == "json" {
				var s sendShape
				if err := json.Unmarshal(out.Bytes(), &s); err != nil || len(s.NotSent) != 2 || s.NotSent[1].To[0] != "four" {
					t.Errorf("not sent = %+v, %v", s.NotSent, err)
				}
			}
		})
	}
}

// A person at a terminal sees how far a file is; one message needs no line.
func TestSendShowsHowFarItIs(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "", 2: "1/2"} {
		var errs bytes.Buffer
		a := newApp(Stdio{Out: &bytes.Buffer{}, Err: &errs, ErrTerminal: true})
		parcels := []parcel{{to: []string{"one"}}, {to: []string{"two"}}}[:n]
		if err := a.sendAll(t.Context(), &ending{fails: errors.New("no")}, &sendFlags{}, parcels); (err != nil) != (n == 2) {
			t.Errorf("%d: %v", n, err)
		}
		if got := errs.String(); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%d messages: %q, want %q", n, got, want)
		}
	}
}
