package huawei_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/huawei"
)

func Example() {
	for _, c := range huawei.Cases() {
		if slices.Contains(c.Rows, "H36") && c.Direction == conformance.Endpoint && c.ID == "huawei/class/unknown-category" {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// huawei/class/unknown-category SHOULD
	// An endpoint should accept a category nobody knows with 80000000 and treat it as marketing: silent, in the notification centre.
}

// TestEveryCodeIsMet: each code a sender can be answered, alone in one case.
func TestEveryCodeIsMet(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, c := range huawei.Cases() {
		if c.Direction == conformance.Endpoint {
			for _, code := range c.Codes {
				met[code] = true
			}
		}
	}
	for code := range strings.FieldsSeq(`
		80000000 80100000 80100001 80100003 80100004 80100013 80100016 80100017 80200001 80200003
		80300002 80300007 80300008 80300010 80300011 80300013 80600003 81000001
		82000007 82000008 82000009 82000010 82000011 82000012 82000013
		1101/20002 1101/20003 1101/12304 1101/20171 1101/20172 1101/20182
		receipt:0 receipt:2 receipt:5 receipt:6 receipt:10 receipt:15 receipt:27 receipt:102 receipt:201 receipt:256`) {
		if !met[code] {
			t.Errorf("no case makes an endpoint answer %s", code)
		}
	}
}

// TestAssumedIsNoMust: what is only assumed of Huawei binds nobody.
func TestAssumedIsNoMust(t *testing.T) {
	t.Parallel()
	for _, c := range huawei.Cases() {
		if c.Level == conformance.Must && strings.Contains(c.Source, "a default of this project") {
			t.Errorf("%s is a MUST and its source is %q", c.ID, c.Source)
		}
	}
}

// TestMutants: bad senders are declared for sender cases that exist.
func TestMutants(t *testing.T) {
	t.Parallel()
	senders := map[string]bool{}
	for _, c := range huawei.Cases() {
		senders[c.ID] = c.Direction == conformance.Sender
	}
	seen := map[string]bool{}
	for _, m := range huawei.Mutants() {
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
