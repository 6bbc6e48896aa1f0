package fcm

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at FCM and the cases that stand for it: F01 to
// F41 are single behaviours of its documents and answers, B14 and following bugs of real
// clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
