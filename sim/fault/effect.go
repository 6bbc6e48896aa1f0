package fault

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/vendors"
)

// Next is what the server does after a fault struck.
type Next uint8

const (
	Proceed    Next = iota // as if nothing had happened, with the answer as it stands
	Reply                  // send the answer as it stands, ask nobody else
	ResetConn              // reset the connection
	NeverReply             // keep the connection open and say nothing
)

// Reaction is the answer on its way out, for faults to change. Before the vendor
// was asked it is empty.
type Reaction struct {
	Status int
	Header http.Header // nil: none; replaced, never changed, by faults
	Type   string      // Content-Type
	Body   []byte      // replaced or cut, never changed in place
	// Cut: the answer announces Length bytes, and the connection breaks after Body.
	Cut    bool
	Length int
}

// effect is what one kind of fault does.
type effect struct {
	kind  Kind
	title vendors.Text
	// uses are the fields beside the scope that the kind looks at.
	uses []string
	// late kinds change the vendor's answer, so they always strike after it.
	late  bool
	check func(f *Fault) error
	// strike runs once for a request the fault hits. An error of ctx means the
	// sender went away.
	strike func(ctx context.Context, s *Set, f *Fault, r *Reaction) Next
}

// effects is the table of kinds, in the order people read them.
func effects() []effect {
	return []effect{latency(), reset(), status(), html(), canned(), truncate(), wrongType(), stall()}
}

// KindInfo describes a kind for help texts and screens.
type KindInfo struct {
	Kind  Kind         `json:"kind"`
	Title vendors.Text `json:"title"`
	// Uses are the fields a fault of the kind takes beside name and scope.
	Uses []string `json:"uses,omitempty"`
}

// Kinds lists all kinds.
func Kinds() []KindInfo {
	var out []KindInfo
	for _, e := range effects() {
		out = append(out, KindInfo{Kind: e.kind, Title: e.title, Uses: e.uses})
	}
	return out
}

func effectOf(k Kind) (effect, error) {
	all := effects()
	names := make([]string, len(all))
	for i, e := range all {
		if e.kind == k {
			return e, nil
		}
		names[i] = string(e.kind)
	}
	if k == "" {
		return effect{}, fmt.Errorf("fault: a kind is needed: %s", strings.Join(names, ", "))
	}
	return effect{}, fmt.Errorf("fault: unknown kind %q; %s", k, suggest(string(k), names))
}

// Check reports what is wrong with a fault, saying what to write instead.
func (f *Fault) Check() error {
	e, err := effectOf(f.Kind)
	if err != nil {
		return err
	}
	if f.Rate < 0 || f.Rate > 1 || f.Rate != f.Rate {
		return fmt.Errorf("fault %s: rate %g: want a share from 0 to 1", f.Kind, f.Rate)
	}
	if f.Skip < 0 || f.Times < 0 {
		return fmt.Errorf("fault %s: skip and times count requests and cannot be negative", f.Kind)
	}
	if f.Delay < 0 {
		return fmt.Errorf("fault %s: delay %s is negative", f.Kind, f.Delay)
	}
	for _, field := range f.given() {
		if !slices.Contains(e.uses, field) {
			return fmt.Errorf("fault %s: %s does nothing for this kind; %s", f.Kind, field, takes(e.uses))
		}
	}
	if e.check != nil {
		return e.check(f)
	}
	return nil
}

func takes(uses []string) string {
	if len(uses) == 0 {
		return "it takes only vendor, path, rate, skip and times"
	}
	return "it takes " + strings.Join(uses, ", ")
}

// given lists the fields beside the scope that are set.
func (f *Fault) given() []string {
	var out []string
	add := func(set bool, name string) {
		if set {
			out = append(out, name)
		}
	}
	add(f.Delay != 0, "delay")
	add(f.Status != 0, "status")
	add(f.Type != "", "type")
	add(f.Body != "", "body")
	add(f.RetryAfter != "", "retry_after")
	add(f.Late, "late")
	return out
}

func checkStatus(f *Fault) error {
	if f.Status < 200 || f.Status > 599 {
		return fmt.Errorf("fault %s: status %d: want an HTTP status from 200 to 599", f.Kind, f.Status)
	}
	return nil
}

// suggest names the nearest of the known words, or all of them.
func suggest(word string, known []string) string {
	if best := nearest.Name(word, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "there are " + strings.Join(known, ", ")
}
