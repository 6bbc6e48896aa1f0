package xiaomi

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at Xiaomi and the cases that stand for it: X01 to
// X33 are single behaviours of its documents and answers, B02 and following bugs of real
// clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
