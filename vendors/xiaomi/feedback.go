package xiaomi

import (
	"context"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
)

// DeadTokens asks for registration ids found dead, at most 1000; what is returned is
// deleted at Xiaomi. By Xiaomi's guide of 2024-10 this interface is off line: receipts of
// type 16 and the outcomes of sends tell the same.
func (s *Sender) DeadTokens(ctx context.Context) ([]vendors.Token, error) {
	list, err := s.dead(ctx, "dead tokens", "v1/feedback/fetch_invalid_regids")
	out := make([]vendors.Token, len(list))
	for i, id := range list {
		out[i] = vendors.Token(id)
	}
	return out, err
}

// DeadAliases is DeadTokens for aliases.
func (s *Sender) DeadAliases(ctx context.Context) ([]string, error) {
	return s.dead(ctx, "dead aliases", "v1/feedback/fetch_invalid_aliases")
}

func (s *Sender) dead(ctx context.Context, op, path string) ([]string, error) {
	r, err := s.get(ctx, s.at.feedback, path, form.New(0))
	if err == nil && r.told() && r.code == codeNoMore {
		return nil, nil
	}
	if r, err = s.asked(op, r, err); err != nil {
		return nil, err
	}
	return r.members().list("list"), nil
}
