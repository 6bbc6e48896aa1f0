package oppo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of OPPO's API. It is read with tolerance: data is an object, a
// list, null or absent, ids and times come as numbers and as text.
type answer struct {
	Code    loosejson.Text // "" when absent
	Message loosejson.Text
	Data    []byte // as it is written
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a member
// of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	err := loosejson.Members(body, func(name, value []byte) {
		switch string(name) {
		case "code":
			a.Code = loosejson.TextOf(value)
		case "message":
			a.Message = loosejson.TextOf(value)
		case "data":
			a.Data = value
		}
	})
	if err != nil {
		return answer{}, fmt.Errorf("oppo: %w", err)
	}
	return a, nil
}

// members are those of data where it is an object.
type members map[string]json.RawMessage

func (r *reply) object() members {
	var m members
	if loosejson.Object(r.answer.Data) {
		_ = json.Unmarshal(r.answer.Data, &m) // what cannot be read is not there
	}
	return m
}

// id is data's messageId or message_id: single pushes and batches have the one, stored
// bodies and broadcasts the other, and a wrapper writes both.
func (r *reply) id() string {
	var camel, snake loosejson.Text
	_ = loosejson.Members(r.answer.Data, func(name, value []byte) { // without an object there is no id
		switch string(name) {
		case "messageId":
			camel = loosejson.TextOf(value)
		case "message_id":
			snake = loosejson.TextOf(value)
		}
	})
	return string(cmp.Or(camel, snake))
}

// text is the first of the members with these names that is a text or a number.
func (m members) text(names ...string) string {
	for _, name := range names {
		var t loosejson.Text
		if _ = t.UnmarshalJSON(m[name]); t != "" {
			return string(t)
		}
	}
	return ""
}

// list is a member that is JSON's list of texts, or one text with ; or , between them:
// OPPO's own SDK only prints it.
func (m members) list(name string) []string {
	if b := m[name]; len(b) > 0 && b[0] == '[' {
		var texts loosejson.Texts
		_ = texts.UnmarshalJSON(b)
		return texts
	}
	return strings.FieldsFunc(m.text(name), func(r rune) bool { return r == ';' || r == ',' || r == ' ' })
}

// entry is what unicast_batch says of one message.
type entry struct {
	MessageID      loosejson.Text `json:"messageId"`
	RegistrationID loosejson.Text `json:"registrationId"`
	ErrorCode      loosejson.Text `json:"errorCode"`
	ErrorMessage   loosejson.Text `json:"errorMessage"`
}

// entries are the elements of data where it is a list.
func (r *reply) entries() []entry {
	var list loosejson.List[entry]
	_ = list.UnmarshalJSON(r.answer.Data)
	return list
}

// failures are the members of broadcast's data that are named after a code: who failed
// with it.
func (r *reply) failures() map[string][]string {
	out := map[string][]string{}
	m := r.object()
	for name := range m {
		if name != "" && strings.Trim(name, "0123456789") == "" {
			out[name] = m.list(name)
		}
	}
	return out
}
