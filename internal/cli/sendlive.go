package cli

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// liveCarrier sends to the real vendor.
type liveCarrier struct {
	app    *App
	row    catalog.Entry
	creds  vendors.Credentials
	client *client.Client
}

// liveCarrier opens a sender with real credentials. Nothing is sent yet, and
// nothing ever is without the confirmation that follows.
func (a *App) liveCarrier(f *sendFlags) (carrier, error) {
	if f.vendor == "" {
		return nil, usage("live: pass --vendor; there is %s", orList(catalog.IDs()))
	}
	row, err := vendor(f.vendor)
	if err != nil {
		return nil, err
	}
	creds, err := a.credentials(row)
	if err != nil {
		return nil, err
	}
	s, err := row.Open(vendors.Config{Credentials: creds}, nil)
	if err != nil {
		return nil, usage("live: %w", err)
	}
	c, err := client.New(s, nil)
	if err != nil {
		return nil, cannotRun("live: %w", err)
	}
	return &liveCarrier{app: a, row: row, creds: creds, client: c}, nil
}

func (c *liveCarrier) close() { _ = c.client.Close() } // idle connections only

func (c *liveCarrier) check(p *parcel) error {
	if len(p.to) == 0 {
		return c.app.noTarget(nil)
	}
	for _, word := range p.to {
		if len(word) < shortestToken {
			return fmt.Errorf("live: %q is no token; devices have names in the simulator only", word)
		}
	}
	if p.vendor != "" && p.vendor != string(c.row.ID) {
		return fmt.Errorf("live: a message of the file is for %s, not for %s", p.vendor, c.row.ID)
	}
	return p.suits(c.row.ID)
}

func (c *liveCarrier) preview(p *parcel) (delivery, error) {
	return dryRun(c.row.ID, c.creds, &p.message, tokensOf(p.to), nil)
}

func (c *liveCarrier) send(ctx context.Context, p *parcel) (delivery, error) {
	d, err := c.preview(p)
	if err != nil {
		return d, err
	}
	d.result, err = c.client.Send(ctx, &p.message, tokensOf(p.to))
	return d, err
}

func tokensOf(words []string) []vendors.Token {
	out := make([]vendors.Token, len(words))
	for i, w := range words {
		out[i] = vendors.Token(w)
	}
	return out
}
