package meizu

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// Codes the sender itself has to know.
const (
	codeOK       = "200"
	codeRedirect = "300"
	codeOther    = "500" // 其他异常, and what a rule forbids
	codeTaskGone = "110032"
)

// answer is every answer of Meizu's API. It is read with tolerance: value is an object,
// "", a list or true, codes were seen as texts and may come as numbers.
type answer struct {
	Code     loosejson.Text
	Message  loosejson.Text
	Value    []byte // as it is written
	Redirect loosejson.Text
	MsgID    loosejson.Text // opaque
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
		case "value":
			a.Value = value
		case "redirect":
			a.Redirect = loosejson.TextOf(value)
		case "msgId":
			a.MsgID = loosejson.TextOf(value)
		}
	})
	if err != nil {
		return answer{}, fmt.Errorf("meizu: %w", err)
	}
	return a, nil
}

// failed are the targets that got nothing, with the code of each. What is no object of
// lists names nobody.
func (a *answer) failed() map[string]string {
	var byCode map[string]json.RawMessage
	if !loosejson.Object(a.Value) || json.Unmarshal(a.Value, &byCode) != nil {
		return nil
	}
	var out map[string]string
	for code, raw := range byCode {
		var targets loosejson.Texts
		if _, err := strconv.ParseUint(code, 10, 63); err != nil || json.Unmarshal(raw, &targets) != nil {
			continue
		}
		for _, t := range targets {
			if out == nil {
				out = make(map[string]string, len(targets))
			}
			out[t] = code
		}
	}
	return out
}

// taskID is the number of a task that was made, as text.
func (a *answer) taskID() string {
	var v struct {
		TaskID loosejson.Text `json:"taskId"`
	}
	if !loosejson.Object(a.Value) || json.Unmarshal(a.Value, &v) != nil {
		return ""
	}
	return string(v.TaskID)
}

// counters are the numbers of an object under the vendor's names, so that a new counter
// needs no new release, and its texts.
func counters(raw []byte) (numbers map[string]int64, texts map[string]string) {
	var members map[string]loosejson.Text
	if !loosejson.Object(raw) || json.Unmarshal(raw, &members) != nil {
		return nil, nil
	}
	numbers, texts = make(map[string]int64, len(members)), map[string]string{}
	for name, text := range members {
		if n, ok := text.Int(); ok {
			numbers[name] = n
		} else {
			texts[name] = string(text)
		}
	}
	return numbers, texts
}
