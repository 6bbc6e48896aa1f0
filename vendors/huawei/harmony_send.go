package huawei

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// fewer is how many tokens a call of this message takes, if not the usual number; 0 if so.
func (d *draft) fewer() int {
	switch {
	case !d.v3 || d.Rejected() != nil:
		return 0
	case d.pushType() == PushCard:
		return d.limits.cardTokens
	case d.out.Harmony.PushOptions.TestMessage != nil && *d.out.Harmony.PushOptions.TestMessage:
		return d.limits.testTokens
	}
	return 0
}

// reasons are the tokens a v3 answer lists, each with why. msg is a JSON text in which
// an object has the reasons as keys; Huawei's own sample has blanks around them.
func (a *answer) reasons() map[string]string {
	var m struct {
		Illegal map[string]loosejson.Texts `json:"illegalTokens"`
	}
	if json.Unmarshal([]byte(a.Msg), &m) != nil {
		return nil
	}
	out := map[string]string{}
	for reason, tokens := range m.Illegal {
		for _, t := range tokens {
			out[t] = strings.TrimSpace(reason)
		}
	}
	return out
}

// judgeReasons refuses the tokens a v3 answer lists, each for its own reason; the others
// stay what the answer makes all of them. A partial success that does not say which
// tokens failed leaves all of them unknown. Only a reason condemns a token: 80300007 by
// itself is also what an app in the wrong project gets.
func (s *Sender) judgeReasons(r reply, outcomes []vendors.Outcome) {
	for i := range outcomes {
		outcomes[i].TokenDead = false
	}
	reasons := r.answer.reasons()
	if len(reasons) == 0 {
		if r.code == codePartial {
			s.judgeTokens(r, outcomes)
		}
		return
	}
	for i := range outcomes {
		o := &outcomes[i]
		o.Text = "" // it repeats all bad tokens
		reason, listed := reasons[string(o.Token)]
		if !listed {
			continue
		}
		o.State, o.MessageID, o.Code = vendors.StateRefused, "", reason
		o.Reason, o.Retry, o.TokenDead = vendors.ReasonBadRequest, vendors.RetryNever, false
		if fact, known := s.facts.Code(reason, vendors.InPerToken); known {
			o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
		}
	}
}

// revokeRequest is the body of messages:revoke.
type revokeRequest struct {
	NotifyID int64           `json:"notifyId"`
	Token    []vendors.Token `json:"token"`
}

// Recall takes a HarmonyOS notification back from phones that have not got it, or whose
// user has not tapped it. HarmonyOS goes by the notifyId, which is the message's Collapse
// where that is a number, and not by the id the vendor answered; tokens are needed. HMS
// has no recall. It is for notifications of push-type 0; see RecallVoice for the others.
func (s *Sender) Recall(ctx context.Context, notifyID string, tokens []vendors.Token) (vendors.Outcome, error) {
	return s.recall(ctx, PushAlert, notifyID, tokens)
}

// RecallVoice is Recall for voice broadcasts, which went out with push-type 2.
func (s *Sender) RecallVoice(ctx context.Context, notifyID string, tokens []vendors.Token) (vendors.Outcome, error) {
	return s.recall(ctx, PushVoice, notifyID, tokens)
}

func (s *Sender) recall(ctx context.Context, pushType int, notifyID string, tokens []vendors.Token) (vendors.Outcome, error) {
	id, err := strconv.ParseInt(notifyID, 10, 64)
	switch {
	case !s.v3:
		return vendors.Outcome{}, errors.New("huawei: recall: HMS has none: send a message with the same Collapse to replace it")
	case err != nil || id < 0:
		return vendors.Outcome{}, errors.New("huawei: recall: no notifyId: give the number the message had as Collapse")
	case len(tokens) == 0 || len(tokens) > s.limits.tokens:
		return vendors.Outcome{}, errors.New("huawei: recall: 1 to " + strconv.Itoa(s.limits.tokens) + " tokens are needed: HarmonyOS recalls from phones, not a message")
	case s.clientID == "":
		return vendors.Outcome{}, errors.New(`huawei: recall: credential "client_id" is missing: recalls go by client id`)
	}
	body, err := encode(revokeRequest{id, tokens})
	if err != nil {
		return verdict.Unbuilt(err), err
	}
	r, err := s.call(ctx, s.at.revoke, body, func(token string) http.Header { return harmonyHeader(token, pushType) })
	if err != nil {
		return s.failed("recall", err)
	}
	o := s.verdict(r)
	o.MessageID = notifyID
	return o, nil
}
