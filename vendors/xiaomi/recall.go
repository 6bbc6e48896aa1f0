package xiaomi

import (
	"context"
	"errors"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
)

// Revocation names what is taken back: messages by id or jobkey, and from whom. Which of
// the parameters go together Xiaomi's pages do not say; the names are the SDK's.
type Revocation struct {
	MessageIDs, JobKeys []string
	// From whom; none: from everybody. At most one kind.
	RegIDs, Aliases, UserAccounts, Topics []string
	TopicOp                               string // with several topics
}

// Recall takes back the message with this id: from the given registration ids, or from
// everybody it went to.
func (s *Sender) Recall(ctx context.Context, messageID string, tokens []vendors.Token) (vendors.Outcome, error) {
	if messageID == "" {
		return vendors.Outcome{}, errors.New("xiaomi: recall: no message id: give the data.id of the accepted message")
	}
	what := Revocation{MessageIDs: []string{messageID}}
	for _, t := range tokens {
		what.RegIDs = append(what.RegIDs, string(t))
	}
	o, err := s.Revoke(ctx, what)
	o.MessageID = messageID
	return o, err
}

// Revoke takes messages back.
func (s *Sender) Revoke(ctx context.Context, what Revocation) (vendors.Outcome, error) {
	if len(what.MessageIDs)+len(what.JobKeys) == 0 {
		return vendors.Outcome{}, errors.New("xiaomi: revoke: nothing is named: give a message id or a jobkey")
	}
	path, f := "v2/message/revoke", form.New(256)
	kinds := 0
	for _, k := range []struct {
		path, field, sep string
		values           []string
	}{
		{"v1/message/regid/revoke", "registration_ids", ",", what.RegIDs},
		{"v1/message/alias/revoke", "alias", ",", what.Aliases},
		{"v1/message/user_account/revoke", "user_accounts", ",", what.UserAccounts},
		{"v1/message/topic/revoke", "topic", topicSeparator, what.Topics},
	} {
		if len(k.values) == 0 {
			continue
		}
		kinds++
		if path = k.path; k.field == "topic" && len(k.values) > 1 {
			path, k.field = "v1/message/multi_topic/revoke", "topics"
			f.Add("topic_op", what.TopicOp)
		}
		f.Add(k.field, strings.Join(k.values, k.sep))
	}
	if kinds > 1 {
		return vendors.Outcome{}, errors.New("xiaomi: revoke: several kinds of targets: give one")
	}
	f.Add("restricted_package_name", s.pkg)
	if len(what.MessageIDs) > 0 {
		f.Add("msg_ids", strings.Join(what.MessageIDs, ","))
	}
	if len(what.JobKeys) > 0 {
		f.Add("job_keys", strings.Join(what.JobKeys, ","))
	}
	return s.order(ctx, "revoke", path, f)
}

// Cancel takes back a message for later (Options.TimeToSend) before its time. The id is
// that of the accepted message.
func (s *Sender) Cancel(ctx context.Context, messageID string) (vendors.Outcome, error) {
	return s.orderAbout(ctx, "cancel", "v2/schedule_job/delete", "job_id", messageID)
}

// CancelJobKey is Cancel by jobkey.
func (s *Sender) CancelJobKey(ctx context.Context, jobKey string) (vendors.Outcome, error) {
	return s.orderAbout(ctx, "cancel", "v3/schedule_job/delete", "jobkey", jobKey)
}

// Scheduled asks whether a message for later still waits: a refusal says that it does not.
func (s *Sender) Scheduled(ctx context.Context, messageID string) (vendors.Outcome, error) {
	return s.orderAbout(ctx, "scheduled", "v2/schedule_job/exist", "job_id", messageID)
}

// Stop stops a push that is being delivered, by message id.
func (s *Sender) Stop(ctx context.Context, messageID string) (vendors.Outcome, error) {
	return s.orderAbout(ctx, "stop", "v1/message/switch/stop_by_id", "msg_id", messageID)
}

// StopJobKey is Stop by jobkey.
func (s *Sender) StopJobKey(ctx context.Context, jobKey string) (vendors.Outcome, error) {
	return s.orderAbout(ctx, "stop", "v1/message/switch/stop_by_jobkey", "job_key", jobKey)
}

// DeleteBroadcast deletes a broadcast that waits for phones.
func (s *Sender) DeleteBroadcast(ctx context.Context, messageID string) (vendors.Outcome, error) {
	return s.orderAbout(ctx, "delete broadcast", "v2/message/delete", "id", messageID)
}

func (s *Sender) orderAbout(ctx context.Context, op, path, field, id string) (vendors.Outcome, error) {
	if id == "" {
		return vendors.Outcome{}, errors.New("xiaomi: " + op + ": no id: give that of the accepted message, or its jobkey")
	}
	f := form.New(64)
	f.Add(field, id)
	o, err := s.order(ctx, op, path, f)
	o.MessageID = id
	return o, err
}

// order makes a call whose refusal is an outcome.
func (s *Sender) order(ctx context.Context, op, path string, f *form.Body) (vendors.Outcome, error) {
	r, err := s.post(ctx, s.at.base.JoinPath(path), f)
	if err != nil {
		return s.failed(op, err)
	}
	o := s.verdict(r)
	if o.State == vendors.StateAccepted {
		o.MessageID = ""
	}
	return o, nil
}
