package vivo_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/vivo"
)

func Example() {
	for _, c := range vivo.Cases() {
		if slices.Contains(c.Rows, "V33") && c.Direction == conformance.Endpoint {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// vivo/list/list-of-one MUST
	// An endpoint must answer pushToList with one regId with 10153.
}

// TestEveryCodeIsMet: each code a sender can be answered, alone in one case.
func TestEveryCodeIsMet(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, c := range vivo.Cases() {
		if c.Direction == conformance.Endpoint {
			for _, code := range c.Codes {
				met[code] = true
			}
		}
	}
	for code := range strings.FieldsSeq(`
		0 10000 10043 10045 10050 10051 10054 10055 10056 10057 10058 10059 10060 10061 10062 10063 10064 10065
		10066 10067 10068 10069 10070 10071 10072 10073 10082 10092 10094 10095 10096 10097 10103 10104
		10150 10151 10152 10153 10154 10155 10200 10201 10202 10203 10204 10205 10206 10207 10252 10254
		10301 10302 10304 10305 10306 10311 10352 10353 10471 10472 10473
		10600 10603 10604 10605 10606 10608 10609 10613 10614 10615 10700 10701 10704 10706 11000
		receipt:0 receipt:100/11001 receipt:100/12000 receipt:100/10012 receipt:100/14002 receipt:101
		receipt:102/20001 receipt:102/20002 receipt:102/20006 receipt:103
		receipt:104/1017 receipt:104/2124 receipt:104/2144 receipt:104/2183 receipt:104/2333`) {
		if !met[code] {
			t.Errorf("no case makes an endpoint answer %s", code)
		}
	}
}

// TestAssumedIsNoMust: what is only assumed of vivo binds nobody.
func TestAssumedIsNoMust(t *testing.T) {
	t.Parallel()
	for _, c := range vivo.Cases() {
		if c.Level == conformance.Must && strings.Contains(c.Source, "a default of this project") {
			t.Errorf("%s is a MUST and its source is %q", c.ID, c.Source)
		}
	}
}

// TestMutants: bad senders are declared for sender cases that exist.
func TestMutants(t *testing.T) {
	t.Parallel()
	senders := map[string]bool{}
	for _, c := range vivo.Cases() {
		senders[c.ID] = c.Direction == conformance.Sender
	}
	seen := map[string]bool{}
	for _, m := range vivo.Mutants() {
		if m.Name == "" || seen[m.Name] || m.Title.EN == "" || m.Title.ZH == "" {
			t.Errorf("mutant %q: its name is empty or taken, or a title is missing", m.Name)
		}
		seen[m.Name] = true
		if len(m.Kills) == 0 {
			t.Errorf("mutant %s is declared for no case", m.Name)
		}
		for _, id := range m.Kills {
			if !senders[id] {
				t.Errorf("mutant %s is declared for %s, which is no sender case", m.Name, id)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("%d bad senders, want at least 20", len(seen))
	}
}
