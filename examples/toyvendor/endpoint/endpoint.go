// Package endpoint is the toy vendor's mock: it reads the toy's requests, brings
// the toy's rules, and writes the toy's answers. It keeps no state and decides
// nothing outside its rules.
package endpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/offpush/offpush/examples/toyvendor/facts"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// New makes the endpoint.
func New() sim.Endpoint { return endpoint{} }

type endpoint struct{}

// The quota counters, by index.
const deviceNews quota.ID = 0

func (endpoint) Vendor() vendors.Vendor { return facts.Vendor }

func (endpoint) Sites() []sim.Site {
	return []sim.Site{{
		Name: "toy", Hosts: []string{"api.toy.example"}, Default: true,
		Paths: []string{"/login", "/push"},
	}}
}

func (endpoint) Counters() []quota.Def {
	return []quota.Def{deviceNews: {
		Name: "device.news", Title: vendors.Text{EN: "news a day and phone", ZH: "单设备每日资讯"},
		Device: true, Zone: time.FixedZone("GMT+8", 8*3600),
	}}
}

func (endpoint) Flags() []sim.Flag { return nil }
func (endpoint) Success() string   { return "0" }

func (endpoint) AppRef(credentials map[string]string) string { return credentials["key"] }

func (endpoint) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{
		"key":    fmt.Sprintf("toy-key-%d-%s", seed, app),
		"secret": fmt.Sprintf("test-secret-%016x", sim.Digest("secret", fmt.Sprint(seed), app)),
	}
}

func (endpoint) MintToken(seed uint64, app, device string) string {
	return fmt.Sprintf("toy-%016x", sim.Digest("token", fmt.Sprint(seed), app, device))
}

func (endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return fmt.Sprintf("toy-access-%016x", sim.Digest("access", fmt.Sprint(seed), app, fmt.Sprint(n)))
}

func (endpoint) MintMessage(seed uint64, app string, n uint64) string {
	return fmt.Sprintf("toy-message-%016x", sim.Digest("message", fmt.Sprint(seed), app, fmt.Sprint(n)))
}

// request is the toy's wire form of a call.
type request struct {
	Key, Secret string
	To          []string
	Title, Text string
	Kind        string
}

// Decode reads a request. Whatever is wrong with it is left for the rules.
func (endpoint) Decode(r *sim.Request, c *sim.Call) {
	w := &request{}
	c.Wire = w
	dec := json.NewDecoder(bytes.NewReader(r.Body))
	c.Malformed = r.Truncated || dec.Decode(w) != nil || dec.More()
	c.Access = r.Header.Get("Authorization")
	switch {
	case r.Method != http.MethodPost:
		return // VerbUnknown
	case r.Path == "/login":
		c.Verb, c.Op, c.AppRef = sim.VerbAuth, "login", w.Key
	case r.Path == "/push":
		c.Verb, c.Op = sim.VerbSend, "push"
		c.Message = sim.Message{Title: w.Title, Body: w.Text, Category: w.Kind, Asked: vendors.ClassMarketing, Sound: true}
		if w.Kind == "notice" {
			c.Message.Asked = vendors.ClassTransactional
		}
		for _, to := range w.To {
			c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: to})
		}
	}
}

// Encode writes the answer to a decided call.
func (endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	a := struct {
		Code  string   `json:"code"`
		Token string   `json:"token,omitempty"`
		ID    string   `json:"id,omitempty"`
		Dead  []string `json:"dead,omitempty"`
	}{Code: d.Reply.Code, Token: d.Reply.Access, ID: d.Reply.MessageID}
	for i := range d.Admissions {
		if d.Admissions[i].State == sim.Refused && !slices.Contains(a.Dead, c.Targets[i].Name) {
			a.Dead = append(a.Dead, c.Targets[i].Name)
		}
	}
	body, err := json.Marshal(a)
	if err != nil { // strings only: cannot happen, and must not look like a yes
		w.Status = http.StatusInternalServerError
		return
	}
	w.Status, w.Type, w.Body = d.Reply.Status, "application/json", append(w.Body, body...)
}
