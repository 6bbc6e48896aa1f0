package apns

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at APNs and the cases that stand for it: A01 to
// A42 are single behaviours of Apple's documents and of what clients saw, B14 and
// following bugs of real clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
