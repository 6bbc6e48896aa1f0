package xiaomi

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of Xiaomi's API. It is read with tolerance: quotas come as
// numbers in strings, and one odd member must not hide the verdict in the others.
type answer struct {
	Result      loosejson.Text `json:"result"`
	Code        loosejson.Text `json:"code"` // "" when absent
	Description loosejson.Text `json:"description"`
	Reason      loosejson.Text `json:"reason"`
	TraceID     loosejson.Text `json:"trace_id"`
	Data        struct {
		ID       loosejson.Text `json:"id"`
		Bad      list           `json:"bad_regids"` // encoding/json takes bad_regIds, which a client writes, for it
		Exceeded loosejson.Text `json:"channel_exceed_quota"`
	} `json:"data"`
}

// list is texts joined by commas, or JSON's list of them.
type list []string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *list) UnmarshalJSON(b []byte) error {
	*l = nil
	if len(b) > 0 && b[0] == '[' {
		var texts loosejson.Texts
		_ = texts.UnmarshalJSON(b)
		*l = list(texts)
		return nil
	}
	var joined loosejson.Text
	_ = joined.UnmarshalJSON(b)
	for _, one := range strings.Split(string(joined), ",") {
		if one = strings.TrimSpace(one); one != "" {
			*l = append(*l, one)
		}
	}
	return nil
}

// members are those of data in an answer whose call has members of its own.
type members map[string]json.RawMessage

func (r *reply) members() members {
	var a struct {
		Data members `json:"data"`
	}
	_ = json.Unmarshal(r.raw, &a) // what cannot be read is not there
	return a.Data
}

func (m members) text(name string) loosejson.Text {
	var t loosejson.Text
	_ = t.UnmarshalJSON(m[name])
	return t
}

func (m members) list(name string) []string {
	var l list
	_ = l.UnmarshalJSON(m[name])
	return l
}

// numbers are the members of an object that are whole numbers, under Xiaomi's names.
func numbers(members map[string]loosejson.Text) map[string]int64 {
	out := make(map[string]int64, len(members))
	for name, text := range members {
		if n, ok := text.Int(); ok {
			out[name] = n
		}
	}
	return out
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a member
// of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	err := loosejson.Decode(body, &a)
	var shape *json.UnmarshalTypeError // data is no object
	if err != nil && !errors.As(err, &shape) {
		return a, fmt.Errorf("xiaomi: %w", err)
	}
	return a, nil
}

// text is what the answer says: the particular reason where there is one.
func (a *answer) text() string {
	if a.Reason != "" {
		return string(a.Reason)
	}
	return string(a.Description)
}
