package vivo

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// UnknownTaskID stands in a dry run for the taskId that only vivo's answer to
// the save before it would tell.
const UnknownTaskID = "[taskId]"

// Build returns the requests Send would make, without the login and with the
// authToken redacted: one for one token, save and pushToList for more. A message
// without an ID gets a random requestId here and another one in Send. A message
// that would not be sent is an error that says why.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("vivo: build: a message and at least one token are needed")
	}
	if len(tokens) > s.limits.listMax {
		return nil, nil, fmt.Errorf("vivo: build: %d tokens, one list takes %d", len(tokens), s.limits.listMax)
	}
	f := formSingle
	if len(tokens) > 1 {
		f = formList
	}
	plain := *msg
	plain.DryRun = false // building is the dry run
	d := s.draft(&plain, f)
	if d.Rejected() != nil {
		return nil, d.Adjustments, fmt.Errorf("vivo: build: %w", d.Rejected())
	}
	if f == formSingle {
		d.setTarget(tokens[0])
		r, err := s.show(s.at.send, &d.body)
		return []vendors.Request{r}, d.Adjustments, err
	}
	save, err := s.show(s.at.save, &d.body)
	if err != nil {
		return nil, d.Adjustments, err
	}
	list, err := s.show(s.at.list, s.listRequest(d, UnknownTaskID, tokens))
	return []vendors.Request{save, list}, d.Adjustments, err
}

func (s *Sender) show(u *url.URL, body any) (vendors.Request, error) {
	b, err := encode(body)
	if err != nil {
		return vendors.Request{}, err
	}
	r := transport.Request{Method: http.MethodPost, URL: u, Header: jsonHeader(vendors.Redacted), Body: b}
	return s.http.Describe(r, []string{headerAuthToken}, nil), nil
}
