package meizu

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// UnknownTaskID stands in a dry run for the taskId that only Meizu's answer to the call
// before it would tell; the signature covers it.
const UnknownTaskID = "[taskId]"

// Build returns the requests Send would make, with their signatures: one, or for a task
// two. A signed request is good for ever for whoever has it, so the signature of what is
// shown is redacted. A message that would not be sent is an error that says why.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("meizu: build: a message and at least one token are needed")
	}
	if len(tokens) > s.limits.targets {
		return nil, nil, fmt.Errorf("meizu: build: %d tokens, one call takes %d", len(tokens), s.limits.targets)
	}
	plain := *msg
	plain.DryRun = false // building is the dry run
	d, err := s.draft(&plain, toTokens)
	if err != nil {
		return nil, d.Adjustments, err
	}
	if d.Rejected() != nil {
		return nil, d.Adjustments, fmt.Errorf("meizu: build: %w", d.Rejected())
	}
	good := verdict.Joinable(tokens, d.fits)
	if len(good) == 0 {
		return nil, d.Adjustments, errors.New("meizu: build: " + d.unaddressable().Text)
	}
	if !d.task {
		return []vendors.Request{s.show(s.at.target(d), d.fields(d.targets(good)))}, d.Adjustments, nil
	}
	return []vendors.Request{
		s.show(s.at.task, d.fields(d.pushType())),
		s.show(s.at.taskTarget(d), form{{"taskId", UnknownTaskID}, d.targets(good)}),
	}, d.Adjustments, nil
}

func (s *Sender) show(u *url.URL, f form) vendors.Request {
	signed := s.signed(f)
	signed[len(signed)-1].value = vendors.Redacted
	r := transport.Request{Method: http.MethodPost, URL: u, Header: formHeader(), Body: signed.encode()}
	return s.http.Describe(r, nil, nil)
}
