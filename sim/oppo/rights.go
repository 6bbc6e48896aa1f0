package oppo

import (
	oppofacts "github.com/offpush/offpush/fixtures/oppo"
	"github.com/offpush/offpush/vendors"
)

// Rights are the classes of communication and service the platform approved, and what
// is applied for beside them.
func (*Endpoint) Rights() []string {
	rights := []string{rightStrong, rightValueAdded}
	for _, c := range oppofacts.Facts().Categories {
		if c.Class == vendors.ClassTransactional {
			rights = append(rights, string(c.Category))
		}
	}
	return rights
}
