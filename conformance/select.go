package conformance

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// NoMatchError says that a selection names nothing there is. What was meant is
// suggested where it can be guessed.
type NoMatchError struct {
	What string // "pattern", "vendor", "feature"
	Name string
	Hint string // ready to be shown behind the error, "" if nobody knows
}

// Error implements error.
func (e *NoMatchError) Error() string {
	return fmt.Sprintf("select: no case matches %s %q%s", e.What, e.Name, e.Hint)
}

// OptionError says that the options of a run make no sense.
type OptionError struct{ Err error }

// Error implements error.
func (e *OptionError) Error() string { return e.Err.Error() }

// Unwrap gives what is wrong.
func (e *OptionError) Unwrap() error { return e.Err }

// Shard is one of Of equal parts of a selection. Which part a case is in depends
// on its id alone, so it does not move when other cases come and go. The zero
// value is everything.
type Shard struct {
	Index int // from 1
	Of    int
}

// ParseShard reads "2/4".
func ParseShard(s string) (Shard, error) {
	i, n, ok := strings.Cut(s, "/")
	index, err1 := strconv.Atoi(i)
	of, err2 := strconv.Atoi(n)
	if !ok || err1 != nil || err2 != nil {
		return Shard{}, &OptionError{fmt.Errorf("shard %q: want index/count, such as 2/4", s)}
	}
	sh := Shard{Index: index, Of: of}
	return sh, sh.check()
}

func (s Shard) check() error {
	if s == (Shard{}) || (s.Of >= 1 && s.Index >= 1 && s.Index <= s.Of) {
		return nil
	}
	return &OptionError{fmt.Errorf("shard %d/%d: want an index from 1 to the count", s.Index, s.Of)}
}

func (s Shard) has(id string) bool {
	if s.Of <= 1 {
		return true
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // a hash never fails to write
	return int(h.Sum32()%uint32(s.Of)) == s.Index-1
}

// Select returns the cases the options choose, in their order. A pattern, vendor
// or feature that matches no case is a *NoMatchError unless AllowEmpty is set.
func Select(cases []Case, o Options) ([]Case, error) {
	if err := checkSelection(cases, &o); err != nil {
		return nil, err
	}
	var failed map[string]bool
	if o.RerunFailed != nil {
		failed = map[string]bool{}
		for _, id := range o.RerunFailed.FailedIDs() {
			failed[id] = true
		}
	}
	var out []Case
	for i := range cases {
		c := &cases[i]
		if o.wants(c) && (failed == nil || failed[c.ID] || hasAlias(c, failed)) {
			out = append(out, *c)
		}
	}
	return out, nil
}

func (o *Options) wants(c *Case) bool {
	return o.Shard.has(c.ID) &&
		(len(o.Levels) == 0 || slices.Contains(o.Levels, c.Level)) &&
		(len(o.Vendors) == 0 || slices.Contains(o.Vendors, c.Vendor)) &&
		(len(o.Features) == 0 || slices.ContainsFunc(o.Features, c.hasFeature)) &&
		(len(o.Patterns) == 0 || matchesAny(o.Patterns, c))
}

// hasFeature reports whether a case is about a feature: it needs it declared, or
// stands under it in its id.
func (c *Case) hasFeature(f string) bool {
	return slices.Contains(c.Features, f) || feature(c.ID) == f
}

func matchesAny(patterns []string, c *Case) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matchesCase(p, c) })
}

func hasAlias(c *Case, ids map[string]bool) bool {
	return slices.ContainsFunc(c.Aliases, func(a string) bool { return ids[a] })
}

// checkSelection finds options that can be no one's intention.
func checkSelection(cases []Case, o *Options) error {
	if err := o.Shard.check(); err != nil {
		return err
	}
	for _, l := range o.Levels {
		if l != Must && l != Should && l != May {
			return &OptionError{fmt.Errorf("level %q: want %s, %s or %s", l, Must, Should, May)}
		}
	}
	if o.AllowEmpty {
		return nil
	}
	var errs []error
	for _, p := range o.Patterns {
		if !slices.ContainsFunc(cases, func(c Case) bool { return matchesCase(p, &c) }) {
			errs = append(errs, &NoMatchError{"pattern", p, didYouMean(p, cases)})
		}
	}
	var features []string
	var names []string
	for i := range cases {
		features = append(append(features, feature(cases[i].ID)), cases[i].Features...)
		names = append(names, string(cases[i].Vendor))
	}
	for _, f := range o.Features {
		if !slices.Contains(features, f) {
			errs = append(errs, &NoMatchError{"feature", f, suggestion(nearest(f, features))})
		}
	}
	for _, v := range o.Vendors {
		if !slices.Contains(names, string(v)) {
			errs = append(errs, &NoMatchError{"vendor", string(v), suggestion(nearest(string(v), names))})
		}
	}
	return errors.Join(errs...)
}

// didYouMean suggests what a pattern without a match was meant to be.
func didYouMean(pattern string, cases []Case) string {
	below := strings.TrimSuffix(pattern, "/") + "/**"
	var ids []string
	for i := range cases {
		if matchesCase(below, &cases[i]) {
			return suggestion(below)
		}
		ids = append(ids, cases[i].ID)
	}
	return suggestion(nearest(pattern, ids))
}

func suggestion(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", s)
}

// ParseLevels reads levels in any case, separated by commas: "must,should".
func ParseLevels(s string) ([]Level, error) {
	var out []Level
	for _, w := range strings.Split(s, ",") {
		l := Level(strings.ToUpper(strings.TrimSpace(w)))
		if l != Must && l != Should && l != May {
			return nil, &OptionError{fmt.Errorf("level %q: want must, should or may", w)}
		}
		out = append(out, l)
	}
	return out, nil
}

// Find returns the case with an id, or an alias. The error suggests the nearest id.
func Find(cases []Case, id string) (*Case, error) {
	for i := range cases {
		if cases[i].ID == id || slices.Contains(cases[i].Aliases, id) {
			return &cases[i], nil
		}
	}
	return nil, &NoMatchError{"id", id, didYouMean(id, cases)}
}

// Validate checks that cases are complete and that ids and aliases are unique.
func Validate(cases []Case) error {
	var errs []error
	seen := map[string]bool{}
	for i := range cases {
		c := &cases[i]
		for _, id := range append([]string{c.ID}, c.Aliases...) {
			if seen[id] {
				errs = append(errs, fmt.Errorf("case %s: id or alias %q is taken", c.ID, id))
			}
			seen[id] = true
		}
		if problem := incomplete(c); problem != "" {
			errs = append(errs, fmt.Errorf("case %q: %s", c.ID, problem))
		}
	}
	return errors.Join(errs...)
}

func incomplete(c *Case) string {
	switch {
	case c.ID == "" || strings.ContainsAny(c.ID, "* \t\n#"):
		return "the id is empty or has a character that patterns use"
	case c.Vendor == vendors.Vendor(""):
		return "no vendor"
	case c.Direction != Sender && c.Direction != Endpoint:
		return fmt.Sprintf("direction %q; want %s or %s", c.Direction, Sender, Endpoint)
	case c.Level != Must && c.Level != Should && c.Level != May:
		return fmt.Sprintf("level %q; want %s, %s or %s", c.Level, Must, Should, May)
	case c.Run == nil && c.Disabled == "":
		return "no Run function, and no reason why it is disabled"
	}
	return ""
}
