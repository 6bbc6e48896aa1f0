package huawei

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Broadcast sends to a topic or, when more than one is named, to a condition over at
// most five. At least one topic must be in Any or Every. Huawei has no push to
// everybody: subscribe all phones to one topic instead. The outcome has no token.
func (s *Sender) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	if msg == nil {
		return vendors.Outcome{}, nil, errors.New("huawei: broadcast: no message")
	}
	if s.v3 {
		return vendors.Outcome{}, nil, noTopics("broadcast")
	}
	who, err := s.audience(to)
	if err != nil {
		return vendors.Outcome{}, nil, err
	}
	d, err := s.draft(msg)
	_, o, err := s.deliver(ctx, "broadcast", d, err, who)
	return o, d.Adjustments, err
}

// audience is the target of a broadcast.
func (s *Sender) audience(to vendors.Audience) (target, error) {
	positive, topics := len(to.Any)+len(to.Every), len(to.Any)+len(to.Every)+len(to.None)
	switch {
	case to.All:
		return target{}, errors.New("huawei: broadcast: there is no push to everybody: subscribe all phones to a topic and send to it")
	case positive == 0:
		return target{}, errors.New("huawei: broadcast: no audience: give a topic in Any or Every")
	case s.limits.conditionTopics > 0 && topics > s.limits.conditionTopics:
		return target{}, fmt.Errorf("huawei: broadcast: %d topics, one condition takes %d", topics, s.limits.conditionTopics)
	}
	for _, list := range [][]string{to.Any, to.Every, to.None} {
		for _, topic := range list {
			// A quote would end the name inside a condition and change its meaning.
			if topic == "" || strings.ContainsAny(topic, `'"\`) {
				return target{}, fmt.Errorf("huawei: broadcast: topic %q is empty or has a quote: names have digits, letters, _ . ~ %% - and Chinese", topic)
			}
		}
	}
	if topics == 1 {
		return target{"topic", append(append([]string(nil), to.Any...), to.Every...)[0]}, nil
	}
	return target{"condition", condition(to)}, nil
}

// condition writes a condition: any of Any and all of Every and none of None. An Any
// beside others stands in parentheses.
func condition(to vendors.Audience) string {
	var parts []string
	for _, t := range to.Every {
		parts = append(parts, in(t))
	}
	if len(to.Any) > 0 {
		alternatives := make([]string, len(to.Any))
		for i, t := range to.Any {
			alternatives[i] = in(t)
		}
		part := strings.Join(alternatives, " || ")
		if len(alternatives) > 1 && len(to.Every)+len(to.None) > 0 {
			part = "(" + part + ")"
		}
		parts = append(parts, part)
	}
	for _, t := range to.None {
		parts = append(parts, "!("+in(t)+")")
	}
	return strings.Join(parts, " && ")
}

func in(topic string) string { return "'" + topic + "' in topics" }
