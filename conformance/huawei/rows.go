package huawei

import (
	_ "embed" // for rows.txt
	"strings"
)

//go:embed rows.txt
var rowsText string

// Row is one row of what is required at Huawei and the cases that stand for it: H01
// to H37 are single behaviours of its documents and answers, B06 and following bugs
// of real clients.
type Row struct {
	ID    string // "H23", as in Case.Rows
	Name  string // "marketing cap"
	Cases []string
}

// Rows returns the list of rows, in its order. A line reads
// "H23 marketing cap | huawei/quota/marketing-cap huawei/quota/marketing-cap-sender".
func Rows() []Row {
	var rows []Row
	for line := range strings.Lines(rowsText) {
		head, cases, _ := strings.Cut(strings.TrimSpace(line), "|")
		if head == "" || strings.HasPrefix(head, "#") {
			continue
		}
		id, name, _ := strings.Cut(strings.TrimSpace(head), " ")
		rows = append(rows, Row{ID: id, Name: strings.TrimSpace(name), Cases: strings.Fields(cases)})
	}
	return rows
}
