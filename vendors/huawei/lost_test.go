package huawei_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
)

// TestLostAnswer: Huawei drops no repetition, so a message that may have arrived is
// not offered for one; a message that cannot have arrived is.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for name, c := range map[string]struct {
		path string
		err  error
		want vendors.Retry
	}{
		"send cut":         {pathSend, errors.New("connection reset"), vendors.RetryNever},
		"send not dialled": {pathSend, dial, vendors.RetryBackoff},
		"login cut":        {pathToken, errors.New("connection reset"), vendors.RetryBackoff},
	} {
		m := newMock(t)
		m.RT.RegisterResponder(http.MethodPost, "=~"+c.path+"$", func(*http.Request) (*http.Response, error) { return nil, c.err })
		res, err := m.Open().Send(context.Background(), chat(), chatTokens())
		if err == nil || !errors.Is(err, c.err) && !strings.Contains(err.Error(), c.err.Error()) {
			t.Errorf("%s: error %v, want the network's", name, err)
		}
		for _, o := range res.Outcomes {
			if o.State != vendors.StateUnknown || o.Retry != c.want {
				t.Errorf("%s: outcome %+v, want unknown with retry %s", name, o, c.want)
			}
		}
	}
}
