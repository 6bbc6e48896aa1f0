package conformance

import (
	"errors"

	"github.com/offpush/offpush/vendors"
)

// Overrider is a Session whose sender takes its vendor's own fields: what the neutral
// message has no word for, such as a vendor's priorities and kinds of push. Cases that
// need it are skipped where the session is none, and where its error wraps
// errors.ErrUnsupported.
type Overrider interface {
	// Override reads one JSON object with the vendor's field names into what the
	// sender takes as one of a message's Overrides.
	Override(fields []byte) (vendors.Override, error)
}

// Override is Overrider.Override for this case's session. A sender that refuses its
// vendor's fields fails the case: the fields in cases are the vendor's documented ones.
func (t *T) Override(fields string) vendors.Override {
	o, ok := part[Overrider](t.session)
	if !ok {
		t.Skipf("the subject takes no vendor's own fields")
	}
	out, err := o.Override([]byte(fields))
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skipf("the vendor's own fields: %v", err)
	}
	if err != nil {
		t.Fatalf("the vendor's own fields %s are refused: %v", fields, err)
	}
	return out
}
