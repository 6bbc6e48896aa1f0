package huawei

import (
	_ "embed" // for rows.txt

	"github.com/offpush/offpush/conformance/rows"
)

//go:embed rows.txt
var rowsText string

// Rows is the list of what is required at Huawei and the cases that stand for it: H01
// to H37 are single behaviours of HMS, N01 to N16 of HarmonyOS, B06 and following bugs of
// real clients.
func Rows() []rows.Row { return rows.Parse(rowsText) }
