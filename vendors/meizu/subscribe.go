package meizu

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Switches are what a user lets through.
type Switches struct{ Notifications, PassThrough bool }

// Kinds of messages a switch is for.
const (
	SwitchNotifications = "0"
	SwitchPassThrough   = "1"
)

// switches is the value of the calls about switches.
type switches struct {
	Bar    loosejson.Text `json:"barTypeSwitch"`
	Direct loosejson.Text `json:"directTypeSwitch"`
}

func (v *switches) read(raw []byte) (Switches, bool) {
	if !loosejson.Object(raw) || json.Unmarshal(raw, v) != nil || v.Bar == "" {
		return Switches{}, false
	}
	return Switches{Notifications: v.Bar.Code() == "1", PassThrough: v.Direct.Code() == "1"}, true
}

// Switches asks what the user of a token lets through.
func (s *Sender) Switches(ctx context.Context, token vendors.Token) (Switches, error) {
	return s.switches(s.ask(ctx, "switches", s.at.message.JoinPath("getRegisterSwitch"), form{{"pushId", string(token)}}))
}

// Switch turns one of a token's switches.
func (s *Sender) Switch(ctx context.Context, token vendors.Token, kind string, on bool) (Switches, error) {
	return s.switches(s.tell(ctx, "switch", s.at.message.JoinPath("changeRegisterSwitch"), form{
		{"pushId", string(token)}, {"msgType", kind}, {"subSwitch", oneOrZero(on)},
	}))
}

// SwitchAll turns all of a token's switches.
func (s *Sender) SwitchAll(ctx context.Context, token vendors.Token, on bool) (Switches, error) {
	return s.switches(s.tell(ctx, "switch all", s.at.message.JoinPath("changeAllSwitch"), form{
		{"pushId", string(token)}, {"subSwitch", oneOrZero(on)},
	}))
}

func (s *Sender) switches(r reply, err error) (Switches, error) {
	if err != nil {
		return Switches{}, err
	}
	got, _ := new(switches).read(r.answer.Value)
	return got, nil
}

func oneOrZero(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// CheckTokens asks for each token's switches, one call each: Meizu has no check of many.
// The outcome of a token whose user lets notifications through is StateAccepted; one
// whose user does not is refused and not dead, because the switch can come back.
func (s *Sender) CheckTokens(ctx context.Context, tokens []vendors.Token) ([]vendors.Outcome, error) {
	const op = "check tokens"
	out := make([]vendors.Outcome, 0, len(tokens))
	for _, t := range tokens {
		r, err := s.get(ctx, s.at.message.JoinPath("getRegisterSwitch"), form{{"pushId", string(t)}})
		if err != nil {
			_, failure := s.failed(op, err)
			return out, failure
		}
		o := s.aboutToken(r)
		if o.State == vendors.StateRefused && !o.TokenDead {
			return out, &AnswerError{Vendor: vendors.Meizu, Op: op, Outcome: o}
		}
		if got, ok := new(switches).read(r.answer.Value); o.State == vendors.StateAccepted && ok && !got.Notifications {
			o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonNotifySwitchOff, vendors.RetryNever
		}
		o.Token = t
		out = append(out, o)
	}
	return out, nil
}

// aboutToken is the verdict of a call that names one token: its code is that token's.
func (s *Sender) aboutToken(r reply) vendors.Outcome { return s.told(r, []vendors.Token{""}, "")[0] }

// Aliases are the alias of a token: Meizu keeps one, or none.
func (s *Sender) Aliases(ctx context.Context, token vendors.Token) ([]string, error) {
	r, err := s.ask(ctx, "alias", s.at.message.JoinPath("getSubAlias"), form{{"pushId", string(token)}})
	if err != nil {
		return nil, err
	}
	var v struct {
		Alias loosejson.Text `json:"alias"`
	}
	if loosejson.Object(r.answer.Value) {
		_ = json.Unmarshal(r.answer.Value, &v) // an odd answer names none
	}
	if v.Alias == "" {
		return nil, nil
	}
	return []string{string(v.Alias)}, nil
}

// BindAlias gives a token an alias, at most 60 characters without commas.
func (s *Sender) BindAlias(ctx context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	return s.alias(ctx, "bind alias", "subscribeAlias", alias, token)
}

// UnbindAlias takes an alias from a token.
func (s *Sender) UnbindAlias(ctx context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	return s.alias(ctx, "unbind alias", "unSubscribeAlias", alias, token)
}

func (s *Sender) alias(ctx context.Context, op, path, alias string, token vendors.Token) (vendors.Outcome, error) {
	if alias == "" || token == "" {
		return vendors.Outcome{}, errors.New("meizu: " + op + ": an alias and a token are needed")
	}
	d := draft{limits: &s.limits, byAlias: true}
	if !d.fits(vendors.Token(alias)) { // nothing could ever be sent to it
		o := d.unaddressable()
		o.Token, o.Reason = token, vendors.ReasonBadRequest
		return o, nil
	}
	r, err := s.post(ctx, s.at.message.JoinPath(path), form{{"pushId", string(token)}, {"alias", alias}})
	if err != nil {
		o, failure := s.failed(op, err)
		o.Token = token
		return o, failure
	}
	o := s.aboutToken(r)
	o.Token = token
	return o, nil
}

// Topics are the tags of a token. A refusal is an *AnswerError.
func (s *Sender) Topics(ctx context.Context, token vendors.Token) ([]vendors.Topic, error) {
	r, err := s.ask(ctx, "tags", s.at.message.JoinPath("getSubTags"), form{{"pushId", string(token)}})
	if err != nil {
		return nil, err
	}
	var v struct {
		Tags loosejson.List[struct {
			Name loosejson.Text `json:"tagName"`
		}] `json:"tags"`
	}
	if loosejson.Object(r.answer.Value) {
		_ = json.Unmarshal(r.answer.Value, &v) // an odd answer names none
	}
	topics := make([]vendors.Topic, 0, len(v.Tags))
	for _, t := range v.Tags {
		topics = append(topics, vendors.Topic{Name: string(t.Name)})
	}
	return topics, nil
}

// Subscribe puts tokens under a tag, one call each, and returns one outcome per token in
// the order given. The error is a call without an answer; tokens after it were not sent
// (StateSuppressed).
func (s *Sender) Subscribe(ctx context.Context, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "subscribe", "subscribeTags", tag, tokens)
}

// Unsubscribe takes tokens from a tag; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "unsubscribe", "unSubscribeTags", tag, tokens)
}

func (s *Sender) membership(ctx context.Context, op, path, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	if tag == "" || len(tokens) == 0 {
		return nil, errors.New("meizu: " + op + ": a tag and at least one token are needed")
	}
	if _, _, err := s.tagList([]string{tag}, scopeAny); err != nil {
		return nil, err
	}
	out := make([]vendors.Outcome, 0, len(tokens))
	for i, t := range tokens {
		r, err := s.post(ctx, s.at.message.JoinPath(path), form{{"pushId", string(t)}, {"tags", tag}})
		if err != nil {
			o, failure := s.failed(op, err)
			o.Token = t
			return append(append(out, o), verdict.Same(tokens[i+1:], verdict.Unsent())...), failure
		}
		o := s.aboutToken(r)
		o.Token = t
		out = append(out, o)
	}
	return out, nil
}

// ClearTags takes all tags from a token.
func (s *Sender) ClearTags(ctx context.Context, token vendors.Token) error {
	_, err := s.tell(ctx, "clear tags", s.at.message.JoinPath("unSubAllTags"), form{{"pushId", string(token)}})
	return err
}
