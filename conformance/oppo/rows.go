package oppo

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at OPPO and the cases that stand for it: O01 to
// O41 are single behaviours of its pages and answers, B03 and following bugs of real
// clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
