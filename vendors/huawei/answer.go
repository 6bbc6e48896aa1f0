package huawei

import (
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of the push and topic calls. It is read with tolerance: one
// odd member must not hide the verdict in the others.
type answer struct {
	Code         loosejson.Text             `json:"code"` // "" when absent
	Msg          textOrObject               `json:"msg"`
	RequestID    loosejson.Text             `json:"requestId"`
	SuccessCount loosejson.Text             `json:"successCount"`
	Errors       loosejson.List[topicError] `json:"errors"`
	Topics       loosejson.List[topicEntry] `json:"topics"`
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a
// member of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	if err := loosejson.Decode(body, &a); err != nil {
		return a, fmt.Errorf("huawei: %w", err)
	}
	return a, nil
}

// partial is what msg holds when only some tokens were served.
type partial struct {
	Success loosejson.Text  `json:"success"`
	Failure loosejson.Text  `json:"failure"`
	Illegal loosejson.Texts `json:"illegal_tokens"`
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

// textOrObject is a JSON string's text, or an object as it is written.
type textOrObject string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *textOrObject) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		*t = textOrObject(b)
		return nil
	}
	var s loosejson.Text
	_ = s.UnmarshalJSON(b)
	*t = textOrObject(s)
	return nil
}

// topicError is one token a topic call could not process, by its place in the
// request. Huawei does not say where it counts from; 0 is assumed.
type topicError struct {
	Index  *int           `json:"index"`
	Reason loosejson.Text `json:"reason"`
}

// topicEntry is one topic of a token.
type topicEntry struct {
	Name    loosejson.Text `json:"name"`
	AddDate loosejson.Text `json:"addDate"`
}
