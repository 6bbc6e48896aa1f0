package meizu

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/hours"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// AnswerError is a query, or a change of a subscription, that Meizu refused. Sends never
// return it: there a refusal is an outcome.
type AnswerError = vendors.AnswerError

// ask reads by GET, tell changes by POST; a refusal is an error.
func (s *Sender) ask(ctx context.Context, op string, u *url.URL, f form) (reply, error) {
	r, err := s.get(ctx, u, f)
	return s.granted(op, r, err)
}

func (s *Sender) tell(ctx context.Context, op string, u *url.URL, f form) (reply, error) {
	r, err := s.post(ctx, u, f)
	return s.granted(op, r, err)
}

func (s *Sender) granted(op string, r reply, err error) (reply, error) {
	if err != nil {
		_, failure := s.failed(op, err)
		return r, failure
	}
	if !r.ok() {
		return r, &AnswerError{Vendor: vendors.Meizu, Op: op, Outcome: s.verdict(r)}
	}
	return r, nil
}

// Statistics asks for the counters of tasks, one call each; message IDs are taskIds.
// Counters stand under Meizu's names: targetNo, validNo, pushedNo, acceptNo, displayNo,
// clickNo. A message that was no task has none and is absent.
func (s *Sender) Statistics(ctx context.Context, messageIDs []string) ([]vendors.Statistics, error) {
	out := make([]vendors.Statistics, 0, len(messageIDs))
	for _, id := range messageIDs {
		r, err := s.get(ctx, s.at.statistics, form{{"taskId", id}})
		if err == nil && r.code == codeTaskGone {
			continue
		}
		if r, err = s.granted("statistics", r, err); err != nil {
			return out, err
		}
		if numbers, _ := counters(r.answer.Value); numbers != nil {
			delete(numbers, "taskId")
			out = append(out, vendors.Statistics{MessageID: id, Counters: numbers})
		}
	}
	return out, nil
}

// Day are the app's counters of one day.
type Day struct {
	Date     string // 2026-11-02
	Counters map[string]int64
}

// Days asks for the app's counters from one day to another, in China, at most 30 apart.
func (s *Sender) Days(ctx context.Context, from, to time.Time) ([]Day, error) {
	const layout = "20060102"
	r, err := s.ask(ctx, "days", s.at.daily, form{
		{"startTime", from.In(hours.China()).Format(layout)}, {"endTime", to.In(hours.China()).Format(layout)},
	})
	if err != nil {
		return nil, err
	}
	var days []json.RawMessage
	if json.Unmarshal(r.answer.Value, &days) != nil {
		return nil, nil
	}
	out := make([]Day, 0, len(days))
	for _, raw := range days {
		if numbers, texts := counters(raw); numbers != nil {
			out = append(out, Day{Date: texts["date"], Counters: numbers})
		}
	}
	return out, nil
}

// Kinds of pictures.
const (
	ImageBar     = "0"
	ImageExpand  = "1"
	ImageDesktop = "3"
	ImageBack    = "4"
	ImageSmall   = "5"
	ImageLarge   = "6"
)

// UploadImage lets Meizu fetch a picture and returns the address under which a message
// may name it, for three days at most.
func (s *Sender) UploadImage(ctx context.Context, kind, from string) (string, error) {
	r, err := s.tell(ctx, "upload image", s.at.image, form{{"imgType", kind}, {"imgUrl", from}})
	if err != nil {
		return "", err
	}
	var v struct {
		URL loosejson.Text `json:"imgUrl"`
	}
	if loosejson.Object(r.answer.Value) {
		_ = json.Unmarshal(r.answer.Value, &v) // an odd answer has no address
	}
	return string(v.URL), nil
}
