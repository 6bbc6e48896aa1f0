package xiaomi

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of Xiaomi's API. It is read with tolerance: quotas come as
// numbers in strings, and one odd member must not hide the verdict in the others.
type answer struct {
	Result      loosejson.Text
	Code        loosejson.Text // "" when absent
	Description loosejson.Text
	Reason      loosejson.Text
	TraceID     loosejson.Text
	Data        struct {
		ID       loosejson.Text
		Bad      []string
		Exceeded loosejson.Text
	}
}

// listOf are texts joined by commas, or JSON's list of them.
func listOf(value []byte) (l []string) {
	if len(value) > 0 && value[0] == '[' {
		var texts loosejson.Texts
		_ = texts.UnmarshalJSON(value)
		return texts
	}
	for one := range strings.SplitSeq(string(loosejson.TextOf(value)), ",") {
		if one = strings.TrimSpace(one); one != "" {
			l = append(l, one)
		}
	}
	return l
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

func (m members) list(name string) []string { return listOf(m[name]) }

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
	err := loosejson.Members(body, func(name, value []byte) {
		switch string(name) {
		case "result":
			a.Result = loosejson.TextOf(value)
		case "code":
			a.Code = loosejson.TextOf(value)
		case "description":
			a.Description = loosejson.TextOf(value)
		case "reason":
			a.Reason = loosejson.TextOf(value)
		case "trace_id":
			a.TraceID = loosejson.TextOf(value)
		case "data":
			_ = loosejson.Members(value, a.datum) // what is no object has none
		}
	})
	if err != nil {
		return answer{}, fmt.Errorf("xiaomi: %w", err)
	}
	return a, nil
}

func (a *answer) datum(name, value []byte) {
	switch string(name) {
	case "id":
		a.Data.ID = loosejson.TextOf(value)
	case "bad_regids", "bad_regIds": // a client writes the second
		a.Data.Bad = listOf(value)
	case "channel_exceed_quota":
		a.Data.Exceeded = loosejson.TextOf(value)
	}
}

// text is what the answer says: the particular reason where there is one.
func (a *answer) text() string {
	if a.Reason != "" {
		return string(a.Reason)
	}
	return string(a.Description)
}
