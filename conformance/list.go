package conformance

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Listing is the JSON form of a list of cases. Its names are a contract: fields
// may be added, none renamed.
type Listing struct {
	SchemaVersion int      `json:"schemaVersion"`
	Cases         []Listed `json:"cases"`
}

// Listed is one case without its code.
type Listed struct {
	ID          string         `json:"id"`
	Vendor      vendors.Vendor `json:"vendor"`
	Direction   Direction      `json:"direction"`
	Level       Level          `json:"level"`
	Title       string         `json:"title"`
	Requirement string         `json:"requirement"`
	Source      string         `json:"source"`
	// Needs is empty when any subject can run the case.
	Needs       []Need   `json:"needs"`
	Provisional bool     `json:"provisional"`
	Features    []string `json:"features,omitempty"`
	Aliases     []string `json:"aliases,omitempty"`
	Rows        []string `json:"rows,omitempty"`
	Codes       []string `json:"codes,omitempty"`
	Since       string   `json:"since,omitempty"`
	// Disabled is why the case cannot be run yet, empty when it can.
	Disabled string `json:"disabled,omitempty"`
}

// List describes cases as data.
func List(cases []Case) Listing {
	l := Listing{SchemaVersion: SchemaVersion, Cases: []Listed{}}
	for i := range cases {
		c := &cases[i]
		l.Cases = append(l.Cases, Listed{ID: c.ID, Vendor: c.Vendor, Direction: c.Direction, Level: c.Level,
			Title: c.Title, Requirement: c.Requirement, Source: c.Source, Needs: append([]Need{}, c.Needs...),
			Provisional: c.Provisional, Features: c.Features, Aliases: c.Aliases, Rows: c.Rows, Codes: c.Codes,
			Since: c.Since, Disabled: c.Disabled})
	}
	return l
}

// Describe is a case as a person reads it, in lines of "name: value".
func Describe(c *Case) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", c.ID, c.Title)
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name+":", value)
		}
	}
	line("requirement", c.Requirement)
	line("level", string(c.Level))
	line("direction", string(c.Direction))
	line("source", c.Source)
	line("features", strings.Join(c.Features, ", "))
	needs := make([]string, len(c.Needs))
	for i, n := range c.Needs {
		needs[i] = string(n)
	}
	line("needs", strings.Join(needs, ", "))
	line("codes", strings.Join(c.Codes, ", "))
	line("rows", strings.Join(c.Rows, ", "))
	line("was called", strings.Join(c.Aliases, ", "))
	line("since", c.Since)
	line("disabled", c.Disabled)
	if c.Provisional {
		line("provisional", "reported, not counted")
	}
	return b.String()
}
