package mutant

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// good is a sender whose tokens say what becomes of them: "dead-1" is refused for
// ever, "busy-1" for now, "lost-1" gets no answer, anything else is accepted.
type good struct {
	calls     [][]vendors.Token
	messages  []vendors.Message
	unblocked int
}

func (g *good) Unblock() { g.unblocked++ }

func (g *good) Send(ctx context.Context, msg *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	if err := ctx.Err(); err != nil {
		return vendors.Result{}, err
	}
	g.calls, g.messages = append(g.calls, slices.Clone(to)), append(g.messages, *msg)
	r := vendors.Result{Vendor: "toy", Adjustments: []vendors.Adjustment{{Field: "title"}}}
	for _, t := range to {
		r.Outcomes = append(r.Outcomes, fate(t))
	}
	return r, nil
}

func fate(t vendors.Token) vendors.Outcome {
	switch kind, _, _ := strings.Cut(string(t), "-"); kind {
	case "dead":
		return vendors.Outcome{Token: t, State: vendors.StateRefused, Code: "102", Reason: vendors.ReasonTokenInvalid, TokenDead: true, Retry: vendors.RetryNever}
	case "blocked":
		return vendors.Outcome{Token: t, State: vendors.StateRefused, Code: "103", Reason: vendors.ReasonDeviceNotAllowed, Retry: vendors.RetryNever}
	case "busy":
		return vendors.Outcome{Token: t, State: vendors.StateRefused, Code: "104", Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff, RetryAfter: time.Second}
	case "lost":
		return vendors.Outcome{Token: t, State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryBackoff}
	}
	return vendors.Outcome{Token: t, State: vendors.StateAccepted, Code: "0", MessageID: "id-" + string(t)}
}

func (g *good) Broadcast(_ context.Context, msg *vendors.Message, _ vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	g.messages = append(g.messages, *msg)
	return fate("dead-all"), nil, nil
}

func (g *good) Recall(_ context.Context, id string, _ []vendors.Token) (vendors.Outcome, error) {
	return vendors.Outcome{State: vendors.StateAccepted, MessageID: id}, nil
}

func (g *good) AuditStatus(_ context.Context, ids []string) ([]vendors.AuditStatus, error) {
	return []vendors.AuditStatus{{MessageID: ids[0]}}, nil
}

func (g *good) Statistics(_ context.Context, ids []string) ([]vendors.Statistics, error) {
	return []vendors.Statistics{{MessageID: ids[0]}}, nil
}

func (g *good) CheckTokens(_ context.Context, to []vendors.Token) ([]vendors.Outcome, error) {
	return []vendors.Outcome{fate(to[0])}, nil
}

// TestAllIsWellFormed holds every mutant against what a kill matrix needs of it.
func TestAllIsWellFormed(t *testing.T) {
	t.Parallel()
	slug, names := regexp.MustCompile(`^[a-z0-9-]+$`), map[string]bool{}
	for _, m := range All() {
		if !slug.MatchString(m.Name) || names[m.Name] {
			t.Errorf("name %q is no slug, or taken", m.Name)
		}
		names[m.Name] = true
		if m.Title.EN == "" || m.Title.ZH == "" {
			t.Errorf("%s: title %+v; want both languages", m.Name, m.Title)
		}
		if m.Transport == nil && m.Sender == nil && m.Session == nil {
			t.Errorf("%s changes nothing", m.Name)
		}
		if m.Vendor != "" || len(m.Kills) != 0 {
			t.Errorf("%s is declared for %q %v; want nobody", m.Name, m.Vendor, m.Kills)
		}
	}
	if got := len(All()); got < 25 {
		t.Errorf("%d mutants, want at least 25", got)
	}
}

var whole = vendors.Message{ID: "m1", Title: "订单 <1>", Body: "已发货吗\n是", Data: map[string]string{"k": "v"}, Extension: `{"entity":{}}`,
	Class: vendors.ClassMarketing, Category: "ORDER", TTL: time.Minute}

// TestWhatTheGoodSenderIsAskedToSend covers the mutants that change calls or messages.
func TestWhatTheGoodSenderIsAskedToSend(t *testing.T) {
	t.Parallel()
	type calls = [][]vendors.Token
	batch := []vendors.Token{"a", "dead-1", "b"}
	message := func(change func(*vendors.Message)) *vendors.Message {
		m := whole
		change(&m)
		return &m
	}
	tests := []struct {
		m       conformance.Mutant
		tokens  []vendors.Token
		calls   calls
		message *vendors.Message // of the last call; nil: unchanged
	}{
		{LostTokens(), batch, calls{{"a", "dead-1"}}, nil},
		{LostTokens(), batch[:1], calls{{"a"}}, nil},
		{DuplicatedTokens(), batch, calls{{"a", "dead-1", "b", "a"}}, nil},
		{SentTwice(), batch[:1], calls{{"a"}, {"a"}}, message(func(m *vendors.Message) { m.ID = "m1-again" })},
		{OneByOne(), batch, calls{{"a"}, {"dead-1"}, {"b"}}, nil},
		{AllResent(), batch, calls{batch, batch}, message(func(m *vendors.Message) { m.ID = "m1-again" })},
		{AllResent(), batch[:1], calls{{"a"}}, nil},
		{PermanentRetried(), batch, calls{batch, {"dead-1"}, {"dead-1"}}, nil},
		{PermanentRetried(), []vendors.Token{"busy-1"}, calls{{"busy-1"}}, nil},
		{BodyCut(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Body = "已发货" })},
		{DataLost(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Data = nil })},
		{ExtensionLost(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Extension = "" })},
		{DoubleEscaped(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Title, m.Body = "订单 &lt;1&gt;", `已发货吗\n是` })},
		{ClassRaised(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "" })},
		{ClassLowered(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Category = "" })},
		{CategoryLost(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Category = "" })},
		{LifetimeLost(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.TTL = 0 })},
		{LifetimeTimes1000(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.TTL = 1000 * time.Minute })},
		{TestForced(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.Test = true })},
		{IDLost(), batch[:1], calls{{"a"}}, message(func(m *vendors.Message) { m.ID = "replaced-1" })},
	}
	for _, tt := range tests {
		t.Run(tt.m.Name, func(t *testing.T) {
			t.Parallel()
			inner, msg := &good{}, whole
			r, err := tt.m.Sender(inner).Send(t.Context(), &msg, tt.tokens)
			if err != nil || len(r.Outcomes) != len(tt.tokens) {
				t.Fatalf("%d outcomes for %d tokens, error %v", len(r.Outcomes), len(tt.tokens), err)
			}
			for i, o := range r.Outcomes {
				if o.Token != tt.tokens[i] {
					t.Errorf("outcome %d is of token %q, want %q", i, o.Token, tt.tokens[i])
				}
			}
			if diff := cmp.Diff(tt.calls, inner.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			want := tt.message
			if want == nil {
				want = &whole
			}
			if diff := cmp.Diff(*want, inner.messages[len(inner.messages)-1]); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(whole, msg); diff != "" {
				t.Errorf("the caller's message was changed:\n%s", diff)
			}
		})
	}
}

func TestTestModeCanBeLost(t *testing.T) {
	t.Parallel()
	inner := &good{}
	if _, err := TestLost().Sender(inner).Send(t.Context(), &vendors.Message{Test: true}, []vendors.Token{"a"}); err != nil || inner.messages[0].Test {
		t.Errorf("error %v, message %+v", err, inner.messages)
	}
}

func TestMojibakeIsWhatReadersSee(t *testing.T) {
	t.Parallel()
	if got, want := reencoded("é中"), "Ã©ä¸\u00ad"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	inner := &good{}
	if _, err := Mojibake().Sender(inner).Send(t.Context(), &vendors.Message{Title: "é", Body: "plain"}, nil); err != nil {
		t.Fatal(err)
	}
	if m := inner.messages[0]; m.Title != "Ã©" || m.Body != "plain" {
		t.Errorf("sent %q, %q", m.Title, m.Body)
	}
}

// TestWhatTheSpoiltSenderTells covers the mutants that lie about what happened.
func TestWhatTheSpoiltSenderTells(t *testing.T) {
	t.Parallel()
	tokens := []vendors.Token{"a", "dead-1", "blocked-1", "busy-1", "lost-1"}
	const ok, dead, blocked, busy, lost = 0, 1, 2, 3, 4
	tests := []struct {
		m    conformance.Mutant
		told func(o []vendors.Outcome) bool
	}{
		{ErrorAsSuccess(), func(o []vendors.Outcome) bool {
			return o[dead].State == vendors.StateAccepted && !o[dead].TokenDead && o[lost].State == vendors.StateUnknown
		}},
		{UnknownAsSuccess(), func(o []vendors.Outcome) bool {
			return o[lost].State == vendors.StateAccepted && o[dead].State == vendors.StateRefused
		}},
		{DeadAsAlive(), func(o []vendors.Outcome) bool { return !o[dead].TokenDead && o[dead].Code == "102" }},
		{AliveAsDead(), func(o []vendors.Outcome) bool { return o[blocked].TokenDead && o[busy].TokenDead && !o[ok].TokenDead }},
		{CodeLost(), func(o []vendors.Outcome) bool {
			return o[ok].Code == "" && o[dead].Code == "" && o[dead].Reason != ""
		}},
		{ReasonLost(), func(o []vendors.Outcome) bool {
			return o[dead].Reason == o[busy].Reason && o[ok].Reason == "" && o[dead].Code == "102"
		}},
		{MessageIDLost(), func(o []vendors.Outcome) bool { return o[ok].MessageID == "" }},
		{NeverRetryable(), func(o []vendors.Outcome) bool { return !o[busy].Retryable() && o[busy].RetryAfter == 0 }},
		{AlwaysRetryable(), func(o []vendors.Outcome) bool { return o[dead].Retryable() && !o[ok].Retryable() }},
		{OutOfOrder(), func(o []vendors.Outcome) bool { return o[0].Token == "lost-1" && o[4].Token == "a" }},
		{FirstAnswerForAll(), func(o []vendors.Outcome) bool {
			return o[dead].State == vendors.StateAccepted && o[dead].Token == "dead-1"
		}},
	}
	for _, tt := range tests {
		t.Run(tt.m.Name, func(t *testing.T) {
			t.Parallel()
			inner := &good{}
			r, err := tt.m.Sender(inner).Send(t.Context(), &vendors.Message{}, tokens)
			if err != nil || len(r.Outcomes) != len(tokens) || !tt.told(r.Outcomes) {
				t.Errorf("error %v, told %+v", err, r.Outcomes)
			}
			if len(inner.calls) != 1 {
				t.Errorf("sent %d times; it should only lie", len(inner.calls))
			}
		})
	}
	if r, err := AdjustmentsHidden().Sender(&good{}).Send(t.Context(), &vendors.Message{}, tokens); err != nil || r.Adjustments != nil {
		t.Errorf("adjustments are told: %+v, %v", r, err)
	}
	if r, err := RefusalAsError().Sender(&good{}).Send(t.Context(), &vendors.Message{}, tokens); err == nil || len(r.Outcomes) != 0 {
		t.Errorf("refusal: %+v, %v; want an error alone", r, err)
	}
}

func TestCancelledContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := LostTokens().Sender(&good{}).Send(ctx, &vendors.Message{}, []vendors.Token{"a", "b"}); !errors.Is(err, context.Canceled) {
		t.Errorf("other mutants must respect the context: %v", err)
	}
	if _, err := ContextIgnored().Sender(&good{}).Send(ctx, &vendors.Message{}, []vendors.Token{"a"}); err != nil {
		t.Errorf("context-ignored: %v", err)
	}
	r, err := UnknownAsSuccess().Sender(&good{}).Send(ctx, &vendors.Message{}, []vendors.Token{"a"})
	if err != nil || r.Accepted() != 1 {
		t.Errorf("unknown-as-success: %+v, %v", r, err)
	}
}

func TestSuppressedSentUnblocks(t *testing.T) {
	t.Parallel()
	inner := &good{}
	if _, err := SuppressedSent().Sender(inner).Send(t.Context(), &vendors.Message{}, nil); err != nil || inner.unblocked != 1 {
		t.Errorf("unblocked %d times, %v", inner.unblocked, err)
	}
}

func TestOptionalAbilitiesStay(t *testing.T) {
	t.Parallel()
	s := DeadAsAlive().Sender(&good{})
	if o, _, err := s.(vendors.Broadcaster).Broadcast(t.Context(), &vendors.Message{}, vendors.Audience{}); err != nil || o.TokenDead || o.Code != "102" {
		t.Errorf("broadcast: %+v, %v", o, err)
	}
	if o, err := s.(vendors.Recaller).Recall(t.Context(), "m1", nil); err != nil || o.MessageID != "m1" {
		t.Errorf("recall: %+v, %v", o, err)
	}
	if a, err := s.(vendors.AuditQuerier).AuditStatus(t.Context(), []string{"m1"}); err != nil || len(a) != 1 {
		t.Errorf("audit: %+v, %v", a, err)
	}
	if a, err := s.(vendors.StatisticsQuerier).Statistics(t.Context(), []string{"m1"}); err != nil || len(a) != 1 {
		t.Errorf("statistics: %+v, %v", a, err)
	}
	if o, err := s.(vendors.TokenChecker).CheckTokens(t.Context(), []vendors.Token{"dead-1"}); err != nil || o[0].TokenDead {
		t.Errorf("check: %+v, %v", o, err)
	}
}

// bare has no optional abilities.
type bare struct{ conformance.TestedSender }

func TestMissingAbilitiesAreErrors(t *testing.T) {
	t.Parallel()
	s := DeadAsAlive().Sender(bare{}).(*spoilt)
	_, _, broadcast := s.Broadcast(t.Context(), nil, vendors.Audience{})
	_, recall := s.Recall(t.Context(), "", nil)
	_, audit := s.AuditStatus(t.Context(), nil)
	_, statistics := s.Statistics(t.Context(), nil)
	_, check := s.CheckTokens(t.Context(), nil)
	for _, err := range []error{broadcast, recall, audit, statistics, check} {
		if !errors.Is(err, errNoAbility) {
			t.Errorf("error %v, want %v", err, errNoAbility)
		}
	}
}

// session hands out a sender per app.
type session struct{ conformance.Session }

func (session) Logs() string { return "level=INFO\n" }
func (session) Sender(sim.AppSpec) (conformance.TestedSender, error) {
	return &good{}, nil
}

func TestSecretsLogged(t *testing.T) {
	t.Parallel()
	s := SecretsLogged().Session(session{})
	if _, err := s.Sender(sim.AppSpec{ID: "shop", Credentials: map[string]string{"app_secret": "minted-test-secret"}}); err != nil {
		t.Fatal(err)
	}
	if got := s.Logs(); !strings.Contains(got, "minted-test-secret") || !strings.Contains(got, "level=INFO") {
		t.Errorf("logs %q", got)
	}
}

func TestAppsShared(t *testing.T) {
	t.Parallel()
	s := AppsShared().Session(session{})
	a, _ := s.Sender(sim.AppSpec{ID: "a"})
	b, _ := s.Sender(sim.AppSpec{ID: "b"})
	if a != b {
		t.Error("two apps have two senders")
	}
}
