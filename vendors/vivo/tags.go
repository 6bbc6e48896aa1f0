package vivo

import (
	"context"
	"errors"
	"net/http"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// tagRequest is the body of the tag calls. Paths and member names are those of
// the vendor's Java SDK; which of them are required is in the code table
// (10600-10616). type is 1 for regIds and 2 for aliases.
type tagRequest struct {
	Name    string   `json:"name,omitempty"`
	OldName string   `json:"oldName,omitempty"`
	NewName string   `json:"newName,omitempty"`
	Group   string   `json:"group,omitempty"`
	Desc    string   `json:"desc,omitempty"`
	Type    int      `json:"type,omitempty"`
	IDs     []string `json:"ids,omitempty"`
}

// Tag is a tag to make. Names have Chinese, letters, digits and underscores, not
// a digit first, and at most 50 characters.
type Tag struct{ Name, Group, Desc string }

// AddTag makes a tag. A refusal is an *AnswerError.
func (s *Sender) AddTag(ctx context.Context, t Tag) error {
	return s.tag(ctx, "add tag", "/tag/add", tagRequest{Name: t.Name, Group: t.Group, Desc: t.Desc})
}

// RenameTag gives a tag another name and description.
func (s *Sender) RenameTag(ctx context.Context, oldName, newName, desc string) error {
	return s.tag(ctx, "rename tag", "/tag/update", tagRequest{OldName: oldName, NewName: newName, Desc: desc})
}

// AddTagMembers puts tokens under a tag, 1000 in one call.
func (s *Sender) AddTagMembers(ctx context.Context, name string, tokens []vendors.Token) error {
	return s.tagMembers(ctx, "add tag members", "/tag/addMembers", name, tokens)
}

// RemoveTagMembers takes tokens from a tag, 1000 in one call.
func (s *Sender) RemoveTagMembers(ctx context.Context, name string, tokens []vendors.Token) error {
	return s.tagMembers(ctx, "remove tag members", "/tag/removeMembers", name, tokens)
}

// Subscribe puts tokens under a tag, 1000 in one call, and returns one outcome per token
// in the order given: vivo judges a block as a whole. The error is a call without an
// answer; tokens after it were not sent (StateSuppressed). AddTag makes the tag.
func (s *Sender) Subscribe(ctx context.Context, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "subscribe", "/tag/addMembers", tag, tokens)
}

// Unsubscribe takes tokens from a tag; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "unsubscribe", "/tag/removeMembers", tag, tokens)
}

func (s *Sender) membership(ctx context.Context, op, path, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	if tag == "" || len(tokens) == 0 {
		return nil, errors.New("vivo: " + op + ": a tag and at least one token are needed")
	}
	out := make([]vendors.Outcome, 0, len(tokens))
	err := blocks(tokens, s.limits.tags, func(block []vendors.Token) error {
		o, err := s.memberBlock(ctx, op, path, tagRequest{Name: tag, Type: userTypeRegID, IDs: texts(block)})
		out = append(out, verdict.Same(block, o)...)
		return err
	})
	return append(out, verdict.Same(tokens[len(out):], verdict.Unsent())...), err
}

// memberBlock makes one call about members; a refusal is an outcome.
func (s *Sender) memberBlock(ctx context.Context, op, path string, request tagRequest) (vendors.Outcome, error) {
	body, err := encode(request)
	if err != nil {
		return verdict.Unbuilt(err), err
	}
	r, err := s.call(ctx, http.MethodPost, s.at.base.JoinPath(path), body)
	if err != nil {
		return s.failed(op, err)
	}
	return s.verdict(r), nil
}

func (s *Sender) tagMembers(ctx context.Context, op, path, name string, tokens []vendors.Token) error {
	return blocks(tokens, s.limits.tags, func(block []vendors.Token) error {
		return s.tag(ctx, op, path, tagRequest{Name: name, Type: userTypeRegID, IDs: texts(block)})
	})
}

func (s *Sender) tag(ctx context.Context, op, path string, r tagRequest) error {
	body, err := encode(r)
	if err != nil {
		return err
	}
	_, err = s.ask(ctx, op, http.MethodPost, s.at.base.JoinPath(path), body)
	return err
}
