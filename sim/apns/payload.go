package apns

import (
	"strconv"

	"github.com/offpush/offpush/sim/jsonscan"
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
	level       string
}

// The values of interruption-level that matter to rules.
const (
	levelPassive   = "passive"
	levelSensitive = "time-sensitive"
	levelCritical  = "critical"
)

func readPayload(data []byte) (p payload) {
	if !jsonscan.IsBody(data) {
		return p
	}
	p.object = true
	jsonscan.Object(data, func(name, v []byte) {
		if string(name) == "aps" && v[0] == '{' {
			jsonscan.Object(v, p.aps)
		}
	})
	return p
}

func (p *payload) aps(name, v []byte) {
	switch string(name) {
	case "alert":
		p.alert = v[0] == '"' || v[0] == '{'
		if v[0] == '"' {
			p.body = jsonscan.Text(v)
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
			jsonscan.Object(v, func(name, v []byte) {
				p.critical = p.critical || (string(name) == "critical" && string(v) == "1")
			})
		}
	case "interruption-level":
		p.level = jsonscan.Text(v)
	}
}

// dictionary reads an alert with members. A key for the app's own texts stands for
// the text the phone would look up.
func (p *payload) dictionary(v []byte) {
	var titleKey, bodyKey string
	jsonscan.Object(v, func(name, v []byte) {
		switch string(name) {
		case "title":
			p.title = jsonscan.Text(v)
		case "body":
			p.body = jsonscan.Text(v)
		case "title-loc-key":
			titleKey = jsonscan.Text(v)
		case "loc-key":
			bodyKey = jsonscan.Text(v)
		}
	})
	if p.title == "" {
		p.title = titleKey
	}
	if p.body == "" {
		p.body = bodyKey
	}
}
