package kit

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// Series is what a vendor's cases share.
type Series struct {
	Vendor vendors.Vendor
	// Since is the version the cases came with.
	Since string
	// Feature is the ability a subject needs for a case, by the middle of the case's
	// id; one that is not here needs none.
	Feature map[string]string
	// Assumed is the source of what is only assumed: cases that name it are marked.
	// "": cases say it themselves.
	Assumed string
}

// Endpoint completes cases about endpoints, Sender those about senders.
func (s Series) Endpoint(groups ...[]conformance.Case) []conformance.Case {
	return s.complete(conformance.Endpoint, groups)
}

// Sender completes cases about senders.
func (s Series) Sender(groups ...[]conformance.Case) []conformance.Case {
	return s.complete(conformance.Sender, groups)
}

func (s Series) complete(d conformance.Direction, groups [][]conformance.Case) []conformance.Case {
	cases := slices.Concat(groups...)
	for i := range cases {
		c := &cases[i]
		c.Vendor, c.Direction, c.Since = s.Vendor, d, s.Since
		c.Assumed = c.Assumed || s.Assumed != "" && strings.Contains(c.Source, s.Assumed)
		if f := s.Feature[middle(c.ID)]; f != "" && !slices.Contains(c.Features, f) {
			c.Features = append(c.Features, f)
		}
		if !slices.Contains(c.Needs, conformance.NeedControl) {
			c.Needs = append([]conformance.Need{conformance.NeedControl}, c.Needs...)
		}
	}
	return cases
}

// middle is the feature in vendor/feature/name.
func middle(id string) string {
	_, rest, _ := strings.Cut(id, "/")
	feature, _, _ := strings.Cut(rest, "/")
	return feature
}
