package huawei

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
		return nil, nil, errors.New("huawei: build: a message and at least one token are needed")
	}
	plain := *msg
	if s.v3 {
		plain.DryRun = false // HarmonyOS has none, and building is one
	}
	d, err := s.draft(&plain)
	if most := s.limits.tokens; len(tokens) > most {
		return nil, d.Adjustments, fmt.Errorf("huawei: build: %d tokens, one call takes %d", len(tokens), most)
	}
	if err != nil {
		return nil, d.Adjustments, err
	}
	if d.Rejected() != nil {
		return nil, d.Adjustments, fmt.Errorf("huawei: build: %w", d.Rejected())
	}
	body, err := d.assemble(toTokens(tokens))
	if err != nil {
		return nil, d.Adjustments, err
	}
	r := transport.Request{Method: http.MethodPost, URL: s.at.send, Header: d.header(vendors.Redacted), Body: body}
	return []vendors.Request{s.http.Describe(r, []string{headerAuthorization}, nil)}, d.Adjustments, nil
}
