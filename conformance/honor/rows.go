package honor

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at Honor and the cases that stand for it: R01 to
// R34 are single behaviours of its documents and clients, B11 and others bugs of real
// clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
