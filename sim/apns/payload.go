package apns

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// payload is what of a body matters to the simulator. Unknown members and members
// of a wrong type are passed over, as APNs passes them on to the app.
type payload struct {
	// object: the body is a JSON object.
	object bool
	// alert: there is one, a text or a dictionary.
	alert       bool
	title, body string
	badge       int64
	hasBadge    bool
	sound       bool
	critical    bool // sound.critical is 1
	wakes       bool // content-available is 1
	level       string
	thread      string
}

// The values of interruption-level that matter to rules.
const (
	levelPassive   = "passive"
	levelSensitive = "time-sensitive"
	levelCritical  = "critical"
)

func readPayload(data []byte) (p payload) {
	if !json.Valid(data) || firstByte(data) != '{' {
		return p
	}
	p.object = true
	members(data, func(name, v []byte) {
		if string(name) == "aps" && v[0] == '{' {
			members(v, p.aps)
		}
	})
	return p
}

func (p *payload) aps(name, v []byte) {
	switch string(name) {
	case "alert":
		p.alert = v[0] == '"' || v[0] == '{'
		if v[0] == '"' {
			p.body = text(v)
		} else if v[0] == '{' {
			p.dictionary(v)
		}
	case "badge":
		n, err := strconv.ParseFloat(string(v), 64)
		if p.hasBadge = err == nil && n >= 0 && n < 1<<31; p.hasBadge {
			p.badge = int64(n)
		}
	case "sound":
		p.sound = v[0] == '{' || (v[0] == '"' && len(v) > 2)
		if v[0] == '{' {
			members(v, func(name, v []byte) {
				p.critical = p.critical || (string(name) == "critical" && string(v) == "1")
			})
		}
	case "content-available":
		p.wakes = string(v) == "1"
	case "interruption-level":
		p.level = text(v)
	case "thread-id":
		p.thread = text(v)
	}
}

// dictionary reads an alert with members. A key for the app's own texts stands for
// the text the phone would look up.
func (p *payload) dictionary(v []byte) {
	var titleKey, bodyKey string
	members(v, func(name, v []byte) {
		switch string(name) {
		case "title":
			p.title = text(v)
		case "body":
			p.body = text(v)
		case "title-loc-key":
			titleKey = text(v)
		case "loc-key":
			bodyKey = text(v)
		}
	})
	if p.title == "" {
		p.title = titleKey
	}
	if p.body == "" {
		p.body = bodyKey
	}
}

// text is a JSON string's value, "" for anything else.
func text(v []byte) string {
	if len(v) < 2 || v[0] != '"' {
		return ""
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return strings.ToValidUTF8(string(v[1:len(v)-1]), "\ufffd")
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		return ""
	}
	return s
}

// members calls f with the names and values of a valid JSON object, in order and
// without copies. Names are exact, as they are to Apple; encoding/json would take
// them in any case.
func members(b []byte, f func(name, value []byte)) {
	i := skip(b, 0) + 1
	for {
		i = skip(b, i)
		if i >= len(b) || b[i] != '"' {
			return
		}
		end := value(b, i)
		name := b[i+1 : end-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name = []byte(text(b[i:end]))
		}
		i = skip(b, skip(b, end)+1) // behind the colon
		end = value(b, i)
		f(name, b[i:end])
		if i = skip(b, end); i < len(b) && b[i] == ',' {
			i++
		}
	}
}

// value is the index behind the value that begins at i.
func value(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth < 0 {
				return i
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			i++
			continue
		default: // a number, a word, a colon
			i++
			continue
		}
		i++
		if depth == 0 {
			return i
		}
	}
	return i
}

func skip(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// firstByte is the first one that is no white space, 0 if there is none.
func firstByte(b []byte) byte {
	if i := skip(b, 0); i < len(b) {
		return b[i]
	}
	return 0
}
