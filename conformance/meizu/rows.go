package meizu

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at Meizu and the cases that stand for it: M01 to
// M34 are single behaviours of its document and answers, S01 to S11 what a simulator must
// get right, B04 and following bugs of real clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
