package mutant

import (
	"fmt"
	"maps"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// Table declares the general mutants for one vendor's cases.
type Table struct {
	Vendor vendors.Vendor
	// Kills are the cases that notice a mutant, by its name.
	Kills map[string][]string
	// Left are the mutants that are not declared, with the reason: nothing at this
	// vendor notices them, or something else stands for them.
	Left map[string]string
}

// Mutants are the declared ones, in the order of All.
func (t Table) Mutants() []conformance.Mutant {
	var out []conformance.Mutant
	for _, m := range All() {
		if kills, ok := t.Kills[m.Name]; ok {
			out = append(out, m.For(t.Vendor, kills...))
		}
	}
	return out
}

// Problems are the mutants the table forgets, knows twice, leaves out without a
// reason, or has under a name that is none.
func (t Table) Problems() []string {
	var out []string
	known := map[string]bool{}
	for _, m := range All() {
		known[m.Name] = true
		_, declared := t.Kills[m.Name]
		reason, left := t.Left[m.Name]
		switch {
		case !declared && !left:
			out = append(out, fmt.Sprintf("mutant %s is neither declared nor left out with a reason", m.Name))
		case declared && left:
			out = append(out, fmt.Sprintf("mutant %s is declared and left out", m.Name))
		case left && reason == "":
			out = append(out, fmt.Sprintf("mutant %s is left out without a reason", m.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Kills)) {
		if !known[name] {
			out = append(out, fmt.Sprintf("there is no general mutant %s to declare", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Left)) {
		if !known[name] {
			out = append(out, fmt.Sprintf("there is no general mutant %s to leave out", name))
		}
	}
	return out
}
