package endpointtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
	"unsafe"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// toy is a vendor that exists nowhere: one operation, three rules. spoil breaks it
// in one way, to see the contract notice.
type toy struct{ spoil string }

const toyVendor vendors.Vendor = "toy"

func (e toy) Vendor() vendors.Vendor { return toyVendor }
func (e toy) Success() string        { return "ok" }

func (e toy) AppRef(c map[string]string) string { return c["app"] }

func (e toy) Sites() []sim.Site {
	paths := []string{"/toy/send"}
	if e.spoil == "path" {
		paths = append(paths, "/toy/forgotten")
	}
	return []sim.Site{{Name: "toy", Hosts: []string{"toy.example"}, Default: true, Paths: paths}}
}

func (e toy) Counters() []quota.Def {
	d := quota.Def{Name: "sent", Title: text("sent")}
	if e.spoil == "counter" {
		d.Title.ZH = ""
	}
	return []quota.Def{d}
}

func (e toy) Flags() []sim.Flag {
	f := sim.Flag{Name: "closed", Values: []string{"off", "on"}, Default: "off", Doc: text("closed")}
	if e.spoil == "flag" {
		f.Default = "never"
	}
	return []sim.Flag{f}
}

type toyBody struct{ App, To, Text string }

func (e toy) Decode(r *sim.Request, c *sim.Call) {
	c.Request = r
	if r.Path != "/toy/send" || r.Method != http.MethodPost {
		return
	}
	c.Verb, c.Op = sim.VerbSend, "send"
	b := &toyBody{}
	c.Wire = b
	if e.spoil == "panic" && len(r.Body) > 0 && r.Body[0] == '[' {
		panic("an array")
	}
	if e.spoil == "header" {
		_ = r.Header["App"][0]
	}
	if json.Unmarshal(r.Body, b) != nil {
		if e.spoil == "cut" && len(r.Body) > 0 && r.Body[0] == '{' {
			panic("cut short")
		}
		c.Malformed = true
		return
	}
	c.AppRef, c.Message.Body = b.App, b.Text
	c.Targets = []sim.Target{{Name: b.To}}
	if e.spoil == "keeps" && len(r.Body) > 0 {
		c.Message.Body = unsafe.String(&r.Body[0], len(r.Body))
	}
	if e.spoil == "strict" {
		var members map[string]any
		if json.Unmarshal(r.Body, &members) == nil && len(members) != 3 {
			c.Malformed = true
		}
	}
}

func (e toy) Rules() []sim.Rule {
	info := func(id, code string, p rule.Phase, s rule.Scope) rule.Info {
		return rule.Info{
			ID: id, Vendor: toyVendor, Phase: p, Stage: rule.StageValidate, Scope: s, Order: 1, Code: code,
			Title: text(id), Because: text("because"), Advice: text("change it"), Reason: vendors.ReasonBadRequest,
			Provenance: vendors.Provenance{Source: "invented", Checked: "2026-11-23", Confidence: vendors.Assumed},
		}
	}
	malformed := sim.Rule{Info: info("TY-VAL-001", "bad", rule.Gate, rule.ScopeCall), Apply: func(c *sim.Ctx) rule.Outcome {
		switch {
		case c.Call.Malformed || c.Call.Verb == sim.VerbUnknown:
			return c.Refuse()
		case e.spoil == "code" && c.Call.AppRef == "":
			return c.RefuseCode("worse")
		case e.spoil == "drunk" && c.Message.Body == "hello":
			return c.Refuse()
		case e.spoil == "untraced":
			return rule.Skip
		}
		return rule.Pass
	}}
	unknown := sim.Rule{Info: info("TY-FLT-001", "nobody", rule.Resolve, rule.ScopeTarget), Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil {
			return c.RefuseTarget(1)
		}
		return rule.Skip
	}}
	quiet := sim.Rule{Info: info("TY-DLV-001", "", rule.Present, rule.ScopeTarget), Apply: func(c *sim.Ctx) rule.Outcome {
		return c.Appear(device.Silent)
	}}
	quiet.Stage = rule.StageDeliver
	leans := sim.Rule{Info: info("TY-VAL-002", "", rule.Admit, rule.ScopeCall), Apply: func(c *sim.Ctx) rule.Outcome {
		if e.spoil == "leans" && c.Call.Wire.(*toyBody).To == "" { // malformed bodies get here only without the first rule
			panic("no target")
		}
		return rule.Skip
	}}
	if e.spoil == "edition" {
		leans.Until = "2020-01-01"
		leans.Apply = func(*sim.Ctx) rule.Outcome { panic("an old rule") }
	}
	e.spoilInfo(&quiet.Info)
	return []sim.Rule{malformed, unknown, quiet, leans}
}

func (e toy) spoilInfo(i *rule.Info) {
	switch e.spoil {
	case "language":
		i.Advice.ZH = ""
	case "hole":
		i.Because.ZH = "因为 {0}"
	case "source":
		i.Source = ""
	case "order":
		i.Phase, i.Scope = rule.Gate, rule.ScopeCall
	case "fact":
		i.Code = "made-up"
	case "date":
		i.Since = "yesterday"
	}
}

func (e toy) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	if e.spoil == "zero" && d.Trace[0].N[0] < 0 {
		return
	}
	w.Type = "application/json"
	code := d.Reply.Code
	if len(d.Admissions) == 1 && d.Admissions[0].Code != "" {
		code = d.Admissions[0].Code
	}
	if e.spoil == "garbled" && code != "ok" {
		w.Body = append(w.Body, "{"...)
		return
	}
	extra := ""
	if e.spoil == "random" {
		extra = fmt.Sprintf(`,"at":"%p"`, w)
	}
	w.Body = fmt.Appendf(w.Body, `{"code":%q,"id":%q%s}`, code, d.Reply.MessageID, extra)
}

func (e toy) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{"app": fmt.Sprintf("%s-%d", app, seed), "secret": "test"}
}

func (e toy) MintToken(seed uint64, app, device string) string {
	if e.spoil == "mint" {
		return "token"
	}
	return fmt.Sprintf("%s/%s/%d", app, device, seed)
}

func (e toy) MintAccess(seed uint64, app string, n uint64) string {
	return fmt.Sprintf("a-%s-%d-%d", app, seed, n)
}

func (e toy) MintMessage(seed uint64, app string, n uint64) string {
	return fmt.Sprintf("m-%s-%d-%d", app, seed, n)
}

func text(s string) vendors.Text { return vendors.Text{EN: s, ZH: s} }

// harness is the toy's, broken in one way.
func harness(spoil string) endpointtest.Harness {
	return endpointtest.Harness{
		New: func() sim.Endpoint { return toy{spoil} },
		Facts: &vendors.Facts{Codes: []vendors.Code{
			{Code: "ok"}, {Code: "bad"}, {Code: "nobody"}, {Code: "worse"},
		}},
		Start: time.Date(2025, 11, 25, 10, 0, 0, 0, time.UTC),
		Story: func(l *endpointtest.Lab) {
			body := fmt.Appendf(nil, `{"App":%q,"To":%q,"Text":"hello"}`, l.App.Credentials["app"], l.Phones[0].Token)
			l.Do("send", &sim.Request{
				Method: http.MethodPost, Path: "/toy/send", Body: body, Header: http.Header{"App": {"toy"}},
			})
		},
	}
}
