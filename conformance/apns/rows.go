package apns

import (
	_ "embed" // for rows.txt
	"strings"
)

//go:embed rows.txt
var rowsText string

// Row is one row of what is required at APNs and the cases that stand for it: A01 to
// A42 are single behaviours of Apple's documents and of what clients saw, B14 and
// following bugs of real clients.
type Row struct {
	ID    string // "A18", as in Case.Rows
	Name  string // "too-many-updates"
	Cases []string
}

// Rows returns the list of rows, in its order. A line reads
// "A18 too-many-updates | apns/connection/too-many-updates ...".
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
