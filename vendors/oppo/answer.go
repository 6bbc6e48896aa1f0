package oppo

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of OPPO's API. It is read with tolerance: data is an object, a
// list, null or absent, ids and times come as numbers and as text.
type answer struct {
	Code    loosejson.Text  `json:"code"` // "" when absent
	Message loosejson.Text  `json:"message"`
	Data    loosejson.Value `json:"data"`
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a member
// of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	if err := loosejson.Decode(body, &a); err != nil {
		return a, fmt.Errorf("oppo: %w", err)
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
	var d struct {
		MessageID loosejson.Text `json:"messageId"`
		Snake     loosejson.Text `json:"message_id"`
	}
	if loosejson.Object(r.answer.Data) {
		_ = json.Unmarshal(r.answer.Data, &d) // what cannot be read is not there
	}
	if d.MessageID == "" {
		return string(d.Snake)
	}
	return string(d.MessageID)
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
