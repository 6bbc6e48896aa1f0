package honor

import (
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// receiver is the callback URL a developer has to build.
type receiver struct{ *kit.Receiver }

// receive listens on this machine until the case calls Stop, and answers as receivers of
// Honor's receipts do: code is a text.
func receive(t *conformance.T) *receiver {
	return &receiver{kit.Receive(t, kit.Callback{Entries: entries, Answer: `{"code":"0","message":"success"}`})}
}

// entries are the "statuses" of a receipt.
func entries(_ *http.Request, raw []byte) []kit.Receipt {
	receipt, _ := kit.Decode(raw)
	list, _ := receipt.At("statuses").([]any)
	var out []kit.Receipt
	for _, v := range list {
		entry, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		r := kit.Receipt{Entry: entry, Raw: string(raw)}
		r.ID = r.Text("requestId")
		out = append(out, r)
	}
	return out
}

// want says which receipt the request's newest entry must be.
func (r *receiver) want(b *bench, requestID, token, status string) kit.Receipt {
	last := r.Last(requestID)
	if last.Number("status") != status || last.Text("token") != token {
		b.T.Errorf("receipt of request %s is %s, want status %s, a number, and token %q", requestID, last, status, token)
	}
	return last
}

// wantAll says which statuses must have come for a request, in order.
func (r *receiver) wantAll(b *bench, requestID string, statuses ...string) {
	got := r.Of(requestID, len(statuses))
	for i, want := range statuses {
		if got[i].Number("status") != want || got[i].ID != requestID {
			b.T.Errorf("receipt %d of request %s is %s, want status %s", i+1, requestID, got[i], want)
		}
	}
	if len(got) > len(statuses) {
		b.T.Errorf("%d receipts of request %s came, want %d: %v", len(got), requestID, len(statuses), got)
	}
}

// callbackNeeds are what a case needs to hear receipts.
func callbackNeeds() []conformance.Need {
	return []conformance.Need{conformance.NeedCallback, conformance.NeedClock}
}

// registered is the receipt address of the console.
func registered(url string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Receipts["default"] = url }
}
