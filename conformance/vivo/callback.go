package vivo

import (
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// receiver is the callback URL a developer has to build.
type receiver struct{ *kit.Receiver }

// receive listens on this machine until the case calls Stop, and answers an empty 200.
func receive(t *conformance.T) *receiver {
	return &receiver{kit.Receive(t, kit.Callback{Entries: entries})}
}

// entries are those of a receipt as vivo posts it: an object's key is the taskId.
func entries(_ *http.Request, raw []byte) []kit.Receipt {
	tasks, _ := kit.Decode(raw)
	var out []kit.Receipt
	for id := range tasks {
		entry, ok := tasks[id].(map[string]any)
		if !ok {
			return nil
		}
		out = append(out, kit.Receipt{ID: id, Entry: entry, Raw: string(raw)})
	}
	return out
}

// want says which receipt the task's newest entry must be. An empty sub stands for no
// subAckType.
func (r *receiver) want(b *bench, taskID, token, ackType, sub string) kit.Receipt {
	last := r.Last(taskID)
	if last.Text("ackType") != ackType || last.Text("subAckType") != sub {
		b.T.Errorf("receipt of task %s is %s, want ackType %q, subAckType %q", taskID, last, ackType, sub)
	}
	if last.Text("targets") != token {
		b.T.Errorf("receipt of task %s is %s, want targets %q", taskID, last, token)
	}
	return last
}

func (r *receiver) callback(param string) kit.Change {
	return kit.Set("extra", map[string]string{"callback": r.URL, "callback.param": param})
}
