package honor

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of sendMessage. It is read with tolerance: code may be a number
// or a text, data and its lists may be missing or null, and one odd member must not hide
// the verdict in the others. The id may stand at the top, where another vendor has it.
type answer struct {
	Code      loosejson.Text `json:"code"` // "" when absent
	Message   loosejson.Text `json:"message"`
	Data      details        `json:"data"`
	RequestID loosejson.Text `json:"requestId"`
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a member
// of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	err := loosejson.Decode(body, &a)
	var shape *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &shape) { // data that is no object; the rest was read
		return a, fmt.Errorf("honor: %w", err)
	}
	return a, nil
}

func (a *answer) requestID() string { return first(string(a.Data.RequestID), string(a.RequestID)) }

// details is data of an answer.
type details struct {
	Denied       denied         `json:"sendResult"`
	RequestID    loosejson.Text `json:"requestId"`
	FailTokens   tokens         `json:"failTokens"`
	ExpireTokens tokens         `json:"expireTokens"`
}

// denied is true when sendResult is there and false: nothing was sent.
type denied bool

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (d *denied) UnmarshalJSON(b []byte) error {
	*d = string(b) == "false"
	return nil
}

// tokens is a list of tokens, mostly an empty one. Other elements than strings and numbers
// are left out. An empty token counts: who sent one finds it here.
type tokens []string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *tokens) UnmarshalJSON(b []byte) error {
	*t = nil
	if len(b) <= len("[]") {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(b, &all) != nil {
		return nil
	}
	for _, raw := range all {
		var one loosejson.Text
		_ = one.UnmarshalJSON(raw) // never fails
		if one != "" || string(raw) == `""` {
			*t = append(*t, string(one))
		}
	}
	return nil
}
