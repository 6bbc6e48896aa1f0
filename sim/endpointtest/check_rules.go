package endpointtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// checkRules wants every rule to be one that the explorer can show: an id for
// good, both languages, a source, and its own place in the order.
func checkRules(h Harness, r *report) {
	ep := h.New()
	id := regexp.MustCompile(`^[A-Z]{2}-[A-Z]{3}-[0-9]{3}$`)
	seen, order := map[string]bool{}, map[string]string{}
	for _, x := range ep.Rules() {
		i := &x.Info
		if !id.MatchString(i.ID) {
			r.addf("rule %q: the id is not of the form XX-YYY-000", i.ID)
		}
		if seen[i.ID] {
			r.addf("rule %s: there are two", i.ID)
		}
		seen[i.ID] = true
		if i.Vendor != ep.Vendor() {
			r.addf("rule %s: vendor is %q", i.ID, i.Vendor)
		}
		if x.Apply == nil {
			r.addf("rule %s: it has no Apply", i.ID)
		}
		for name, text := range map[string]vendors.Text{"title": i.Title, "because": i.Because, "advice": i.Advice} {
			if text.EN == "" || text.ZH == "" {
				r.addf("rule %s: %s is missing in a language", i.ID, name)
			}
			checkHoles(r, i, name, text)
		}
		place := fmt.Sprintf("%s %d", i.Phase, i.Order)
		if other := order[place]; other != "" {
			r.addf("rule %s: order %d of phase %s is rule %s's", i.ID, i.Order, i.Phase, other)
		}
		order[place] = i.ID
		checkPlace(r, i)
		checkSource(r, i)
	}
	if len(seen) == 0 {
		r.addf("there are no rules")
	}
}

// checkHoles wants a text's holes to be ones that are filled, the same in both
// languages.
func checkHoles(r *report, i *rule.Info, name string, text vendors.Text) {
	hole := regexp.MustCompile(`\{[^{} ]+\}`)
	set := func(s string) []string {
		found := hole.FindAllString(s, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	en, zh := set(text.EN), set(text.ZH)
	if !slices.Equal(en, zh) {
		r.addf("rule %s: %s has the holes %v in English and %v in Chinese", i.ID, name, en, zh)
	}
	for _, h := range en {
		if !slices.Contains([]string{"{0}", "{1}", "{2}", "{d0}", "{d1}", "{ref}"}, h) {
			r.addf("rule %s: nothing fills %s in its %s", i.ID, h, name)
		} else if name != "because" {
			r.addf("rule %s: only because has its holes filled, not %s", i.ID, name)
		}
	}
}

func checkPlace(r *report, i *rule.Info) {
	stages := []rule.Stage{
		rule.StageAuth, rule.StageValidate, rule.StageClassify, rule.StageFilter,
		rule.StageQuota, rule.StageRate, rule.StageDeliver,
	}
	if i.Phase >= rule.Phases {
		r.addf("rule %s: no such phase", i.ID)
	}
	if !slices.Contains(stages, i.Stage) {
		r.addf("rule %s: stage %q is none of %v", i.ID, i.Stage, stages)
	}
	if i.Scope != rule.ScopeCall && i.Scope != rule.ScopeTarget {
		r.addf("rule %s: scope is %q", i.ID, i.Scope)
	}
	for _, day := range []string{i.Since, i.Until} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			r.addf("rule %s: %q is no date", i.ID, day)
		}
	}
	if i.Since != "" && i.Until != "" && i.Since >= i.Until {
		r.addf("rule %s: since %s is not before until %s", i.ID, i.Since, i.Until)
	}
}

func checkSource(r *report, i *rule.Info) {
	if i.Source == "" {
		r.addf("rule %s: no source", i.ID)
	}
	if _, err := time.Parse(time.DateOnly, i.Checked); err != nil {
		r.addf("rule %s: checked is %q", i.ID, i.Checked)
	}
	switch i.Confidence {
	case vendors.Documented, vendors.Observed, vendors.Assumed:
	default:
		r.addf("rule %s: confidence is %q", i.ID, i.Confidence)
	}
}

// checkCodes wants rules and facts to speak of the same codes.
func checkCodes(h Harness, r *report) {
	if h.Facts == nil {
		r.addf("the harness has no facts")
		return
	}
	for _, x := range h.New().Rules() {
		if x.Code == "" {
			continue
		}
		fact, known := h.Facts.Code(x.Code)
		switch {
		case !known:
			r.addf("rule %s: code %q is not among the vendor's facts", x.ID, x.Code)
		case fact.NotSimulated != "":
			r.addf("rule %s: the facts say that %q is not simulated: %s", x.ID, x.Code, fact.NotSimulated)
		}
		if x.Reason == vendors.ReasonNone {
			r.addf("rule %s: it answers %s for no reason", x.ID, x.Code)
		}
	}
}

// checkSwitches wants what a console shows to have words.
func checkSwitches(h Harness, r *report) {
	ep := h.New()
	names := map[string]bool{}
	for _, c := range ep.Counters() {
		if c.Name == "" || names[c.Name] {
			r.addf("counter %q: the name is empty or taken", c.Name)
		}
		names[c.Name] = true
		if c.Title.EN == "" || c.Title.ZH == "" {
			r.addf("counter %s: the title is missing in a language", c.Name)
		}
	}
	names = map[string]bool{}
	for _, f := range ep.Flags() {
		if f.Name == "" || names[f.Name] {
			r.addf("flag %q: the name is empty or taken", f.Name)
		}
		names[f.Name] = true
		if f.Doc.EN == "" || f.Doc.ZH == "" {
			r.addf("flag %s: it is not described in both languages", f.Name)
		}
		if f.Values != nil && f.Default != "" && !slices.Contains(f.Values, f.Default) {
			r.addf("flag %s: the default %q is none of %v", f.Name, f.Default, f.Values)
		}
	}
}

// checkPaths wants what a default site claims to be read by some method. Below a
// prefix any name may do; the story shows which.
func checkPaths(h Harness, r *report) {
	l := play(h, &report{}, sim.RuleOptions{}, nil)
	if l == nil {
		r.addf("the lab cannot be set up")
		return
	}
	defer l.Engine.Close()
	for _, site := range l.Endpoint.Sites() {
		if !site.Default {
			continue
		}
		for _, path := range site.Paths {
			if !l.reads(site.Name, path) {
				r.addf("site %s: no request to %s is read", site.Name, path)
			}
		}
	}
}

func (l *Lab) reads(site, path string) bool {
	if strings.HasSuffix(path, "/") {
		return slices.ContainsFunc(l.done, func(x played) bool { return strings.HasPrefix(x.request.Path, path) })
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE", "PATCH"} {
		c := &sim.Call{}
		l.Endpoint.Decode(&sim.Request{Method: method, Path: path, Site: site, Header: map[string][]string{}}, c)
		if c.Verb != sim.VerbUnknown {
			return true
		}
	}
	return false
}
