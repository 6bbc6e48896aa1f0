package meizu

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/length"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Values of scope.
const (
	scopeAny   = "0" // union
	scopeEvery = "1" // intersection
)

// Broadcast sends to all users of the app by pushToApp, or by tags by pushToTag: any of
// Any, or all of Every, not both. Options may say when it goes out (pushTimeInfo). The
// outcome has no token; its message ID is the taskId.
func (s *Sender) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	if msg == nil {
		return vendors.Outcome{}, nil, errors.New("meizu: broadcast: no message")
	}
	p, u := toAll, s.at.all
	var more form
	if !to.All || len(to.Any)+len(to.Every)+len(to.None) > 0 {
		names, scope, err := s.tags(to)
		if err != nil {
			return vendors.Outcome{}, nil, fmt.Errorf("meizu: broadcast: %w", err)
		}
		p, u, more = toTags, s.at.tag, form{{"tagNames", names}, {"scope", scope}}
	}
	d, err := s.draft(msg, p)
	if err != nil {
		return verdict.Unbuilt(err), d.Adjustments, err
	}
	if d.Rejected() != nil {
		return d.Rejection(), d.Adjustments, nil
	}
	r, err := s.post(ctx, u, d.fields(append(more, d.pushType())...))
	if err != nil {
		o, failure := s.lost("broadcast", err)
		return o, d.Adjustments, failure
	}
	o := s.verdict(r)
	if o.State == vendors.StateAccepted && o.MessageID == "" {
		o.MessageID = r.answer.taskID()
	}
	return o, d.Adjustments, nil
}

// tags writes an audience as tagNames and scope.
func (s *Sender) tags(to vendors.Audience) (names, scope string, err error) {
	list, scope := to.Any, scopeAny
	switch {
	case to.All:
		return "", "", errors.New("everybody and tags exclude each other: give one")
	case len(to.None) > 0:
		return "", "", errors.New("no tag can be left out at Meizu: give Any or Every alone")
	case len(to.Any) > 0 && len(to.Every) > 0:
		return "", "", errors.New("any of some tags or all of some tags is what Meizu takes: give Any or Every alone")
	case len(to.Every) > 0:
		list, scope = to.Every, scopeEvery
	case len(to.Any) == 0:
		return "", "", errors.New("no audience: give All, or a tag in Any or Every")
	}
	return s.tagList(list, scope)
}

// tagList joins tags; Meizu parts them at commas.
func (s *Sender) tagList(list []string, scope string) (string, string, error) {
	if most := s.limits.tags; most > 0 && len(list) > most {
		return "", "", fmt.Errorf("%d tags, Meizu takes %d", len(list), most)
	}
	for _, tag := range list {
		if tag == "" || strings.Contains(tag, ",") || length.Characters.Over(tag, s.limits.tagLength) {
			return "", "", fmt.Errorf("tag %q is empty, has a comma or more than %d characters", tag, s.limits.tagLength)
		}
	}
	return strings.Join(list, ","), scope, nil
}

// Cancel takes back a message to all users by its taskId, while it is pending or running.
// What went to tokens or tags cannot be taken back at Meizu.
func (s *Sender) Cancel(ctx context.Context, messageID string) (vendors.Outcome, error) {
	return s.cancel(ctx, "cancel", messageID)
}

// Stop is Cancel: Meizu has one call for both.
func (s *Sender) Stop(ctx context.Context, messageID string) (vendors.Outcome, error) {
	return s.cancel(ctx, "stop", messageID)
}

func (s *Sender) cancel(ctx context.Context, op, messageID string) (vendors.Outcome, error) {
	if messageID == "" {
		return vendors.Outcome{}, errors.New("meizu: " + op + ": no message id: give the taskId of a message to all users")
	}
	r, err := s.post(ctx, s.at.cancel, form{{"pushType", typeNotice}, {"taskId", messageID}})
	if err != nil {
		return s.failed(op, err)
	}
	o := s.verdict(r)
	o.MessageID = messageID
	return o, nil
}
