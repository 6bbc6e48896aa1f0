package xiaomi

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// Build returns the request Send would make, the AppSecret redacted. A message that would
// not be sent is an error that says why. A message without an ID gets a random jobkey here
// and another one in Send.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("xiaomi: build: a message and at least one token are needed")
	}
	if len(tokens) > s.limits.targets {
		return nil, nil, fmt.Errorf("xiaomi: build: %d tokens, one call takes %d", len(tokens), s.limits.targets)
	}
	plain := *msg
	plain.DryRun = false // building is the dry run
	d := s.draft(&plain)
	if err := d.Rejected(); err != nil {
		return nil, d.Adjustments, fmt.Errorf("xiaomi: build: %w", err)
	}
	good := joinable(tokens)
	if len(good) == 0 {
		return nil, d.Adjustments, errors.New("xiaomi: build: " + unaddressable().Text)
	}
	r := transport.Request{
		Method: http.MethodPost, URL: s.at.regid, Header: s.header(true), Body: targeted(s.toRegids(), good, d).Bytes(),
	}
	return []vendors.Request{s.http.Describe(r, []string{headerAuthorization}, nil)}, d.Adjustments, nil
}
