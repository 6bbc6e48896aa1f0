package client_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// postman is a fake that takes aliases, accounts and messages of their own, and notes
// by which call they came.
type postman struct {
	*fake
	by   []string
	mail [][]vendors.Mail
}

func (p *postman) SendToAliases(ctx context.Context, m *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	p.by = append(p.by, "aliases")
	return p.Send(ctx, m, to)
}

func (p *postman) SendToAccounts(ctx context.Context, m *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	p.by = append(p.by, "accounts")
	return p.Send(ctx, m, to)
}

func (p *postman) SendEach(ctx context.Context, mail []vendors.Mail) (vendors.Result, error) {
	p.by = append(p.by, "each")
	p.mail = append(p.mail, mail)
	to := make([]vendors.Token, len(mail))
	for i, m := range mail {
		to[i] = m.Token
	}
	return p.Send(ctx, mail[0].Message, to)
}

func openPostman(t *testing.T) (*postman, *client.Client) {
	t.Helper()
	p := &postman{fake: newFake()}
	c, err := client.New(p, &client.Options{Clock: p.clock, Jitter: -1})
	if err != nil {
		t.Fatal(err)
	}
	return p, c
}

func TestAliasesAndAccountsAreSplitAndRepeated(t *testing.T) {
	t.Parallel()
	for by, sendTo := range map[string]func(*client.Client) (vendors.Result, error){
		"aliases": func(c *client.Client) (vendors.Result, error) {
			return c.SendToAliases(context.Background(), msg(""), tokens(11))
		},
		"accounts": func(c *client.Client) (vendors.Result, error) {
			return c.SendToAccounts(context.Background(), msg(""), tokens(11))
		},
	} {
		p, c := openPostman(t)
		p.answer = func(n int, tk vendors.Token) vendors.Outcome {
			if n < 3 && tk == "t07" {
				return busy()
			}
			return yes()
		}
		res, err := sendTo(c)
		if err != nil || res.Accepted() != 11 || len(res.Adjustments) != 1 {
			t.Errorf("%s: %d accepted, adjustments %v, %v; want 11 and the message's one", by, res.Accepted(), res.Adjustments, err)
		}
		if want := []int{6, 5, 1}; !slices.Equal(p.sizes(), want) || !slices.Equal(p.by, []string{by, by, by}) {
			t.Errorf("%s: batches %v by %v, want %v", by, p.sizes(), p.by, want)
		}
		if want := []time.Duration{time.Second}; !slices.Equal(p.clock.Slept(), want) {
			t.Errorf("%s: pauses %v, want %v", by, p.clock.Slept(), want)
		}
		for _, call := range p.calls {
			if call.id == "" || call.id != p.calls[0].id {
				t.Errorf("%s: message IDs differ or are empty: %+v", by, p.calls)
			}
		}
	}
}

// letters are mail to t00, t01 and so on, a class for each.
func letters(classes ...vendors.Class) []vendors.Mail {
	var out []vendors.Mail
	for i, to := range tokens(len(classes)) {
		out = append(out, vendors.Mail{Message: msg(classes[i]), Token: to})
	}
	return out
}

func TestMessagesOfTheirOwnGoByClassAndAreRepeatedAlone(t *testing.T) {
	t.Parallel()
	p, c := openPostman(t)
	p.answer = func(n int, tk vendors.Token) vendors.Outcome {
		if n == 1 && tk == "t02" {
			return busy()
		}
		return yes()
	}
	given := letters(vendors.ClassMarketing, vendors.ClassTransactional, vendors.ClassMarketing)
	given = append(given, vendors.Mail{Message: &vendors.Message{ID: "kept", Title: "again", Class: vendors.ClassMarketing}, Token: "t00"})
	res, err := c.SendEach(context.Background(), given)
	if err != nil || res.Accepted() != 4 {
		t.Errorf("accepted %d, %v; want 4", res.Accepted(), err)
	}
	var got [][]string
	ids := map[string]int{}
	for _, call := range p.mail {
		var list []string
		for _, m := range call {
			list = append(list, string(m.Token)+" "+m.Message.Title)
			ids[m.Message.ID]++
		}
		got = append(got, list)
	}
	want := [][]string{{"t00 t", "t02 t", "t00 again"}, {"t02 t"}, {"t01 t"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if len(ids) != 4 || ids[""] != 0 || ids["kept"] != 1 {
		t.Errorf("message IDs %v, want one for each message, the same when it is repeated", ids)
	}
	for i, m := range given {
		if res.Outcomes[i].Token != m.Token || (i < 3 && m.Message.ID != "") {
			t.Errorf("mail %d: outcome of %q, message %+v; want its own, unchanged", i, res.Outcomes[i].Token, m.Message)
		}
	}
	if len(res.Adjustments) != 2 {
		t.Errorf("%d adjustments, want those of the first call for each mail", len(res.Adjustments))
	}
}

// Quota answers hold back their class, and messages of another are sent all the same.
func TestQuotaHoldsBackMessagesOfTheirOwnByClass(t *testing.T) {
	t.Parallel()
	p, c := openPostman(t)
	p.answer = func(_ int, tk vendors.Token) vendors.Outcome {
		if tk == "t00" {
			return no("M", vendors.ReasonQuotaAppDay, vendors.RetryNextDay)
		}
		return yes()
	}
	mail := letters(vendors.ClassMarketing, vendors.ClassTransactional, vendors.ClassMarketing)
	mail[2].Message.Test = true
	states := func() []vendors.State {
		res, err := c.SendEach(context.Background(), mail)
		if err != nil {
			t.Fatal(err)
		}
		return []vendors.State{res.Outcomes[0].State, res.Outcomes[1].State, res.Outcomes[2].State}
	}
	if diff := cmp.Diff([]vendors.State{vendors.StateRefused, vendors.StateAccepted, vendors.StateAccepted}, states()); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]vendors.State{vendors.StateSuppressed, vendors.StateAccepted, vendors.StateAccepted}, states()); diff != "" {
		t.Errorf("second (-want +got):\n%s", diff)
	}
	res, err := c.SendToAliases(context.Background(), msg(vendors.ClassMarketing), tokens(2))
	if err != nil || res.Outcomes[0].State != vendors.StateSuppressed {
		t.Errorf("aliases after the quota: %+v, %v; want them suppressed", res.Outcomes, err)
	}
}

func TestMailThatCannotBeSent(t *testing.T) {
	t.Parallel()
	_, c := openPostman(t)
	ctx := context.Background()
	if _, err := c.SendEach(ctx, nil); err == nil {
		t.Error("no mail: no error")
	}
	if _, err := c.SendEach(ctx, []vendors.Mail{{Token: "t"}}); err == nil {
		t.Error("no message: no error")
	}
	ended, end := context.WithCancel(ctx)
	end()
	res, err := c.SendEach(ended, letters(vendors.ClassMarketing, vendors.ClassTransactional))
	if !errors.Is(err, context.Canceled) || res.Outcomes[0].State != vendors.StateSuppressed || res.Outcomes[1].State != vendors.StateSuppressed {
		t.Errorf("ended context: %+v, %v; want both suppressed", res.Outcomes, err)
	}
	bare := newFake().wrap(t, client.Options{})
	_, aliases := bare.SendToAliases(ctx, msg(""), tokens(1))
	_, accounts := bare.SendToAccounts(ctx, msg(""), tokens(1))
	_, each := bare.SendEach(ctx, letters(""))
	for i, err := range []error{aliases, accounts, each} {
		if !errors.Is(err, client.ErrUnsupported) {
			t.Errorf("call %d of a driver without it: %v, want unsupported", i, err)
		}
	}
}
