package fcm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Broadcast sends to a topic or, when more than one is named, to a condition over at
// most five. At least one topic must be in Any or Every; names may have the prefix
// /topics/. FCM has no push to everybody: subscribe all phones to one topic instead. The
// outcome has no token.
func (s *Sender) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	if msg == nil {
		return vendors.Outcome{}, nil, errors.New("fcm: broadcast: no message")
	}
	who, err := s.audience(to)
	if err != nil {
		return vendors.Outcome{}, nil, err
	}
	d := s.draft(msg, s.limits.topicPayload)
	o, err := s.deliver(ctx, "broadcast", d, who)
	return o, d.Adjustments, err
}

// SendToCondition sends to a condition as FCM writes it, such as
//
//	'a' in topics && ('b' in topics || !('c' in topics))
func (s *Sender) SendToCondition(ctx context.Context, msg *vendors.Message, condition string) (vendors.Outcome, []vendors.Adjustment, error) {
	if msg == nil || condition == "" {
		return vendors.Outcome{}, nil, errors.New("fcm: condition: a message and a condition are needed")
	}
	d := s.draft(msg, s.limits.topicPayload)
	o, err := s.deliver(ctx, "condition", d, target{"condition", condition})
	return o, d.Adjustments, err
}

// topicPrefix is how topics are named in apps and at the topic service; a message names
// them without.
const topicPrefix = "/topics/"

// audience is the target of a broadcast.
func (s *Sender) audience(to vendors.Audience) (target, error) {
	positive, topics := len(to.Any)+len(to.Every), len(to.Any)+len(to.Every)+len(to.None)
	switch {
	case to.All:
		return target{}, errors.New("fcm: broadcast: there is no push to everybody: subscribe all phones to a topic and send to it")
	case positive == 0:
		return target{}, errors.New("fcm: broadcast: no audience: give a topic in Any or Every")
	case s.limits.conditionTopics > 0 && topics > s.limits.conditionTopics:
		return target{}, fmt.Errorf("fcm: broadcast: %d topics, one condition takes %d", topics, s.limits.conditionTopics)
	}
	lists := [3][]string{to.Any, to.Every, to.None}
	for i, list := range lists {
		bare := make([]string, len(list))
		for j, topic := range list {
			if bare[j] = strings.TrimPrefix(topic, topicPrefix); !isTopic(bare[j]) {
				return target{}, fmt.Errorf("fcm: broadcast: topic %q: names have letters, digits and -_.~%%, 900 at most", topic)
			}
		}
		lists[i] = bare
	}
	if topics == 1 {
		return target{"topic", append(lists[0], lists[1]...)[0]}, nil
	}
	return target{"condition", condition(lists[0], lists[1], lists[2])}, nil
}

// isTopic reports a name FCM takes. A quote in it would change the meaning of a
// condition.
func isTopic(name string) bool {
	const good = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~%"
	return name != "" && len(name) <= 900 && !strings.ContainsFunc(name, func(r rune) bool { return !strings.ContainsRune(good, r) })
}

// condition writes a condition: any of any and all of every and none of none. FCM reads
// it from left to right, so an any beside others stands in parentheses.
func condition(any, every, none []string) string {
	var parts []string
	for _, t := range every {
		parts = append(parts, in(t))
	}
	if len(any) > 0 {
		alternatives := make([]string, len(any))
		for i, t := range any {
			alternatives[i] = in(t)
		}
		part := strings.Join(alternatives, " || ")
		if len(alternatives) > 1 && len(every)+len(none) > 0 {
			part = "(" + part + ")"
		}
		parts = append(parts, part)
	}
	for _, t := range none {
		parts = append(parts, "!("+in(t)+")")
	}
	return strings.Join(parts, " && ")
}

func in(topic string) string { return "'" + topic + "' in topics" }
