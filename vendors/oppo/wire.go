package oppo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

func encode(v any) ([]byte, error) {
	b, err := loosejson.Encode(v)
	if err != nil {
		return nil, fmt.Errorf("oppo: %w", err)
	}
	return b, nil
}

// Values of target_type.
const (
	targetAll   = 1
	targetRegID = 2
	targetAlias = 5
	targetTags  = 6
)

// notification is the message as the member of that name.
func (o *Options) notification() ([]byte, error) {
	if o.VerifyRegistrationID == nil {
		return encode(o)
	}
	n := *o
	n.VerifyRegistrationID = nil
	return encode(&n)
}

// single is a message of unicast and unicast_batch around its target.
type single struct {
	before       string // all that stands before the target
	after        string // what stands between the target and the notification
	notification []byte
}

// around makes a message without its target.
func (o *Options) around(targetType int) (single, error) {
	n, err := o.notification()
	if err != nil {
		return single{}, err
	}
	after := `,"notification":`
	if v := o.VerifyRegistrationID; v != nil {
		after = `,"verify_registration_id":` + strconv.FormatBool(*v) + after
	}
	return single{before: `{"target_type":` + strconv.Itoa(targetType) + `,"target_value":`, after: after, notification: n}, nil
}

// to is the message to a target.
func (m single) to(target vendors.Token) []byte {
	b := make([]byte, 0, len(m.before)+len(target)+len(m.after)+len(m.notification)+8)
	b = append(b, m.before...)
	b = loosejson.AppendText(b, string(target))
	b = append(b, m.after...)
	b = append(b, m.notification...)
	return append(b, '}')
}

// tokenRoom is how many bytes a form keeps free for the auth_token that ends it.
const tokenRoom = 64

// singleOf is the member message of unicast.
func (m single) singleOf(target vendors.Token) *form.Body {
	message := m.to(target)
	f := form.New(form.Length(message) + len("message=") + tokenRoom)
	f.Begin("message")
	f.More(message)
	return f
}

// batchOf is the member messages of unicast_batch: one message to many targets. What all
// of them share is encoded once.
func (m single) batchOf(targets []vendors.Token) *form.Body {
	before := form.Escape([]byte(m.before))
	after := form.Escape(slices.Concat([]byte(m.after), m.notification, []byte("}")))
	comma := []byte(",")
	f := form.New(tokenRoom + (len(before)+len(after)+96)*len(targets))
	f.Begin("messages")
	f.More([]byte("["))
	var target []byte
	for i, t := range targets {
		if i > 0 {
			f.More(comma)
		}
		target = loosejson.AppendText(target[:0], string(t))
		f.Encoded(before)
		f.More(target)
		f.Encoded(after)
	}
	f.More([]byte("]"))
	return f
}

// flat is the notification as save_message_content takes it: each member a field of the
// form.
func (o *Options) flat() (*form.Body, error) {
	n, err := o.notification()
	if err != nil {
		return nil, err
	}
	f := form.New(len(n) * 2)
	dec := json.NewDecoder(bytes.NewReader(n))
	if _, err := dec.Token(); err != nil { // the brace
		return nil, fmt.Errorf("oppo: write form: %w", err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("oppo: write form: %w", err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("oppo: write form: %w", err)
		}
		f.Add(fmt.Sprint(name), plain(value))
	}
	return f, nil
}

// plain is a JSON value as the text a form has.
func plain(value json.RawMessage) string {
	var s string
	if len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &s) == nil {
		return s
	}
	return string(value)
}

// tagExpression selects by tag: any of or, all of and, none of not.
type tagExpression struct {
	Or  []string `json:"or,omitempty"`
	And []string `json:"and,omitempty"`
	Not []string `json:"not,omitempty"`
}
