package huawei

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// answer is every answer of the push and topic calls. It is read with tolerance: one
// odd member must not hide the verdict in the others.
type answer struct {
	Code         looseText    `json:"code"` // "" when absent
	Msg          textOrObject `json:"msg"`
	RequestID    looseText    `json:"requestId"`
	SuccessCount looseText    `json:"successCount"`
	Errors       topicErrors  `json:"errors"`
	Topics       topicList    `json:"topics"`
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a
// member of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	if !object(body) {
		return a, fmt.Errorf("huawei: answer is no JSON object (%d bytes)", len(body))
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return a, fmt.Errorf("huawei: decode answer: %w", err)
	}
	return a, nil
}

// partial is what msg holds when only some tokens were served.
type partial struct {
	Success looseText `json:"success"`
	Failure looseText `json:"failure"`
	Illegal tokenList `json:"illegal_tokens"`
}

// partial reads msg: a JSON document inside a JSON string, or that document itself.
// False: it does not tell which tokens failed.
func (a *answer) partial() (partial, bool) {
	var p partial
	if json.Unmarshal([]byte(a.Msg), &p) != nil {
		return partial{}, false
	}
	return p, len(p.Illegal) > 0 || p.Failure == "0"
}

// looseText is a JSON string or number as text; anything else reads as "".
type looseText string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *looseText) UnmarshalJSON(b []byte) error {
	*t = ""
	if len(b) == 0 {
		return nil
	}
	switch c := b[0]; {
	case c == '"':
		if len(b) >= 2 && bytes.IndexByte(b, '\\') < 0 {
			*t = looseText(b[1 : len(b)-1])
			return nil
		}
		var s string
		if json.Unmarshal(b, &s) == nil {
			*t = looseText(s)
		}
	case c == '-' || (c >= '0' && c <= '9'):
		*t = looseText(b)
	}
	return nil
}

// textOrObject is a JSON string's text, or an object as it is written.
type textOrObject string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *textOrObject) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		*t = textOrObject(b)
		return nil
	}
	var s looseText
	_ = s.UnmarshalJSON(b)
	*t = textOrObject(s)
	return nil
}

// tokenList is a list of strings; other elements are left out.
type tokenList []string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *tokenList) UnmarshalJSON(b []byte) error {
	*l = nil
	var all []looseText
	if json.Unmarshal(b, &all) != nil {
		return nil
	}
	for _, t := range all {
		if t != "" {
			*l = append(*l, string(t))
		}
	}
	return nil
}

// topicError is one token a topic call could not process, by its place in the
// request. Huawei does not say where it counts from; 0 is assumed.
type topicError struct {
	Index  *int      `json:"index"`
	Reason looseText `json:"reason"`
}

// topicErrors is a list of them; elements of another shape are left out.
type topicErrors []topicError

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *topicErrors) UnmarshalJSON(b []byte) error {
	*l = each[topicError](b)
	return nil
}

// topicEntry is one topic of a token.
type topicEntry struct {
	Name    looseText `json:"name"`
	AddDate looseText `json:"addDate"`
}

// topicList is a list of them; elements of another shape are left out.
type topicList []topicEntry

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *topicList) UnmarshalJSON(b []byte) error {
	*l = each[topicEntry](b)
	return nil
}

func each[T any](b []byte) []T {
	var raw []json.RawMessage
	if json.Unmarshal(b, &raw) != nil {
		return nil
	}
	var out []T
	for _, r := range raw {
		var one T
		if object(r) && json.Unmarshal(r, &one) == nil {
			out = append(out, one)
		}
	}
	return out
}
