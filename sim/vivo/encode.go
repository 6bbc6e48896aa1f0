package vivo

import (
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
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
	b := append(w.Body, `{"result":`...)
	b = result(b, code)
	b = append(b, `,"desc":`...)
	b = quote(b, desc(c.Op, code))
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
		return member(b, "authToken", d.Reply.Access)
	case opSend, opSave, opAll, opTagPush:
		return member(b, "taskId", d.Reply.MessageID)
	case opList:
		return invalidUsers(b, c, d)
	case opStatistics:
		return statisticsOf(b, d)
	case opMsgStatus:
		return auditsOf(b, d)
	case opCheck:
		rows, _ := d.Reply.Data.([]badUser)
		b = append(b, `,"data":[`...)
		for i, row := range rows {
			b = user(b, i, row.id, row.status)
		}
		return append(b, ']')
	}
	return b
}

// result writes the code as the number it is on the wire.
func result(b []byte, code string) []byte {
	if !digitsOnly(code) {
		return quote(b, code)
	}
	return append(b, code...)
}

func member(b []byte, name, value string) []byte {
	b = append(b, ',', '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	return quote(b, value)
}

// invalidUser is the object of a single push whose id is dead; invalidUsers is the
// array of a list push, absent when all ids are good.
func invalidUser(b []byte, c *sim.Call, d *sim.Decision) []byte {
	if len(d.Admissions) != 1 || len(c.Targets) != 1 || d.Admissions[0].Detail == 0 {
		return b
	}
	b = append(b, `,"invalidUser":`...)
	return user(b, 0, c.Targets[0].Name, d.Admissions[0].Detail)
}

func invalidUsers(b []byte, c *sim.Call, d *sim.Decision) []byte {
	n := 0
	for i := range d.Admissions {
		a := &d.Admissions[i]
		if a.State != sim.Refused || a.Detail == 0 || i >= len(c.Targets) {
			continue
		}
		if n == 0 {
			b = append(b, `,"invalidUsers":[`...)
		}
		b = user(b, n, c.Targets[i].Name, a.Detail)
		n++
	}
	if n > 0 {
		b = append(b, ']')
	}
	return b
}

func user(b []byte, i int, id string, status int64) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	b = append(b, `{"status":`...)
	b = strconv.AppendInt(b, status, 10)
	b = append(b, `,"userid":`...)
	b = quote(b, id)
	return append(b, '}')
}

func statisticsOf(b []byte, d *sim.Decision) []byte {
	rows, _ := d.Reply.Data.([]taskStatistics)
	b = append(b, `,"statistics":[`...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"taskId":`...)
		b = quote(b, row.task)
		for k, n := range row.counts {
			b = append(b, ',', '"')
			b = append(b, statistics[k]...)
			b = append(b, '"', ':')
			b = strconv.AppendInt(b, n, 10)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// auditsOf knows the two texts that are documented.
func auditsOf(b []byte, d *sim.Decision) []byte {
	rows, _ := d.Reply.Data.([]taskAudit)
	b = append(b, `,"data":[`...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		text := "消息状态未知"
		if row.failed {
			text = "消息包含敏感词"
		}
		b = append(b, `{"taskId":`...)
		b = quote(b, row.task)
		b = member(b, "desc", text)
		b = append(b, '}')
	}
	return append(b, ']')
}

// quote writes a JSON string. Chinese stays as it is, as vivo writes it.
func quote(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r) // an invalid byte becomes U+FFFD
			i += size
			continue
		}
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
		i++
	}
	return append(b, '"')
}
