package fault

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/offpush/offpush/vendors"
)

// Set holds the faults of a running server. Its methods are safe for concurrent
// use; a set without faults costs a request one atomic load.
type Set struct {
	seed    uint64
	known   []vendors.Vendor
	network vendors.Clock

	size   atomic.Int32
	mu     sync.Mutex
	faults []*active
	named  int // for names nobody gave
}

// active is a fault with its counters, which the set's lock guards.
type active struct {
	Fault
	effect effect
	seen   int
	struck int
}

// State is a fault and how often it was asked and struck.
type State struct {
	Fault  Fault `json:"fault"`
	Seen   int   `json:"seen"`
	Struck int   `json:"struck"`
}

// SetOptions configure a Set; nil means defaults.
type SetOptions struct {
	// Vendors are those a fault may name; none: any.
	Vendors []vendors.Vendor
	// Network is the time delays pass in; nil: the machine's, because the time-outs
	// of a sender pass in it too.
	Network vendors.Clock
}

// NewSet returns an empty set whose draws follow from seed.
func NewSet(seed uint64, opts *SetOptions) *Set {
	s := &Set{seed: seed, network: vendors.SystemClock{}}
	if opts != nil {
		s.known = slices.Clone(opts.Vendors)
		if opts.Network != nil {
			s.network = opts.Network
		}
	}
	return s
}

// Add checks a fault and puts it after the others. A fault without a name gets
// one, such as "html-1"; it is returned as it was added.
func (s *Set) Add(f Fault) (Fault, error) {
	if err := f.Check(); err != nil {
		return f, err
	}
	if f.Vendor != "" && len(s.known) > 0 && !slices.Contains(s.known, f.Vendor) {
		names := make([]string, len(s.known))
		for i, v := range s.known {
			names[i] = string(v)
		}
		return f, fmt.Errorf("fault %s: no vendor %q here; %s", f.Kind, f.Vendor, suggest(string(f.Vendor), names))
	}
	e, err := effectOf(f.Kind)
	if err != nil {
		return f, err
	}
	named := f.Name != ""
	s.mu.Lock()
	defer s.mu.Unlock()
	for f.Name == "" || (!named && s.find(f.Name) >= 0) {
		s.named++
		f.Name = fmt.Sprintf("%s-%d", f.Kind, s.named)
	}
	if s.find(f.Name) >= 0 {
		return f, fmt.Errorf("fault %s: there is one named %q already; remove it first, or choose another name", f.Kind, f.Name)
	}
	s.faults = append(s.faults, &active{Fault: f, effect: e})
	s.size.Store(int32(len(s.faults)))
	return f, nil
}

func (s *Set) find(name string) int {
	return slices.IndexFunc(s.faults, func(a *active) bool { return a.Name == name })
}

// Remove takes a fault away by name.
func (s *Set) Remove(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(name)
	if i < 0 {
		names := make([]string, len(s.faults))
		for j, a := range s.faults {
			names[j] = a.Name
		}
		if len(names) == 0 {
			return fmt.Errorf("fault: none is named %q; there are no faults", name)
		}
		return fmt.Errorf("fault: none is named %q; there are %s", name, strings.Join(names, ", "))
	}
	s.faults = slices.Delete(s.faults, i, i+1)
	s.size.Store(int32(len(s.faults)))
	return nil
}

// Clear takes all faults away.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.named = nil, 0
	s.size.Store(0)
}

// List returns the faults in order of adding.
func (s *Set) List() []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]State, len(s.faults))
	for i, a := range s.faults {
		out[i] = State{Fault: a.Fault, Seen: a.seen, Struck: a.struck}
	}
	return out
}

// Strikes are the faults that hit one request, in order. The zero value hits
// nothing.
type Strikes struct {
	set  *Set
	hits []hit
}

type hit struct {
	fault  Fault
	effect effect
}

// For draws which faults hit a request.
func (s *Set) For(vendor vendors.Vendor, path string) Strikes {
	if s.size.Load() == 0 {
		return Strikes{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Strikes{set: s}
	for _, a := range s.faults {
		if a.hits(s.seed, vendor, path) {
			out.hits = append(out.hits, hit{a.Fault, a.effect})
		}
	}
	return out
}

// hits counts a request and reports whether the fault strikes it.
func (a *active) hits(seed uint64, vendor vendors.Vendor, path string) bool {
	if (a.Vendor != "" && a.Vendor != vendor) || !strings.HasSuffix(path, a.Path) {
		return false
	}
	a.seen++
	if a.seen <= a.Skip || (a.Times > 0 && a.struck >= a.Times) {
		return false
	}
	if a.Rate > 0 && a.Rate < 1 && draw(seed, a.Name, a.seen) >= a.Rate {
		return false
	}
	a.struck++
	return true
}

// draw is a number in [0,1) that depends on the seed, the fault and how many
// requests it saw, so that one fault's draws do not move another's.
func draw(seed uint64, name string, n int) float64 {
	h := seed ^ uint64(n)*0x9e3779b97f4a7c15
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9 // the finaliser of splitmix64
	h = (h ^ (h >> 27)) * 0x94d049bb133111eb
	h ^= h >> 31
	return float64(h>>11) / (1 << 53)
}

// Any reports whether a fault hits the request.
func (s Strikes) Any() bool { return len(s.hits) > 0 }

// Names are the names of the faults that hit, for the event.
func (s Strikes) Names() []string {
	if len(s.hits) == 0 {
		return nil
	}
	names := make([]string, len(s.hits))
	for i := range s.hits {
		names[i] = s.hits[i].fault.Name
	}
	return names
}

// Before lets faults strike before the vendor looks at the request. The first
// one that does not let it pass decides.
func (s Strikes) Before(ctx context.Context, r *Reaction) Next { return s.strike(ctx, r, false) }

// After lets faults strike at the vendor's answer.
func (s Strikes) After(ctx context.Context, r *Reaction) Next { return s.strike(ctx, r, true) }

func (s Strikes) strike(ctx context.Context, r *Reaction, late bool) Next {
	next := Proceed
	for i := range s.hits {
		h := &s.hits[i]
		if (h.fault.Late || h.effect.late) != late || next == Reply && !h.effect.late {
			continue
		}
		switch n := h.effect.strike(ctx, s.set, &h.fault, r); n {
		case Proceed:
		case Reply:
			next = Reply
		case ResetConn, NeverReply:
			return n
		}
	}
	return next
}
