package xiaomi

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// AnswerError is a query Xiaomi refused. Sends never return it: there a refusal is an
// outcome.
type AnswerError = vendors.AnswerError

// query is the beginning of most questions.
func (s *Sender) query() *form.Body {
	f := form.New(128)
	f.Add("restricted_package_name", s.pkg)
	return f
}

// asked turns a reply into an error when it is a refusal.
func (s *Sender) asked(op string, r reply, err error) (reply, error) {
	if err != nil {
		_, failure := s.failed(op, err)
		return r, failure
	}
	if !r.ok() {
		return r, &AnswerError{Vendor: vendors.Xiaomi, Op: op, Outcome: s.verdict(r)}
	}
	return r, nil
}

func (s *Sender) ask(ctx context.Context, op, path string, f *form.Body) (reply, error) {
	r, err := s.get(ctx, s.at.base, path, f)
	return s.asked(op, r, err)
}

// Statistics asks what became of messages, one call for each. Counters stand under
// Xiaomi's names: resolved, delivered, click and create_timestamp.
func (s *Sender) Statistics(ctx context.Context, messageIDs []string) ([]vendors.Statistics, error) {
	out := make([]vendors.Statistics, 0, len(messageIDs))
	for _, id := range messageIDs {
		f := form.New(64)
		f.Add("msg_id", id)
		one, err := s.trace(ctx, "v1/trace/message/status", f)
		if err != nil {
			return out, err
		}
		if len(one) > 0 {
			one[0].MessageID = id
			out = append(out, one[0])
		}
	}
	return out, nil
}

// StatisticsByJobKey asks what became of the messages of a jobkey.
func (s *Sender) StatisticsByJobKey(ctx context.Context, jobKey string) ([]vendors.Statistics, error) {
	f := form.New(64)
	f.Add("job_key", jobKey)
	return s.trace(ctx, "v1/trace/message/status", f)
}

// StatisticsBetween asks what became of the messages of a period.
func (s *Sender) StatisticsBetween(ctx context.Context, from, to time.Time) ([]vendors.Statistics, error) {
	f := form.New(64)
	f.Int("begin_time", from.UnixMilli())
	f.Int("end_time", to.UnixMilli())
	return s.trace(ctx, "v1/trace/messages/status", f)
}

func (s *Sender) trace(ctx context.Context, path string, f *form.Body) ([]vendors.Statistics, error) {
	r, err := s.ask(ctx, "statistics", path, f)
	if err != nil {
		return nil, err
	}
	var out []vendors.Statistics
	for _, object := range objects(r.members()["data"]) {
		one := vendors.Statistics{MessageID: string(object["id"]), Counters: numbers(object)}
		delete(one.Counters, "id")
		out = append(out, one)
	}
	return out, nil
}

// objects reads an object, or a list of them, with members as text.
func objects(raw json.RawMessage) []map[string]loosejson.Text {
	var one map[string]loosejson.Text
	if loosejson.Object(raw) && json.Unmarshal(raw, &one) == nil {
		return []map[string]loosejson.Text{one}
	}
	var all loosejson.List[map[string]loosejson.Text]
	_ = all.UnmarshalJSON(raw)
	return all
}

// Day is what Xiaomi counted on one day, under its own names: single_recipients,
// received, click and others.
type Day struct {
	Date     string // 20260131
	Counters map[string]int64
}

// Days asks for the app's counts of the days from from to to, by the vendor's calendar.
func (s *Sender) Days(ctx context.Context, from, to time.Time) ([]Day, error) {
	const date = "20060102"
	zone := time.FixedZone("GMT+8", 8*60*60)
	f := form.New(128)
	f.Add("start_date", from.In(zone).Format(date))
	f.Add("end_date", to.In(zone).Format(date))
	f.Add("restricted_package_name", s.pkg)
	r, err := s.ask(ctx, "days", "v1/stats/message/counters", f)
	if err != nil {
		return nil, err
	}
	var out []Day
	for _, object := range objects(r.members()["data"]) {
		day := Day{Date: string(object["date"])}
		delete(object, "date")
		day.Counters = numbers(object)
		out = append(out, day)
	}
	return out, nil
}

// Quota asks for the day's total and how much of it was delivered; once a second. Which
// channel the total is for Xiaomi does not say.
func (s *Sender) Quota(ctx context.Context) (vendors.QuotaUse, error) {
	use := vendors.QuotaUse{Limit: -1, Used: -1, Left: -1, Counters: map[string]int64{}}
	r, err := s.ask(ctx, "quota", "v1/trace/quota/get", form.New(0))
	if err != nil {
		return use, err
	}
	told := r.members()
	for name := range told {
		if n, ok := told.text(name).Int(); ok {
			use.Counters[name] = n
		}
	}
	if n, ok := use.Counters["day_quota"]; ok {
		use.Limit = n
	}
	if n, ok := use.Counters["day_acked"]; ok {
		use.Used = n
	}
	if use.Limit >= 0 && use.Used >= 0 {
		use.Left = max(0, use.Limit-use.Used)
	}
	return use, nil
}

// CheckTokens asks which registration ids are valid, 1000 in one call, without sending.
// The outcome of a good one is StateAccepted. One that is not listed as valid is refused,
// but not called dead: Xiaomi's pages do not show this answer.
func (s *Sender) CheckTokens(ctx context.Context, tokens []vendors.Token) ([]vendors.Outcome, error) {
	const op = "check tokens"
	out := make([]vendors.Outcome, 0, len(tokens))
	for len(out) < len(tokens) {
		block := s.block(tokens[len(out):])
		f := form.New(96 * len(block))
		for _, t := range block {
			f.Add("registration_ids", string(t)) // repeated, not joined
		}
		r, err := s.post(ctx, s.at.base.JoinPath("v1/validation/regids"), f)
		if r, err = s.asked(op, r, err); err != nil {
			return out, err
		}
		told := r.members()
		if told["valid_regids"] == nil {
			return out, errors.New("xiaomi: " + op + ": the answer lists no valid_regids")
		}
		good := map[string]bool{}
		for _, id := range told.list("valid_regids") {
			good[id] = true
		}
		outcomes := verdict.Same(block, vendors.Outcome{State: vendors.StateAccepted, Code: r.code, HTTPStatus: r.status})
		for i := range outcomes {
			if o := &outcomes[i]; !good[string(o.Token)] {
				o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonTokenInvalid, vendors.RetryNever
			}
		}
		out = append(out, outcomes...)
	}
	return out, nil
}

// block is as many tokens as one call takes.
func (s *Sender) block(tokens []vendors.Token) []vendors.Token {
	if most := s.limits.targets; most > 0 {
		return tokens[:min(len(tokens), most)]
	}
	return tokens
}

// Online asks whether a phone is connected.
func (s *Sender) Online(ctx context.Context, token vendors.Token) (bool, error) {
	const op = "online"
	f := s.query()
	f.Add("registration_id", string(token))
	r, err := s.ask(ctx, op, "v1/regid/presence", f)
	if err != nil {
		return false, err
	}
	switch status := r.members().text("status"); status {
	case "Online":
		return true, nil
	case "Offline":
		return false, nil
	default:
		return false, errors.New("xiaomi: " + op + ": the answer says neither Online nor Offline: " + strconv.Quote(string(status)))
	}
}
