package oppo

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
	"github.com/offpush/offpush/sim/rule"
)

const jsonType = "application/json;charset=UTF-8"

// Encode writes the answer: code as a number, message, and data where there is some. The
// HTTP status is 200 for every answer of OPPO's own.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	if w.Status = d.Reply.Status; w.Status == 0 {
		w.Status = http.StatusOK
		if c.Verb == sim.VerbUnknown && !d.Refused {
			// A rulebook without the rules for it, as the lenient profile is. A yes would
			// hide a sender's wrong path.
			w.Status = http.StatusNotImplemented
			return
		}
	}
	w.Type = jsonType
	b := jsonwrite.Object(w.Body, "")
	if d.Refused {
		b = jsonwrite.Raw(b, "code", d.Reply.Code)
		b = jsonwrite.Str(b, "message", said(d))
		w.Body = append(b, '}')
		return
	}
	b = jsonwrite.Raw(b, "code", "0")
	switch c.Verb {
	case sim.VerbSend:
		b = success(b)
		b = jsonwrite.Object(b, "data")
		b = jsonwrite.Str(b, "messageId", d.Reply.MessageID)
		b = append(jsonwrite.Str(b, "status", "call_success"), '}')
	case sim.VerbBatch:
		b = batchData(success(b), c, d)
	case sim.VerbSave:
		b = jsonwrite.Str(b, "message", "success")
		b = jsonwrite.Object(b, "data")
		b = append(jsonwrite.Str(b, "message_id", d.Reply.MessageID), '}')
	case sim.VerbSendSaved:
		b = success(castData(b, c, d))
	default:
		b = e.replyData(b, c, d)
	}
	w.Body = append(b, '}')
}

func success(b []byte) []byte { return jsonwrite.Str(b, "message", "Success") }

// said is the text of a refusal: what the refusing rule quoted if it has several, else
// the code's own.
func said(d *sim.Decision) string {
	if d.Reply.Code == "41" || d.Reply.Code == "40" || d.Reply.Code == "67" || d.Reply.Code == "54" {
		for i := len(d.Trace) - 1; i >= 0; i-- {
			if s := &d.Trace[i]; s.Outcome == rule.Refuse && s.Ref != "" {
				return s.Ref
			}
		}
	}
	return text(d.Reply.Code)
}

// batchData is a list with an entry for each message. A failed one has an id as well, in
// OPPO's sample.
func batchData(b []byte, c *sim.Call, d *sim.Decision) []byte {
	b = jsonwrite.Array(b, "data")
	like, _ := d.Reply.Data.(string)
	app, _, _ := strings.Cut(like, singleMark)
	for i := range d.Parts {
		part, call := &d.Parts[i], &c.Parts[i]
		b = jsonwrite.Object(b, "")
		id := part.Reply.MessageID
		if id == "" {
			id = app + singleMark + noise(sim.Digest(c.Access, strconv.FormatInt(c.At.UnixMilli(), 10), strconv.Itoa(i)), 12)
		}
		b = jsonwrite.Str(b, "messageId", id)
		if u, ok := call.Wire.(*Unicast); ok {
			b = jsonwrite.Str(b, "registrationId", u.Message.TargetValue.S)
		}
		if part.Refused {
			b = jsonwrite.Raw(b, "errorCode", part.Reply.Code)
			b = jsonwrite.Str(b, "errorMessage", said(part))
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// castData is an object with the task, and a member for each code that single targets
// got, which lists them.
func castData(b []byte, c *sim.Call, d *sim.Decision) []byte {
	b = jsonwrite.Object(b, "data")
	for i := range d.Admissions {
		code := d.Admissions[i].Code
		if d.Admissions[i].State != sim.Refused || earlier(d, i) {
			continue
		}
		b = jsonwrite.Array(b, code)
		for j := i; j < len(d.Admissions); j++ {
			if a := &d.Admissions[j]; a.State == sim.Refused && a.Code == code {
				b = jsonwrite.Str(b, "", c.Targets[j].Name)
			}
		}
		b = append(b, ']')
	}
	b = jsonwrite.Str(b, "task_id", d.Reply.MessageID)
	b = jsonwrite.Str(b, "message_id", castID(c.MessageRef))
	return append(jsonwrite.Str(b, "status", "call_success"), '}')
}

// earlier reports whether an earlier target was refused with the same code.
func earlier(d *sim.Decision, i int) bool {
	for j := range i {
		if a := &d.Admissions[j]; a.State == sim.Refused && a.Code == d.Admissions[i].Code {
			return true
		}
	}
	return false
}

func (e *Endpoint) replyData(b []byte, c *sim.Call, d *sim.Decision) []byte {
	switch data := d.Reply.Data.(type) {
	case invalidIDs:
		b = jsonwrite.Object(success(b), "data")
		b = jsonwrite.Array(b, "registration_ids")
		for _, id := range data.ids {
			b = jsonwrite.Str(b, "", id)
		}
		b = jsonwrite.Int(append(b, ']'), "totalCount", int64(len(data.ids)))
		return append(b, '}')
	case permit:
		b = jsonwrite.Object(success(b), "data")
		b = jsonwrite.Int(b, "total_count", data.total)
		return append(jsonwrite.Int(b, "remain_count", data.remain), '}')
	case string:
		b = jsonwrite.Object(success(b), "data")
		return append(jsonwrite.Str(b, c.Op+"_id", data), '}')
	case issued:
		return authData(jsonwrite.Object(success(b), "data"), c, data.token, data.text)
	}
	if c.Verb == sim.VerbAuth {
		return authData(jsonwrite.Object(success(b), "data"), c, d.Reply.Access, false)
	}
	return jsonwrite.Str(b, "message", "success")
}

// issued is what a login answers; text: create_time is a text.
type issued struct {
	token string
	text  bool
}

func authData(b []byte, c *sim.Call, token string, text bool) []byte {
	b = jsonwrite.Str(b, "auth_token", token)
	if at := c.At.UnixMilli(); text {
		b = jsonwrite.Str(b, "create_time", strconv.FormatInt(at, 10))
	} else {
		b = jsonwrite.Int(b, "create_time", at)
	}
	return append(b, '}')
}

// text is the message of a code as the code table has it.
func text(code string) string {
	switch code {
	case "-1":
		return "Service Currently Unavailable"
	case "-2":
		return "Service in Flow Control"
	case "10000":
		return "Invalid Registration_id"
	case "11":
		return "Invalid AuthToken"
	case "12":
		return "Http Action Not Allowed"
	case "13":
		return "App Call Limited"
	case "14":
		return "Invalid App Key"
	case "15":
		return "Missing App Key"
	case "16":
		return "Invalid Signature"
	case "17":
		return "Missing Signature"
	case "18":
		return "Missing Timestamp"
	case "19":
		return "Invalid Timestamp"
	case "20":
		return "Invalid Method"
	case "25":
		return "Invalid Encoding"
	case "26":
		return "IP Black List"
	case "27":
		return "Access Denied"
	case "28":
		return "App Disabled"
	case "29":
		return "Missing Auth Token"
	case "30":
		return "Api Permission Denied"
	case "31":
		return "Data Not Exist"
	case "32":
		return "Data Duplicate"
	case "33":
		return "The number of messages exceeds the daily limit"
	case "34":
		return "The number of upload pictures exceeds the daily limit"
	case "40":
		return "Missing Required Arguments"
	case "42":
		return "The number of saved messages exceeds the daily limit"
	case "51":
		return "Invalid Picture"
	case "55":
		return "App Call Frequency Limit"
	case "69":
		return "Global Limit Error"
	}
	return "Invalid Arguments"
}
