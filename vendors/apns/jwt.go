package apns

import (
	"crypto/ecdsa"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
)

// renewAfter is the age at which a provider token is replaced: inside Apple's 20 to
// 60 minutes, with ten minutes left for requests in flight and clocks that differ.
const renewAfter = 50 * time.Minute

// backward is how far a clock may step back before a token that is suddenly from
// the future is replaced: a correction of seconds must not cost a new token.
const backward = time.Minute

// signer mints the provider token and keeps it. It is safe for concurrent use.
type signer struct {
	clock         vendors.Clock
	redactor      *redact.Redactor
	key           *ecdsa.PrivateKey
	keyID, teamID string
	life          time.Duration // APNs refuses an older one
	pause         time.Duration // APNs refuses a newer one before

	mu       sync.Mutex
	current  minted
	previous minted
	forced   time.Time // when APNs last made us renew early
	held     time.Time // until then current is kept, if it can be
}

// minted is one provider token.
type minted struct {
	value string
	at    time.Time
}

func newSigner(clock vendors.Clock, r *redact.Redactor, id identity, l limits) *signer {
	return &signer{
		clock: clock, redactor: r, key: id.key, keyID: id.keyID, teamID: id.teamID,
		life: l.jwtAge, pause: l.jwtRenew,
	}
}

// token returns the provider token to use now, minting one if it is time.
func (s *signer) token() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	age := now.Sub(s.current.at)
	switch {
	case s.current.value == "", age < -backward, age >= s.life:
	case age < renewAfter, now.Before(s.held):
		return s.current.value, nil
	}
	return s.mint(now)
}

// renew replaces refused, which APNs called expired. Of many callers refused
// together one mints; the others get its token. It reports false when a new one
// would be too early: APNs refuses more than one in 20 minutes, so a clock that is
// wrong must not produce one per message.
func (s *signer) renew(refused string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	if s.current.value != refused {
		return s.current.value, true
	}
	if !s.forced.IsZero() && now.Sub(s.forced) >= 0 && now.Sub(s.forced) < s.pause {
		return "", false
	}
	value, err := s.mint(now)
	if err != nil {
		return "", false
	}
	s.forced = now
	return value, true
}

// goBack returns to the token before refused, which APNs called too new, and keeps
// it while it lives. It reports false when there is none.
func (s *signer) goBack(refused string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	if s.current.value != refused {
		return s.current.value, true
	}
	s.held = now.Add(s.pause)
	if s.previous.value == "" || now.Sub(s.previous.at) >= s.life {
		return "", false
	}
	s.current, s.previous = s.previous, minted{}
	return s.current.value, true
}

// wait is how long APNs takes no new token after it called one too new.
func (s *signer) wait() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(0, s.held.Sub(s.clock.Now()))
}

// mint runs with the lock held.
func (s *signer) mint(now time.Time) (string, error) {
	value, err := mint(s.key, s.keyID, s.teamID, now)
	if err != nil {
		return "", err
	}
	s.redactor.AddToken(vendors.Secret(value))
	s.previous, s.current = s.current, minted{value: value, at: now}
	return value, nil
}

// mint signs a provider token. The header has no typ: Apple asks for alg and kid.
func mint(key *ecdsa.PrivateKey, keyID, teamID string, now time.Time) (string, error) {
	t := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{"iss": teamID, "iat": now.Unix()})
	delete(t.Header, "typ")
	t.Header["kid"] = keyID
	value, err := t.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("sign provider token: %w", err)
	}
	return value, nil
}
