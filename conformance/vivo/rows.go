package vivo

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at vivo and the cases that stand for it: V01 to
// V49 are single behaviours of its documents and answers, S01 to S12 what a simulator
// must get right, B01 and following bugs of real clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
