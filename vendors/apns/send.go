package apns

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/sideshow/apns2"

	facts "github.com/offpush/offpush/fixtures/apns"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Send sends msg to one token. More tokens are not sent (StateRejected,
// RetrySplit): APNs has no lists, and spreading is the client's. Sends may run
// together; they share connections.
//
// Beside the outcomes the error is a request without an answer or a context that
// ended. Then the outcome is StateUnknown; a repetition has the same apns-id, which
// joins the two in logs. APNs does not promise to drop it.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.APNs}
	switch {
	case msg == nil:
		return res, fmt.Errorf("apns: send: %w", errNoMessage)
	case len(tokens) == 0:
		return res, errors.New("apns: send: no tokens: give one")
	case len(tokens) > 1:
		res.Outcomes = verdict.TooMany(tokens, 1, "request")
		return res, nil
	}
	d := s.draft(msg)
	res.Adjustments = d.Adjustments
	o, err := s.push(ctx, d, tokens[0])
	o.Token = tokens[0]
	res.Outcomes = []vendors.Outcome{o}
	return res, err
}

func (s *Sender) push(ctx context.Context, d *draft, token vendors.Token) (vendors.Outcome, error) {
	if d.Rejected() != nil {
		return d.Rejection(), nil
	}
	if !isToken(token) {
		return vendors.Outcome{
			State: vendors.StateRejected, Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever,
			Text: "a device token is the hexadecimal digits of its bytes: without < >, blanks and line ends",
		}, nil
	}
	way := delivery{payload: d.payload, headers: d.headers}
	s.lines[d.environment].push(ctx, d.notification(token), &way)
	if way.err != nil {
		return s.failed(way.err)
	}
	o := s.verdict(&way.reply)
	if o.Retry == vendors.RetryNewConnection {
		s.lines[d.environment].link.leave(way.conn.Load(), o.Code)
	}
	return o, nil
}

// notification is the request in apns2's words, but for the payload: apns2 would
// write it anew, with < as six bytes. The bytes of the delivery are what is sent.
//
// A notification without a collapse key of its own has its id for one. APNs does not
// promise to drop a repetition by apns-id; with the same apns-collapse-id the phone
// at least shows the two as one when the answer to the first was lost.
func (d *draft) notification(token vendors.Token) *apns2.Notification {
	id, collapse := d.apnsID(token), d.collapse
	if collapse == "" && d.opt.CollapseID == nil && d.pushType == PushTypeAlert {
		collapse = id
	}
	return &apns2.Notification{
		ApnsID: id, CollapseID: collapse, DeviceToken: pathToken(token),
		Topic: d.topic, Priority: d.priority, PushType: apns2.EPushType(d.pushType), Payload: "{}",
	}
}

// setHeaders says in h what apns2 says of n; a dry run has no request of apns2's.
func setHeaders(h http.Header, n *apns2.Notification) {
	set := func(name, value string) {
		if value != "" {
			h.Set(name, value)
		}
	}
	set("apns-topic", n.Topic)
	set("apns-id", n.ApnsID)
	set("apns-collapse-id", n.CollapseID)
	if n.Priority > 0 {
		h.Set("apns-priority", fmt.Sprint(n.Priority))
	}
	set("apns-push-type", string(n.PushType))
}

// pathToken is the token as the path has it: lower-case hex. What is no hex is
// escaped, so that it cannot change the path of a dry run; Send does not send it.
func pathToken(t vendors.Token) string {
	if !isToken(t) {
		return url.PathEscape(string(t))
	}
	return strings.ToLower(string(t))
}

// isToken reports hex of any length: Apple asks not to assume one.
func isToken(t vendors.Token) bool {
	for i := range len(t) {
		if !isHex(t[i]) {
			return false
		}
	}
	return t != ""
}

// verdict turns a reply into an outcome.
func (s *Sender) verdict(r *reply) vendors.Outcome {
	o := vendors.Outcome{
		HTTPStatus: r.status, Code: r.answer.Reason,
		RetryAfter: transport.RetryAfter(r.header, s.clock.Now()),
	}
	switch {
	case r.accepted():
		o.State, o.Code, o.RetryAfter = vendors.StateAccepted, facts.CodeAccepted, 0
		o.MessageID, o.LogID = r.id, r.uniqueID
	case r.answer.Reason == "" || r.status == http.StatusOK:
		s.noReason(&o, r)
	default:
		s.refused(&o)
		o.MessageID = r.id
		if o.TokenDead {
			o.DeadSince = r.answer.deadSince()
		}
	}
	return o
}

// refused judges by the reason, never by the status alone.
func (s *Sender) refused(o *vendors.Outcome) {
	o.State = vendors.StateRefused
	fact, known := s.facts.Code(o.Code, vendors.InResponse)
	if !known {
		o.Reason, o.Retry = vendors.ReasonVendorError, vendors.RetryNever
		if o.HTTPStatus >= 500 {
			o.Retry = vendors.RetryBackoff
		}
		return
	}
	o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
	switch {
	case o.RetryAfter > 0:
	case o.Code == reasonTooNewToken && s.signer != nil:
		o.RetryAfter = s.signer.wait()
	case fact.Retry == vendors.RetryBackoff && fact.HTTPStatus >= 500:
		o.RetryAfter = s.limits.pause5 // Apple asks for 15 minutes
	}
}

// noReason judges an answer without a reason by its HTTP status alone: it is a
// proxy's, or Apple's in a form nobody has seen.
func (s *Sender) noReason(o *vendors.Outcome, r *reply) {
	verdict.ByStatus(o, r.status, r.isJSON)
	o.Text = verdict.FirstLine(r.raw, s.redactor)
}

// failed turns a request without an HTTP answer into an outcome. A connection that
// was ended with a reason is an answer, also to a request that was held back
// because of it.
func (s *Sender) failed(err error) (vendors.Outcome, error) {
	o := vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryBackoff}
	var (
		held    *closedError
		ended   *endedError
		refused *refusedError
		left    *leftError
		answer  bool
	)
	switch {
	case errors.As(err, &ended) && (ended.goAway.Reason != "" || ended.untouched):
		answer = true
		s.ended(&o, ended)
	case errors.As(err, &refused) && !s.keyed:
		answer = true
		o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonCredentialWrong, vendors.RetryNever
		if refused.alert.Err.Error() == tls.AlertError(alertExpired).Error() {
			o.Reason = vendors.ReasonCredentialExpired
		}
		o.Text = s.redactor.String(refused.Error())
	case errors.As(err, &left):
		answer = true
		o.Code = left.reason
		s.refused(&o)
	case errors.Is(err, transport.ErrBodyTooLarge):
		o.Reason = vendors.ReasonVendorError
	}
	if errors.As(err, &held) {
		o.RetryAfter = held.wait
		o.Text = s.redactor.String("not sent: " + held.Error())
	}
	if answer {
		return o, nil
	}
	return o, fmt.Errorf("apns: send: %w", err)
}

// alertExpired is the TLS alert certificate_expired of RFC 8446.
const alertExpired = 45

// ended fills an outcome whose connection was ended by GOAWAY.
func (s *Sender) ended(o *vendors.Outcome, e *endedError) {
	o.Code, o.Text = e.goAway.Reason, s.redactor.String(e.goAway.String())
	if o.Code == "" {
		o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonVendorError, vendors.RetryNewConnection
		return
	}
	s.refused(o)
	if o.Retry == vendors.RetryNever && o.Reason == vendors.ReasonVendorError {
		o.Retry = vendors.RetryNewConnection // a reason nobody knows, about the connection
	}
	if !e.untouched && !lasting(o.Code) {
		o.State = vendors.StateUnknown // the server may have worked on it
	}
}

// Build returns the request Send would make, the provider token redacted. A message
// that would not be sent is an error that says why.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("apns: build: a message and at least one token are needed")
	}
	plain := *msg
	plain.DryRun = false // building is the dry run
	d := s.draft(&plain)
	if d.Rejected() != nil {
		return nil, d.Adjustments, fmt.Errorf("apns: build: %w", d.Rejected())
	}
	requests := make([]vendors.Request, len(tokens))
	for i, t := range tokens {
		requests[i] = s.lines[d.environment].show(d.notification(t), &delivery{payload: d.payload, headers: d.headers})
	}
	return requests, d.Adjustments, nil
}
