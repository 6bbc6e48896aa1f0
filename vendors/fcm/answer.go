package fcm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of the push hosts. It is read with tolerance: details come in
// any order and may be missing, and one odd member must not hide the verdict in the
// others.
type answer struct {
	Name    loosejson.Text         `json:"name"`
	Error   failure                `json:"error"`
	Results loosejson.List[result] `json:"results"` // of the topic service

	Subscriptions loosejson.List[subscription] `json:"topicSubscriptions"`
	NextPage      loosejson.Text               `json:"nextPageToken"`
}

// failure is google.rpc.Status, or the bare word of the topic service.
type failure struct {
	Status  loosejson.Text         `json:"status"`
	Message loosejson.Text         `json:"message"`
	Details loosejson.List[detail] `json:"details"`
}

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (f *failure) UnmarshalJSON(b []byte) error {
	*f = failure{}
	if !loosejson.Object(b) {
		_ = f.Status.UnmarshalJSON(b)
		return nil
	}
	type plain failure
	_ = json.Unmarshal(b, (*plain)(f))
	return nil
}

// detail is one of the details; which members it has goes by its type.
type detail struct {
	Type       loosejson.Text            `json:"@type"`
	ErrorCode  loosejson.Text            `json:"errorCode"`
	Reason     loosejson.Text            `json:"reason"`
	Violations loosejson.List[violation] `json:"fieldViolations"`
}

type violation struct {
	Field       loosejson.Text `json:"field"`
	Description loosejson.Text `json:"description"`
}

// result is what the topic service says of one token.
type result struct {
	Error loosejson.Text `json:"error"`
}

// subscription is one topic of a registration.
type subscription struct {
	TopicName  loosejson.Text `json:"topicName"`
	CreateTime loosejson.Text `json:"createTime"`
}

const typeFcmError = "google.firebase.fcm.v1.FcmError"

// code is FcmError's code, else the status.
func (f *failure) code() string {
	for _, d := range f.Details {
		if strings.HasSuffix(string(d.Type), typeFcmError) && d.ErrorCode != "" {
			return string(d.ErrorCode)
		}
	}
	return string(f.Status)
}

// about reports whether a violated field is one of these.
func (f *failure) about(fields ...string) bool {
	for _, d := range f.Details {
		for _, v := range d.Violations {
			for _, field := range fields {
				if string(v.Field) == field {
					return true
				}
			}
		}
	}
	return false
}

// text is the message with what it says of fields.
func (f *failure) text() string {
	text := string(f.Message)
	for _, d := range f.Details {
		for _, v := range d.Violations {
			if v.Description != "" && !strings.Contains(text, string(v.Description)) {
				text += " (" + strings.TrimPrefix(string(v.Field)+": ", ": ") + string(v.Description) + ")"
			}
		}
	}
	return text
}

// name reads the usual answer to an accepted message, an object with nothing but the
// name, without the decoder.
func name(body []byte) (string, bool) {
	rest := bytes.TrimSpace(body)
	rest, open := bytes.CutPrefix(rest, []byte("{"))
	rest, member := bytes.CutPrefix(bytes.TrimSpace(rest), []byte(`"name"`))
	rest, colon := bytes.CutPrefix(bytes.TrimSpace(rest), []byte(":"))
	rest, quoted := bytes.CutPrefix(bytes.TrimSpace(rest), []byte(`"`))
	if !open || !member || !colon || !quoted {
		return "", false
	}
	value, rest, ended := bytes.Cut(rest, []byte(`"`))
	if !ended || len(value) == 0 || bytes.IndexByte(value, '\\') >= 0 || string(bytes.TrimSpace(rest)) != "}" {
		return "", false
	}
	return string(value), true
}

// decodeAnswer reads an answer. An error means that the body is no JSON object; a member
// of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	if err := loosejson.Decode(body, &a); err != nil {
		return a, fmt.Errorf("fcm: %w", err)
	}
	return a, nil
}
