package vivo

import (
	_ "embed" // for rows.txt
	"strings"
)

//go:embed rows.txt
var rowsText string

// Row is one row of what is required at vivo and the cases that stand for it: V01
// to V49 are single behaviours of its documents and answers, S01 to S12 what a
// simulator must get right, B01 and following bugs of real clients.
type Row struct {
	ID    string // "V29", as in Case.Rows
	Name  string // "device_quota"
	Cases []string
}

// Rows returns the list of rows, in its order. A line reads
// "V29 device_quota | vivo/quota/device-quota vivo/quota/device-quota-sender".
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
