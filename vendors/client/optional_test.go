package client_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// optional is a fake with the calls few vendors have.
type optional struct{ *fake }

func (optional) Subscribe(_ context.Context, topic string, to []vendors.Token) ([]vendors.Outcome, error) {
	return []vendors.Outcome{{Token: to[0], Text: "in " + topic}}, nil
}

func (optional) Unsubscribe(_ context.Context, topic string, to []vendors.Token) ([]vendors.Outcome, error) {
	return []vendors.Outcome{{Token: to[0], Text: "out of " + topic}}, nil
}

func (optional) Topics(_ context.Context, token vendors.Token) ([]vendors.Topic, error) {
	return []vendors.Topic{{Name: "of " + string(token)}}, nil
}

func (optional) Quota(context.Context) (vendors.QuotaUse, error) {
	return vendors.QuotaUse{Left: 7}, nil
}

func (optional) Cancel(_ context.Context, id string) (vendors.Outcome, error) {
	return vendors.Outcome{MessageID: id}, nil
}

func (optional) DeadTokens(context.Context) ([]vendors.Token, error) {
	return []vendors.Token{"dead"}, nil
}

func (optional) BindAlias(_ context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	return vendors.Outcome{Token: token, Text: "is " + alias}, nil
}

func (optional) UnbindAlias(_ context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	return vendors.Outcome{Token: token, Text: "is not " + alias}, nil
}

func (optional) Stop(_ context.Context, id string) (vendors.Outcome, error) {
	return vendors.Outcome{MessageID: id, Text: "stopped"}, nil
}

func (optional) Aliases(_ context.Context, token vendors.Token) ([]string, error) {
	return []string{"alias of " + string(token)}, nil
}

func (optional) UploadImage(_ context.Context, kind, from string) (string, error) {
	return kind + " of " + from, nil
}

func (optional) UploadPicture(_ context.Context, p vendors.Picture) (string, error) {
	return "id of " + p.Name, nil
}

func TestOptionalCallsReachTheDriver(t *testing.T) {
	t.Parallel()
	ctx, to := context.Background(), tokens(1)
	c, err := client.New(optional{newFake()}, &client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bare := newFake().wrap(t, client.Options{})
	for name, call := range map[string]struct {
		do   func(*client.Client) (any, error)
		want any
	}{
		"subscribe":   {func(c *client.Client) (any, error) { return c.Subscribe(ctx, "a", to) }, []vendors.Outcome{{Token: to[0], Text: "in a"}}},
		"unsubscribe": {func(c *client.Client) (any, error) { return c.Unsubscribe(ctx, "a", to) }, []vendors.Outcome{{Token: to[0], Text: "out of a"}}},
		"topics":      {func(c *client.Client) (any, error) { return c.Topics(ctx, "t") }, []vendors.Topic{{Name: "of t"}}},
		"quota":       {func(c *client.Client) (any, error) { return c.Quota(ctx) }, vendors.QuotaUse{Left: 7}},
		"cancel":      {func(c *client.Client) (any, error) { return c.Cancel(ctx, "1") }, vendors.Outcome{MessageID: "1"}},
		"dead tokens": {func(c *client.Client) (any, error) { return c.DeadTokens(ctx) }, []vendors.Token{"dead"}},
		"bind":        {func(c *client.Client) (any, error) { return c.BindAlias(ctx, "a", "t") }, vendors.Outcome{Token: "t", Text: "is a"}},
		"unbind":      {func(c *client.Client) (any, error) { return c.UnbindAlias(ctx, "a", "t") }, vendors.Outcome{Token: "t", Text: "is not a"}},
		"picture":     {func(c *client.Client) (any, error) { return c.UploadPicture(ctx, vendors.Picture{Name: "p.png"}) }, "id of p.png"},
		"stop":        {func(c *client.Client) (any, error) { return c.Stop(ctx, "1") }, vendors.Outcome{MessageID: "1", Text: "stopped"}},
		"aliases":     {func(c *client.Client) (any, error) { return c.Aliases(ctx, "t") }, []string{"alias of t"}},
		"image":       {func(c *client.Client) (any, error) { return c.UploadImage(ctx, "1", "https://x") }, "1 of https://x"},
	} {
		got, err := call.do(c)
		if diff := cmp.Diff(call.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		if _, err := call.do(bare); !errors.Is(err, client.ErrUnsupported) {
			t.Errorf("%s of a driver without it: %v, want unsupported", name, err)
		}
	}
}
