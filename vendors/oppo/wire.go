package oppo

import (
	"bytes"
	"encoding/json"
	"fmt"
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
type single struct{ before, after string }

// around makes a message's two halves: what stands before its target and after it.
func (o *Options) around(targetType int) (single, error) {
	n, err := o.notification()
	if err != nil {
		return single{}, err
	}
	verify := ""
	if v := o.VerifyRegistrationID; v != nil {
		verify = `,"verify_registration_id":` + strconv.FormatBool(*v)
	}
	return single{
		before: `{"target_type":` + strconv.Itoa(targetType) + `,"target_value":`,
		after:  verify + `,"notification":` + string(n) + "}",
	}, nil
}

func (m single) to(target vendors.Token) (string, error) {
	t, err := encode(string(target))
	return m.before + string(t) + m.after, err
}

// singleOf is the member message of unicast.
func (m single) singleOf(target vendors.Token) (*form.Body, error) {
	t, err := encode(string(target))
	if err != nil {
		return nil, err
	}
	f := form.New(2 * (len(m.before) + len(t) + len(m.after)))
	f.Begin("message")
	f.More(m.before)
	f.More(string(t))
	f.More(m.after)
	return f, nil
}

// batchOf is the member messages of unicast_batch: one message to many targets. What all
// of them share is encoded once.
func (m single) batchOf(targets []vendors.Token) (*form.Body, error) {
	before, after := form.Escape([]byte(m.before)), form.Escape([]byte(m.after))
	f := form.New(64 + (len(before)+len(after)+96)*len(targets))
	f.Begin("messages")
	f.More("[")
	for i, target := range targets {
		if i > 0 {
			f.More(",")
		}
		t, err := encode(string(target))
		if err != nil {
			return nil, err
		}
		f.Encoded(before)
		f.More(string(t))
		f.Encoded(after)
	}
	f.More("]")
	return f, nil
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
