package vivo

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Broadcast sends to everybody by /message/all (by default once per app and day,
// listed apps only) or by tags by /message/tagPush, which needs a tag in Any or
// Every. The outcome has no token.
func (s *Sender) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	tags := len(to.Any) + len(to.Every) + len(to.None)
	switch {
	case msg == nil:
		return vendors.Outcome{}, nil, errors.New("vivo: broadcast: no message")
	case to.All && tags > 0:
		return vendors.Outcome{}, nil, errors.New("vivo: broadcast: everybody and tags exclude each other: give one")
	case !to.All && len(to.Any)+len(to.Every) == 0:
		return vendors.Outcome{}, nil, errors.New("vivo: broadcast: no audience: give All, or a tag in Any or Every")
	}
	f, u := formAll, s.at.all
	if !to.All {
		f, u = formTag, s.at.tag
	}
	d := s.draft(msg, f)
	if d.Rejected() != nil {
		return d.Rejection(), d.Adjustments, nil
	}
	if f == formTag {
		d.audience(msg, to)
	}
	body, err := encode(&d.body)
	if err != nil {
		return verdict.Unbuilt(err), d.Adjustments, err
	}
	r, err := s.call(ctx, http.MethodPost, u, body)
	if err != nil {
		o, failure := s.failed("broadcast", err)
		return o, d.Adjustments, failure
	}
	return s.verdict(r), d.Adjustments, nil
}

// audience fills tagExpression: the message's own option as it is, else the tags of the
// call. The credential's default knows nothing of the call and gives way.
func (d *draft) audience(msg *vendors.Message, to vendors.Audience) {
	asked := &TagExpression{OrTags: list(to.Any), AndTags: list(to.Every), NotTags: list(to.None)}
	d.body.TagExpression = asked
	if o, _ := override.Of[Options](msg); o.TagExpression != nil {
		d.Overridden("audience", override.Shown(reflect.ValueOf(asked)), override.Shown(reflect.ValueOf(o.TagExpression)))
		d.body.TagExpression = o.TagExpression
	}
}

// list makes an absent list an empty one, which the vendor's SDK writes.
func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// Recall takes back the message with this taskId by /message/recycle: from the
// given tokens, or from everybody it went to.
func (s *Sender) Recall(ctx context.Context, messageID string, tokens []vendors.Token) (vendors.Outcome, error) {
	if messageID == "" {
		return vendors.Outcome{}, errors.New("vivo: recall: no message id: give the taskId of the accepted message")
	}
	body, err := encode(recycleRequest{AppID: s.appID, TaskID: messageID, UserIDs: texts(tokens), UserType: userTypeRegID})
	if err != nil {
		return verdict.Unbuilt(err), err
	}
	r, err := s.call(ctx, http.MethodPost, s.at.recycle, body)
	if err != nil {
		return s.failed("recall", err)
	}
	o := s.verdict(r)
	o.MessageID = messageID
	return o, nil
}

func texts(tokens []vendors.Token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = string(t)
	}
	return out
}
