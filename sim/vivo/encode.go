package vivo

import (
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
)

const jsonType = "application/json;charset=UTF-8"

// Encode writes the answer: HTTP 200 and an object that begins with result and
// desc, whatever the answer is. Only a failing server and requests that are none
// get another status.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	status := d.Reply.Status
	if c.Verb == sim.VerbUnknown && status == 0 {
		// A rulebook without the rules for it, as the lenient profile is. A yes would
		// hide a sender's wrong path.
		status = http.StatusNotImplemented
	}
	switch status {
	case 0, http.StatusOK:
	case http.StatusInternalServerError:
		w.Status, w.Type = status, "text/plain;charset=UTF-8"
		w.Body = append(w.Body, "Internet server error!"...)
		return
	default:
		w.Status = status
		return
	}
	w.Status, w.Type = http.StatusOK, jsonType
	code := d.Reply.Code
	if code == "" {
		code = "0"
	}
	b := jsonwrite.Object(w.Body, "")
	b = jsonwrite.Number(b, "result", code)
	b = jsonwrite.Str(b, "desc", desc(c.Op, code))
	b = e.members(b, c, d, code == "0")
	w.Body = append(b, '}')
}

// members writes what follows result and desc.
func (e *Endpoint) members(b []byte, c *sim.Call, d *sim.Decision, yes bool) []byte {
	if !yes {
		switch c.Op {
		case opSend:
			return invalidUser(b, c, d)
		case opList:
			return invalidUsers(b, c, d)
		}
		return b
	}
	switch c.Op {
	case opAuth:
		return jsonwrite.Str(b, "authToken", d.Reply.Access)
	case opSend, opSave, opAll, opTagPush:
		return jsonwrite.Str(b, "taskId", d.Reply.MessageID)
	case opList:
		if _, too := d.Reply.Data.(withTask); too {
			b = jsonwrite.Str(b, "taskId", c.MessageRef)
		}
		return invalidUsers(b, c, d)
	case opStatistics:
		return statisticsOf(b, d)
	case opMsgStatus:
		return auditsOf(b, d)
	case opCheck:
		rows, _ := d.Reply.Data.([]badUser)
		b = jsonwrite.Array(b, "data")
		for _, row := range rows {
			b = user(b, "", row.id, row.status)
		}
		return append(b, ']')
	}
	return b
}

// withTask makes a list push answer the taskId it was sent with.
type withTask struct{}

// invalidUser is the object of a single push whose id is dead; invalidUsers is the
// array of a list push, absent when all ids are good.
func invalidUser(b []byte, c *sim.Call, d *sim.Decision) []byte {
	if len(d.Admissions) != 1 || len(c.Targets) != 1 || d.Admissions[0].Detail == 0 {
		return b
	}
	return user(b, "invalidUser", c.Targets[0].Name, d.Admissions[0].Detail)
}

func invalidUsers(b []byte, c *sim.Call, d *sim.Decision) []byte {
	n := 0
	for i := range d.Admissions {
		a := &d.Admissions[i]
		if a.State != sim.Refused || a.Detail == 0 || i >= len(c.Targets) {
			continue
		}
		if n++; n == 1 {
			b = jsonwrite.Array(b, "invalidUsers")
		}
		b = user(b, "", c.Targets[i].Name, a.Detail)
	}
	if n > 0 {
		b = append(b, ']')
	}
	return b
}

func user(b []byte, name, id string, status int64) []byte {
	b = jsonwrite.Object(b, name)
	b = jsonwrite.Int(b, "status", status)
	b = jsonwrite.Str(b, "userid", id)
	return append(b, '}')
}

func statisticsOf(b []byte, d *sim.Decision) []byte {
	rows, _ := d.Reply.Data.([]taskStatistics)
	b = jsonwrite.Array(b, "statistics")
	for _, row := range rows {
		b = jsonwrite.Object(b, "")
		b = jsonwrite.Str(b, "taskId", row.task)
		for k, n := range row.counts {
			b = jsonwrite.Int(b, statistics[k], n)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// auditsOf knows the two texts that are documented.
func auditsOf(b []byte, d *sim.Decision) []byte {
	rows, _ := d.Reply.Data.([]taskAudit)
	b = jsonwrite.Array(b, "data")
	for _, row := range rows {
		text := "消息状态未知"
		if row.failed {
			text = "消息包含敏感词"
		}
		b = jsonwrite.Object(b, "")
		b = jsonwrite.Str(b, "taskId", row.task)
		b = jsonwrite.Str(b, "desc", text)
		b = append(b, '}')
	}
	return append(b, ']')
}
