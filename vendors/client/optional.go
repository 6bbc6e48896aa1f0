package client

import (
	"context"

	"github.com/offpush/offpush/vendors"
)

// Subscribe puts tokens under a topic; see vendors.TopicSubscriber.
func (c *Client) Subscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	s, ok := c.sender.(vendors.TopicSubscriber)
	if !ok {
		return nil, c.unsupported("subscribe")
	}
	return s.Subscribe(ctx, topic, tokens)
}

// Unsubscribe takes tokens from a topic; see vendors.TopicSubscriber.
func (c *Client) Unsubscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	s, ok := c.sender.(vendors.TopicSubscriber)
	if !ok {
		return nil, c.unsupported("unsubscribe")
	}
	return s.Unsubscribe(ctx, topic, tokens)
}

// Topics tells a token's topics; see vendors.TopicLister.
func (c *Client) Topics(ctx context.Context, token vendors.Token) ([]vendors.Topic, error) {
	q, ok := c.sender.(vendors.TopicLister)
	if !ok {
		return nil, c.unsupported("topics")
	}
	return q.Topics(ctx, token)
}

// Quota asks for the app's quota; see vendors.QuotaQuerier.
func (c *Client) Quota(ctx context.Context) (vendors.QuotaUse, error) {
	q, ok := c.sender.(vendors.QuotaQuerier)
	if !ok {
		return vendors.QuotaUse{}, c.unsupported("quota")
	}
	return q.Quota(ctx)
}

// Cancel takes back a message for later; see vendors.Canceller.
func (c *Client) Cancel(ctx context.Context, messageID string) (vendors.Outcome, error) {
	q, ok := c.sender.(vendors.Canceller)
	if !ok {
		return vendors.Outcome{}, c.unsupported("cancel")
	}
	return q.Cancel(ctx, messageID)
}

// Stop stops a push that runs; see vendors.Stopper.
func (c *Client) Stop(ctx context.Context, messageID string) (vendors.Outcome, error) {
	s, ok := c.sender.(vendors.Stopper)
	if !ok {
		return vendors.Outcome{}, c.unsupported("stop")
	}
	return s.Stop(ctx, messageID)
}

// DeadTokens asks for tokens found dead; see vendors.DeadTokenLister.
func (c *Client) DeadTokens(ctx context.Context) ([]vendors.Token, error) {
	q, ok := c.sender.(vendors.DeadTokenLister)
	if !ok {
		return nil, c.unsupported("dead tokens")
	}
	return q.DeadTokens(ctx)
}

// BindAlias gives a token an alias; see vendors.AliasBinder.
func (c *Client) BindAlias(ctx context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	b, ok := c.sender.(vendors.AliasBinder)
	if !ok {
		return vendors.Outcome{}, c.unsupported("bind alias")
	}
	return b.BindAlias(ctx, alias, token)
}

// UnbindAlias takes an alias from a token; see vendors.AliasBinder.
func (c *Client) UnbindAlias(ctx context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	b, ok := c.sender.(vendors.AliasBinder)
	if !ok {
		return vendors.Outcome{}, c.unsupported("unbind alias")
	}
	return b.UnbindAlias(ctx, alias, token)
}

// Aliases tells a token's aliases; see vendors.AliasLister.
func (c *Client) Aliases(ctx context.Context, token vendors.Token) ([]string, error) {
	q, ok := c.sender.(vendors.AliasLister)
	if !ok {
		return nil, c.unsupported("aliases")
	}
	return q.Aliases(ctx, token)
}

// UploadPicture hands a picture to the vendor; see vendors.PictureUploader.
func (c *Client) UploadPicture(ctx context.Context, p vendors.Picture) (string, error) {
	u, ok := c.sender.(vendors.PictureUploader)
	if !ok {
		return "", c.unsupported("upload picture")
	}
	return u.UploadPicture(ctx, p)
}

// UploadImage has the vendor fetch a picture; see vendors.PictureFetcher.
func (c *Client) UploadImage(ctx context.Context, kind, from string) (string, error) {
	u, ok := c.sender.(vendors.PictureFetcher)
	if !ok {
		return "", c.unsupported("upload image")
	}
	return u.UploadImage(ctx, kind, from)
}
