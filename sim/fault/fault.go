// Package fault is what goes wrong between a sender and a vendor that has nothing
// to do with the vendor's rules: slow answers, resets, HTML from a proxy, an
// answer nobody expected. A fault is a value with a scope and a rate; the server
// asks the Set about every request, and every event a fault touched names it.
//
// # Adding a kind
//
// One kind is one small file. Say you want "drip", an answer that comes slowly:
//
//  1. Add the constant Drip to the list below, with a line that says what it does.
//  2. Write drip.go with an effect: its title in both languages, the fields it
//     looks at beside the scope (others are refused: a field that does nothing
//     would look like a test), a check of their values, and strike. strike gets
//     the fault and the Reaction as it stands, changes that, and returns
//     what the server does next: Proceed, Reply, ResetConn or NeverReply.
//  3. Add it to the table in effects. The command line, the admin API, scenarios
//     and the table test in kinds_test.go know it from then on.
package fault

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// Kind is what a fault does.
type Kind string

const (
	Latency   Kind = "latency"    // wait Delay before the request is looked at
	Reset     Kind = "reset"      // reset the connection; Late: after the vendor took the message
	Status    Kind = "status"     // answer Status with Body, RetryAfter if set
	HTML      Kind = "html"       // 502 with an HTML page, as a gateway does
	Answer    Kind = "answer"     // answer exactly Status, Type and Body
	Truncate  Kind = "truncate"   // the vendor's answer, cut in the middle
	WrongType Kind = "wrong-type" // the vendor's answer with content type text/html
	Stall     Kind = "stall"      // take the request and never answer
)

// Fault is one disturbance. The zero scope is every request.
type Fault struct {
	Name string `json:"name" yaml:"name"`
	Kind Kind   `json:"kind" yaml:"kind"`

	Vendor vendors.Vendor `json:"vendor,omitempty" yaml:"vendor,omitempty"`
	// Path limits the fault to requests whose path ends so ("/message/send").
	Path string `json:"path,omitempty" yaml:"path,omitempty"`
	// Rate is the share of requests concerned; 0 means all of them. Draws are
	// seeded.
	Rate float64 `json:"rate,omitempty" yaml:"rate,omitempty"`
	// Skip lets that many matching requests pass first, Times ends the fault after
	// that many; 0 means no end.
	Skip  int `json:"skip,omitempty" yaml:"skip,omitempty"`
	Times int `json:"times,omitempty" yaml:"times,omitempty"`

	// Delay is machine time, as the time-outs of a sender are. In JSON and on the
	// command line it is written "1.5s".
	Delay      time.Duration `json:"delay,omitempty" yaml:"delay,omitempty"`
	Status     int           `json:"status,omitempty" yaml:"status,omitempty"`
	Type       string        `json:"type,omitempty" yaml:"type,omitempty"`
	Body       string        `json:"body,omitempty" yaml:"body,omitempty"`
	RetryAfter string        `json:"retry_after,omitempty" yaml:"retry_after,omitempty"`
	// Late faults strike after the vendor decided: the message was taken.
	Late bool `json:"late,omitempty" yaml:"late,omitempty"`
}
