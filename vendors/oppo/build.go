package oppo

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// UnknownMessageID stands in a dry run for the message_id that only OPPO's answer to the
// save before it would tell.
const UnknownMessageID = "[message_id]"

// Build returns the requests Send would make, without the logins and with the auth_token
// redacted: for each region unicast, unicast_batch, or save and broadcast. A message that
// would not be sent is an error that says why.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("oppo: build: a message and at least one token are needed")
	}
	if len(tokens) > s.limits.batch {
		return nil, nil, fmt.Errorf("oppo: build: %d tokens, one call takes %d", len(tokens), s.limits.batch)
	}
	plain := *msg
	plain.DryRun = false // building is the dry run
	d := s.shape(&plain, len(tokens))
	if err := d.Rejected(); err != nil {
		return nil, d.Adjustments, fmt.Errorf("oppo: build: %w", err)
	}
	var requests []vendors.Request
	for _, p := range parts(tokens, s.of) {
		more, err := s.buildPart(d, p)
		if err != nil {
			return nil, d.Adjustments, err
		}
		requests = append(requests, more...)
	}
	return requests, d.Adjustments, nil
}

func (s *Sender) buildPart(d *draft, p part) ([]vendors.Request, error) {
	if d.campaign() && (len(p.tokens) > 1 || d.broadcastOnly()) {
		good := joinable(p.tokens)
		if len(good) == 0 {
			return nil, errors.New("oppo: build: " + unaddressable().Text)
		}
		save, err := d.out.flat()
		if err != nil {
			return nil, err
		}
		push := form.New(256)
		push.Add("message_id", UnknownMessageID)
		push.Int("target_type", targetRegID)
		push.List("target_value", len(good), separator, func(i int) string { return string(good[i]) })
		return []vendors.Request{s.show(p.line.save, save), s.show(p.line.broadcast, push)}, nil
	}
	m, err := d.out.around(targetRegID)
	if err != nil {
		return nil, err
	}
	if len(p.tokens) == 1 {
		return []vendors.Request{s.show(p.line.unicast, m.singleOf(p.tokens[0]))}, nil
	}
	return []vendors.Request{s.show(p.line.batch, m.batchOf(p.tokens))}, nil
}

func (s *Sender) show(u *url.URL, rest *form.Body) vendors.Request {
	return s.http.Describe(transport.Request{
		Method: http.MethodPost, URL: u, Header: s.formHeader(), Body: authenticated(rest.Bytes(), vendors.Redacted),
	}, nil, nil)
}
