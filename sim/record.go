package sim

import (
	"encoding/json"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Record is an event in the JSON shape scripts rely on: fields may be added, none
// is renamed. A message always has all of its fields, with null for what there is
// not; other kinds leave out what they do not have.
type Record struct {
	Seq      uint64         `json:"seq"`
	Kind     EventKind      `json:"kind"`
	ID       string         `json:"id"`
	At       time.Time      `json:"at"`
	Vendor   vendors.Vendor `json:"vendor"`
	Site     string         `json:"site"`
	App      string         `json:"app"`
	Token    string         `json:"token"`
	Device   string         `json:"device"`
	Title    string         `json:"title"`
	Body     string         `json:"body"`
	Class    RecordClass    `json:"class"`
	Category string         `json:"category"`
	Reply    *RecordReply   `json:"reply"`
	Fate     *RecordFate    `json:"fate"`
	Cause    *RecordCause   `json:"cause"`
	Trace    []RecordStep   `json:"trace"`
	// MessageID is the vendor's id of the message, Reason the normalised reason.
	MessageID string         `json:"message_id"`
	Reason    vendors.Reason `json:"reason"`
	Faults    []string       `json:"faults,omitempty"`

	Verb string `json:"verb,omitempty"` // of calls and exchanges
	Op   string `json:"op,omitempty"`
	// Exchange and receipt: what went over the wire, secrets redacted.
	Method   string `json:"method,omitempty"`
	Path     string `json:"path,omitempty"`
	URL      string `json:"url,omitempty"`
	Header   string `json:"header,omitempty"` // lines "Name: value"
	Request  string `json:"request,omitempty"`
	Response string `json:"response,omitempty"`
	Note     string `json:"note,omitempty"`
}

// RecordClass is the class the sender asked for and the one the vendor used.
type RecordClass struct {
	Asked   vendors.Class `json:"asked"`
	Granted vendors.Class `json:"granted"`
}

// RecordReply is what the sender got. Status is null when no HTTP answer reached it;
// Error ("reset", "timeout", "goaway") says what it got instead.
type RecordReply struct {
	Status *int   `json:"status"`
	Code   string `json:"code"`
	Error  string `json:"error"`
}

// RecordFate is what became of the message on the phone.
type RecordFate struct {
	State  device.Fate    `json:"state"`
	Reason vendors.Reason `json:"reason"`
	At     time.Time      `json:"at"`
	// Sound: the phone rang.
	Sound bool `json:"sound,omitempty"`
}

// RecordCause is the first step that made the message less than asked for.
type RecordCause struct {
	Rule  string     `json:"rule"`
	Stage rule.Stage `json:"stage"`
	Text  string     `json:"text"`
	// Advice says what a sender does about it.
	Advice string `json:"advice"`
}

// RecordStep is one applied rule.
type RecordStep struct {
	Rule    string     `json:"rule"`
	Stage   rule.Stage `json:"stage"`
	Phase   string     `json:"phase"`
	Outcome string     `json:"outcome"`
	Text    string     `json:"text"`
}

// sparse is Record for the kinds that have little of it.
type sparse struct {
	Seq       uint64         `json:"seq"`
	Kind      EventKind      `json:"kind"`
	ID        string         `json:"id,omitempty"`
	At        time.Time      `json:"at"`
	Vendor    vendors.Vendor `json:"vendor,omitempty"`
	Site      string         `json:"site,omitempty"`
	App       string         `json:"app,omitempty"`
	Token     string         `json:"token,omitempty"`
	Device    string         `json:"device,omitempty"`
	Title     string         `json:"title,omitempty"`
	Body      string         `json:"body,omitempty"`
	Class     RecordClass    `json:"class,omitzero"`
	Category  string         `json:"category,omitempty"`
	Reply     *RecordReply   `json:"reply,omitempty"`
	Fate      *RecordFate    `json:"fate,omitempty"`
	Cause     *RecordCause   `json:"cause,omitempty"`
	Trace     []RecordStep   `json:"trace,omitempty"`
	MessageID string         `json:"message_id,omitempty"`
	Reason    vendors.Reason `json:"reason,omitempty"`
	Faults    []string       `json:"faults,omitempty"`
	Verb      string         `json:"verb,omitempty"`
	Op        string         `json:"op,omitempty"`
	Method    string         `json:"method,omitempty"`
	Path      string         `json:"path,omitempty"`
	URL       string         `json:"url,omitempty"`
	Header    string         `json:"header,omitempty"`
	Request   string         `json:"request,omitempty"`
	Response  string         `json:"response,omitempty"`
	Note      string         `json:"note,omitempty"`
}

// MarshalJSON writes messages in full and other kinds sparsely. Both shapes are
// read back into a Record.
func (r Record) MarshalJSON() ([]byte, error) {
	if r.Kind != EvMessage {
		return json.Marshal(sparse(r))
	}
	type full Record
	f := full(r)
	if f.Trace == nil {
		f.Trace = []RecordStep{}
	}
	return json.Marshal(f)
}

// Record turns an event into its JSON shape, with texts in a language ("en", "zh").
func (e *Engine) Record(ev *Event, lang string) Record {
	r := Record{
		Seq: ev.Seq, Kind: ev.Kind, ID: ev.ID, At: ev.At, Vendor: ev.Vendor, Site: ev.Site,
		App: ev.App, Token: ev.Token, Device: ev.Phone, Title: ev.Title, Body: ev.Body,
		Class: RecordClass{ev.Asked, ev.Granted}, Category: ev.Category,
		MessageID: ev.VendorMessageID, Reason: ev.Reason, Faults: ev.Faults,
		Op: ev.Op, Method: ev.Method, Note: ev.Note,
		Header: string(ev.RequestHeader), Request: string(ev.RequestBody), Response: string(ev.ResponseBody),
		Reply: replyOf(ev),
	}
	if ev.Verb != VerbUnknown {
		r.Verb = ev.Verb.String()
	}
	if r.Path = ev.Path; ev.Kind == EvReceipt {
		r.Path, r.URL = "", ev.Path
	}
	if ev.Fate.State != "" {
		r.Fate = &RecordFate{ev.Fate.State, ev.Fate.Reason, ev.Fate.At, ev.Fate.Sound}
	}
	if book := e.books[ev.Vendor]; book != nil {
		for _, s := range ev.Steps {
			i := book.Rule(s)
			r.Trace = append(r.Trace, RecordStep{i.ID, i.Stage, i.Phase.String(), s.Outcome.String(), i.Explain(s, lang)})
		}
		if s, ok := ev.CauseStep(); ok {
			i := book.Rule(s)
			r.Cause = &RecordCause{i.ID, i.Stage, i.Explain(s, lang), i.Advice.In(lang)}
		}
	}
	return r
}

// replyOf is what the sender, or the simulator for a receipt, got for an answer.
func replyOf(ev *Event) *RecordReply {
	switch {
	case ev.Error != "":
		return &RecordReply{Error: ev.Error}
	case !ev.Replied:
		return nil
	}
	status := ev.Status
	return &RecordReply{Status: &status, Code: ev.Code}
}
