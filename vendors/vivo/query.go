package vivo

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// AnswerError is a query or a tag call vivo refused. Sends never return it: there
// a refusal is an outcome.
type AnswerError = vendors.AnswerError

// ask makes a call whose refusal is an error.
func (s *Sender) ask(ctx context.Context, op, method string, u *url.URL, body []byte) (reply, error) {
	r, err := s.call(ctx, method, u, body)
	if err != nil {
		o, failure := s.failed(op, err)
		if failure == nil {
			failure = &AnswerError{Vendor: vendors.Vivo, Op: op, Outcome: o}
		}
		return r, failure
	}
	if !r.ok() {
		return r, &AnswerError{Vendor: vendors.Vivo, Op: op, Outcome: s.verdict(r)}
	}
	return r, nil
}

// blocks calls f with consecutive parts of items, at most size long.
func blocks[T any](items []T, size int, f func([]T) error) error {
	for len(items) > 0 {
		n := len(items)
		if size > 0 {
			n = min(n, size)
		}
		if err := f(items[:n]); err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

// taskQuery appends taskIds with plain commas, as the vendor's SDK does.
func taskQuery(u *url.URL, ids []string) *url.URL {
	escaped := make([]string, len(ids))
	for i, id := range ids {
		escaped[i] = url.QueryEscape(id)
	}
	q := *u
	q.RawQuery = "taskIds=" + strings.Join(escaped, ",")
	return &q
}

// Statistics asks for the counters of tasks, 100 in one call. Counters stand
// under vivo's names: send, receive, display, click, controlled and others.
// Tasks vivo says nothing about are absent.
func (s *Sender) Statistics(ctx context.Context, messageIDs []string) ([]vendors.Statistics, error) {
	out := make([]vendors.Statistics, 0, len(messageIDs))
	err := blocks(messageIDs, s.limits.taskIDs, func(ids []string) error {
		r, err := s.ask(ctx, "statistics", http.MethodGet, taskQuery(s.at.statistics, ids), nil)
		if err != nil {
			return err
		}
		for _, t := range counters(r.answer.Statistics) {
			out = append(out, vendors.Statistics{MessageID: t.taskID, Counters: t.counters})
		}
		return nil
	})
	return out, err
}

func counters(raw []byte) []counterTask {
	var tasks []counterTask
	if json.Unmarshal(raw, &tasks) != nil {
		return nil
	}
	return tasks
}

// sensitive is in the one text of msgStatus that says no: 消息包含敏感词. This
// answer has no code, so here, and only here, the text is the verdict.
const sensitive = "敏感"

// AuditStatus asks what the content audit said after vivo accepted single
// pushes, 100 tasks in one call; vivo allows one call a second. 消息状态未知
// (state unknown) means passed, or not stored yet: ask within a minute.
func (s *Sender) AuditStatus(ctx context.Context, messageIDs []string) ([]vendors.AuditStatus, error) {
	out := make([]vendors.AuditStatus, 0, len(messageIDs))
	err := blocks(messageIDs, s.limits.taskIDs, func(ids []string) error {
		r, err := s.ask(ctx, "audit status", http.MethodGet, taskQuery(s.at.status, ids), nil)
		if err != nil {
			return err
		}
		for _, e := range auditEntries(r.answer.Data) {
			out = append(out, vendors.AuditStatus{
				MessageID: string(e.TaskID), Text: string(e.Desc), Rejected: strings.Contains(string(e.Desc), sensitive),
			})
		}
		return nil
	})
	return out, err
}

func auditEntries(raw []byte) []auditEntry {
	var entries []auditEntry
	if json.Unmarshal(raw, &entries) != nil {
		return nil
	}
	return entries
}

// CheckTokens asks which tokens are dead, 1000 in one call, without sending. The
// outcome of a good token is StateAccepted. vivo asks for quiet hours.
func (s *Sender) CheckTokens(ctx context.Context, tokens []vendors.Token) ([]vendors.Outcome, error) {
	out := make([]vendors.Outcome, 0, len(tokens))
	err := blocks(tokens, s.limits.userIDs, func(block []vendors.Token) error {
		body, err := encode(checkRequest{UserType: userTypeRegID, UserIDs: texts(block)})
		if err != nil {
			return err
		}
		r, err := s.ask(ctx, "check tokens", http.MethodPost, s.at.checkIDs, body)
		if err != nil {
			return err
		}
		good := vendors.Outcome{State: vendors.StateAccepted, Code: r.code, HTTPStatus: r.status}
		outcomes := verdict.Same(block, good)
		s.judgeUsers(r, decodeUsers(r.answer.Data), block, outcomes, func(i int, o vendors.Outcome) { outcomes[i] = o })
		out = append(out, outcomes...)
		return nil
	})
	return out, err
}
