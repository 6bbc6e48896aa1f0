// Package rows reads the lists of what is required of a vendor's senders and
// endpoints, each row with the cases that stand for it.
package rows

import "strings"

// Row is one row of what is required at a vendor.
type Row struct {
	ID    string // "T29", as in Case.Rows
	Name  string // "device_quota"
	Cases []string
}

// Parse reads a list, in its order. A line reads
//
//	T29 device_quota | toy/quota/device-quota toy/quota/device-quota-sender
//
// and lines that begin with # are for people.
func Parse(text string) []Row {
	var rows []Row
	for line := range strings.Lines(text) {
		head, cases, _ := strings.Cut(strings.TrimSpace(line), "|")
		if head == "" || strings.HasPrefix(head, "#") {
			continue
		}
		id, name, _ := strings.Cut(strings.TrimSpace(head), " ")
		rows = append(rows, Row{ID: id, Name: strings.TrimSpace(name), Cases: strings.Fields(cases)})
	}
	return rows
}
