package mutant

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// SecretsLogged writes the credentials it was opened with into its log.
func SecretsLogged() conformance.Mutant {
	return conformance.Mutant{Name: "secrets-logged",
		Title:   vendors.Text{EN: "credentials are in the log", ZH: "日志中出现密钥"},
		Session: func(s conformance.Session) conformance.Session { return &talkative{Session: s} }}
}

type talkative struct {
	conformance.Session

	mu  sync.Mutex
	log strings.Builder
}

// Sender implements conformance.Session.
func (t *talkative) Sender(app sim.AppSpec) (conformance.TestedSender, error) {
	t.mu.Lock()
	for _, name := range slices.Sorted(maps.Keys(app.Credentials)) {
		fmt.Fprintf(&t.log, "level=DEBUG msg=open app=%s %s=%s\n", app.ID, name, app.Credentials[name])
	}
	t.mu.Unlock()
	return t.Session.Sender(app)
}

// Logs implements conformance.Session.
func (t *talkative) Logs() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Session.Logs() + t.log.String()
}

// AppsShared keeps one sender, with one access token, for all apps.
func AppsShared() conformance.Mutant {
	return conformance.Mutant{Name: "apps-shared",
		Title:   vendors.Text{EN: "all apps use the first one's access token", ZH: "多个应用共用同一个令牌"},
		Session: func(s conformance.Session) conformance.Session { return &sharing{Session: s} }}
}

type sharing struct {
	conformance.Session

	mu    sync.Mutex
	first conformance.TestedSender
}

// Sender implements conformance.Session.
func (s *sharing) Sender(app sim.AppSpec) (conformance.TestedSender, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first != nil {
		return s.first, nil
	}
	sender, err := s.Session.Sender(app)
	if err == nil {
		s.first = sender
	}
	return sender, err
}
