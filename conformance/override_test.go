package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/offpush/offpush/vendors"
)

// ownFields are the toy vendor's.
type ownFields struct {
	Loud bool `json:"loud"`
}

func (ownFields) OverrideFor() vendors.Vendor { return toy }

// ownSession is a session that takes its vendor's own fields, or says that it does not.
type ownSession struct {
	*fakeSession
	err error
}

func (s ownSession) Override(fields []byte) (vendors.Override, error) {
	var o ownFields
	if s.err != nil {
		return nil, s.err
	}
	return o, json.Unmarshal(fields, &o)
}

// ownSubject opens own sessions; nil is one without the ability.
type ownSubject struct {
	*fakeSubject
	own *ownSession
}

func (s ownSubject) Open(ctx context.Context, o SessionOptions) (Session, error) {
	in, err := s.fakeSubject.Open(ctx, o)
	if err != nil || s.own == nil {
		return in, err
	}
	own := *s.own
	own.fakeSession, _ = in.(*fakeSession)
	return own, nil
}

func TestOverride(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		session *ownSession
		fields  string
		want    Status
	}{
		"taken":                      {&ownSession{}, `{"loud":true}`, StatusPassed},
		"no such ability":            {nil, `{"loud":true}`, StatusSkipped},
		"not for this vendor":        {&ownSession{err: fmt.Errorf("toy: %w", errors.ErrUnsupported)}, `{}`, StatusSkipped},
		"a documented field refused": {&ownSession{err: errors.New(`no field "loud"`)}, `{"loud":true}`, StatusFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := ownSubject{&fakeSubject{}, c.session}
			run := func(t *T) {
				if o, ok := t.Override(c.fields).(ownFields); !ok || !o.Loud {
					t.Errorf("the override is %#v, want it loud", o)
				}
			}
			for _, s := range []Subject{subject, Mutate(subject, &Mutant{Sender: func(s TestedSender) TestedSender { return s }})} {
				results, err := Run(t.Context(), s, []Case{toyCase("say/own", run)}, Options{AllowEmpty: true})
				if err != nil {
					t.Fatal(err)
				}
				if got := results.Cases[0]; got.Status != c.want {
					t.Errorf("%s (%s), want %s", got.Status, got.Reason, c.want)
				}
			}
		})
	}
}
