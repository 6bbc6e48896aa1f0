// Package toy is a push vendor made up for the tests of the simulator's own
// packages: a login, a send to a list of tokens, a quota, a switch, a receipt. It
// has something of everything the kit has to carry, and nobody's real rules.
package toy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Vendor is the toy's name.
const Vendor vendors.Vendor = "toy"

// Endpoint is the toy vendor's mock. Zero fields mean "toy" and its own host.
type Endpoint struct {
	Name vendors.Vendor
	Host string
	// Path is the path prefix of its native paths, "/v1/" if empty.
	Path string
}

var (
	_ sim.Endpoint  = Endpoint{}
	_ sim.Secretive = Endpoint{}
	_ sim.Reporter  = Endpoint{}
)

// Wire is the body of both requests.
type Wire struct {
	Key     string   `json:"key"`
	Secret  string   `json:"secret"`
	Access  string   `json:"access"`
	To      []string `json:"to"`
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Class   string   `json:"class"`
	Receipt string   `json:"receipt"`
}

func (e Endpoint) Vendor() vendors.Vendor {
	if e.Name == "" {
		return Vendor
	}
	return e.Name
}

func (e Endpoint) path() string {
	if e.Path == "" {
		return "/v1/"
	}
	return e.Path
}

func (e Endpoint) Sites() []sim.Site {
	host := e.Host
	if host == "" {
		host = "push.toy.example"
	}
	return []sim.Site{{Name: string(e.Vendor()), Hosts: []string{host}, Default: true, Paths: []string{e.path()}}}
}

// Secrets implements sim.Secretive.
func (e Endpoint) Secrets() []string { return []string{"secret", "access", "X-Toy-Key"} }

// The toy's counters.
const (
	Marketing quota.ID = iota
	PerDevice
)

func (e Endpoint) Counters() []quota.Def {
	return []quota.Def{
		Marketing: {Name: "marketing", Title: vendors.Text{EN: "Marketing a day", ZH: "每日营销"}},
		PerDevice: {Name: "device.all", Title: vendors.Text{EN: "Per device a day", ZH: "单设备每日"}, Device: true},
	}
}

func (e Endpoint) Flags() []sim.Flag {
	return []sim.Flag{{Name: "penalty", Values: []string{"on", "off"}, Default: "off"},
		{Name: "sideloaded", Values: []string{"yes", "no"}, Default: "no", Device: true}}
}

func (e Endpoint) Decode(r *sim.Request, c *sim.Call) {
	w := &Wire{}
	c.Wire = w
	if err := json.Unmarshal(r.Body, w); err != nil || r.Truncated {
		c.Malformed = true
	}
	c.AppRef, c.Access = w.Key, w.Access
	switch r.Method + " " + r.Path {
	case "POST " + e.path() + "login":
		c.Verb, c.Op = sim.VerbAuth, "login"
	case "POST " + e.path() + "send":
		c.Verb, c.Op = sim.VerbSend, "send"
		c.Message = sim.Message{Title: w.Title, Body: w.Text, Asked: vendors.Class(w.Class), TTL: time.Hour, Sound: true,
			Receipt: sim.ReceiptTarget{URL: w.Receipt}}
		for _, t := range w.To {
			c.Targets = append(c.Targets, sim.Target{Name: t})
		}
	}
}

func (e Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	w.Type, w.Status = "application/json", d.Reply.Status
	b := append(w.Body, `{"code":"`...)
	b = append(b, d.Reply.Code...)
	b = append(b, `","id":"`...)
	b = append(b, d.Reply.MessageID...)
	if d.Reply.Access != "" {
		b = append(b, `","access":"`...)
		b = append(b, d.Reply.Access...)
	}
	w.Body = append(b, `"}`...)
}

func (e Endpoint) Success() string { return "0" }

func (e Endpoint) AppRef(credentials map[string]string) string { return credentials["key"] }

func (e Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{"key": "key-" + app, "secret": mint("secret", seed, app)}
}

func (e Endpoint) MintToken(seed uint64, app, device string) string {
	return mint("token", seed, app+"/"+device)
}

func (e Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return mint("access", seed, app+"/"+strconv.FormatUint(n, 10))
}

func (e Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	return "toy" + strconv.FormatUint(n, 10)
}

func mint(kind string, seed uint64, of string) string {
	return fmt.Sprintf("test-%s-%016x", kind, sim.Digest(kind, strconv.FormatUint(seed, 10), of))
}

// Receipt implements sim.Reporter.
func (e Endpoint) Receipt(r *sim.ReceiptInput) ([]byte, http.Header, bool) {
	body, err := json.Marshal(map[string]string{"id": r.VendorMessageID, "target": r.Target, "fate": string(r.Fate.State)})
	return body, http.Header{"Content-Type": {"application/json"}}, err == nil
}

// ReceiptRetries implements sim.Reporter.
func (e Endpoint) ReceiptRetries() []time.Duration { return []time.Duration{time.Minute} }
