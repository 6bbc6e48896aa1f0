package honor

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// Build returns the request Send would make, without the login and with the access
// token redacted. A message that would not be sent is an error that says why.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("honor: build: a message and at least one token are needed")
	}
	to := unique(tokens)
	if len(to) > s.limits.tokens {
		return nil, nil, fmt.Errorf("honor: build: %d tokens, one call takes %d", len(to), s.limits.tokens)
	}
	plain := *msg
	plain.DryRun = false // building is the dry run
	d, err := s.draft(&plain)
	if err != nil {
		return nil, d.Adjustments, err
	}
	if d.Rejected() != nil {
		return nil, d.Adjustments, fmt.Errorf("honor: build: %w", d.Rejected())
	}
	body, err := d.assemble(to)
	if err != nil {
		return nil, d.Adjustments, err
	}
	r := transport.Request{Method: http.MethodPost, URL: s.send, Header: s.header(vendors.Redacted), Body: body}
	return []vendors.Request{s.http.Describe(r, []string{headerAuthorization}, nil)}, d.Adjustments, nil
}
