package xiaomi

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
)

// How several topics are put together.
const (
	opUnion        = "UNION"
	opIntersection = "INTERSECTION"
	opExcept       = "EXCEPT"
)

// topicSeparator stands between the topics of one call.
const topicSeparator = ";$;"

// Broadcast sends to everybody, to a topic, or to at most five topics: to phones in any of
// Any, in all of Every, or in one topic of either and none of None. Other combinations
// Xiaomi cannot say, and they are an error. The outcome has no token.
func (s *Sender) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	if msg == nil {
		return vendors.Outcome{}, nil, errors.New("xiaomi: broadcast: no message")
	}
	who, err := s.audience(to)
	if err != nil {
		return vendors.Outcome{}, nil, fmt.Errorf("xiaomi: broadcast: %w", err)
	}
	d := s.draft(msg)
	if d.msg.Test {
		d.Reject(vendors.ReasonBadRequest, "Xiaomi has no test mode, and a broadcast names no phones: a test would reach everybody; send it to the ids of test phones")
	}
	if d.Rejected() != nil {
		return d.Rejection(), d.Adjustments, nil
	}
	f := form.New(1024)
	who.write(f)
	d.out.write(f)
	r, err := s.post(ctx, who.url, f)
	if err != nil {
		o, failure := s.failed("broadcast", err)
		return o, d.Adjustments, failure
	}
	return s.verdict(r), d.Adjustments, nil
}

// audience is who a broadcast is for, in Xiaomi's words.
type audience struct {
	url    *url.URL
	topics []string
	op     string
}

func (a *audience) write(f *form.Body) {
	switch len(a.topics) {
	case 0:
	case 1:
		f.Add("topic", a.topics[0])
	default:
		f.Add("topics", strings.Join(a.topics, topicSeparator))
		f.Add("topic_op", a.op)
	}
}

func (s *Sender) audience(to vendors.Audience) (audience, error) {
	positive := len(to.Any) + len(to.Every)
	topics := make([]string, 0, positive+len(to.None))
	topics = append(append(append(topics, to.Every...), to.Any...), to.None...)
	for _, t := range topics {
		if t == "" || strings.Contains(t, topicSeparator) {
			return audience{}, fmt.Errorf("topic %q is empty or has %s, which stands between topics", t, topicSeparator)
		}
	}
	a := audience{url: s.at.multiTopic, topics: topics, op: opUnion}
	switch {
	case to.All && len(topics) > 0:
		return audience{}, errors.New("everybody and topics exclude each other: give one")
	case to.All:
		return audience{url: s.at.all}, nil
	case positive == 0:
		return audience{}, errors.New("no audience: give All, or a topic in Any or Every")
	case s.limits.topics > 0 && len(topics) > s.limits.topics:
		return audience{}, fmt.Errorf("%d topics, one call takes %d", len(topics), s.limits.topics)
	case len(topics) == 1:
		a.url = s.at.topic
	case len(to.None) > 0 && positive == 1:
		a.op = opExcept
	case len(to.None) > 0:
		return audience{}, errors.New("one call takes None away from one topic only: give one topic in Any or Every")
	case len(to.Every) > 0 && len(to.Any) > 0:
		return audience{}, errors.New("topics are joined by any or by all, not by both: give Any or Every")
	case len(to.Every) > 0:
		a.op = opIntersection
	}
	return a, nil
}
