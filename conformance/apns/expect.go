package apns

import (
	"strings"

	"github.com/offpush/offpush/conformance/kit"
)

// accepted says that an answer must be Apple's yes: 200, an apns-id, no body.
func (b *bench) accepted(a kit.Answer) kit.Answer {
	switch {
	case a.Status != 200:
		b.T.Errorf("%v, want 200", a)
	case len(a.Raw) > 0:
		b.T.Errorf("%v, want an empty body", a)
	case !isUUID(a.ID()):
		b.T.Errorf("%v with apns-id %q, want a UUID", a, a.ID())
	}
	return a
}

// refused says that an answer must be this status and reason, and only answers about
// dead tokens have a timestamp.
func (b *bench) refused(a kit.Answer, status int, reason string) kit.Answer {
	if !isUUID(a.ID()) {
		b.T.Errorf("%v with apns-id %q, want a UUID", a, a.ID())
	}
	return b.refusedAnyID(a, status, reason)
}

// refusedAnyID is refused for a request whose own apns-id is none: Apple does not say
// which one the answer has then.
func (b *bench) refusedAnyID(a kit.Answer, status int, reason string) kit.Answer {
	switch {
	case a.Status != status || a.Code() != reason:
		b.T.Errorf("%v, want %d %s", a, status, reason)
	case !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json"):
		b.T.Errorf("%v with content-type %q, want application/json", a, a.Header.Get("Content-Type"))
	case status != 410 && a.JSON["timestamp"] != nil:
		b.T.Errorf("%v: a timestamp belongs to status 410", a)
	}
	return a
}
