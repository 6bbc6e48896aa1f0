package endpointtest

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/offpush/offpush/sim"
)

// checkStory plays the story and wants it to reach every operation of the default
// sites' exact paths.
func checkStory(h Harness, r *report) {
	l := play(h, r, sim.RuleOptions{}, nil)
	if l == nil {
		return
	}
	defer l.Engine.Close()
	if len(l.done) == 0 {
		r.addf("the story sends nothing")
	}
	for _, site := range l.Endpoint.Sites() {
		for _, path := range site.Paths {
			if site.Default && path[len(path)-1] != '/' && !slices.Contains(h.Closed, path) &&
				!slices.ContainsFunc(l.done, func(x played) bool { return sim.MatchPath(path, x.request.Path) }) {
				r.addf("the story sends nothing to %s", path)
			}
		}
	}
}

// checkUnknownFields plays the story with a member more in every body: vendors add
// fields, senders send them, and nobody refuses but those who say so.
func checkUnknownFields(h Harness, r *report) {
	plain := play(h, r, sim.RuleOptions{}, nil)
	if plain == nil {
		return
	}
	defer plain.Engine.Close()
	exact := func(q *sim.Request) bool { return h.Exact != nil && h.Exact(q) && isJSON(q.Body) }
	more := play(h, r, sim.RuleOptions{}, func(l *Lab) {
		l.alter = func(q *sim.Request) {
			if !exact(q) {
				addUnknown(q)
			}
			if h.Resign != nil {
				h.Resign(l, q)
			}
		}
	})
	if more == nil {
		return
	}
	defer more.Engine.Close()
	compare(r, "with an unknown field", plain.done, more.done)
	checkExact(h, r, plain.done, exact)
}

// checkExact repeats the story's requests to operations that take no unknown member.
func checkExact(h Harness, r *report, done []played, exact func(*sim.Request) bool) {
	if h.Exact == nil {
		return
	}
	tried := false
	refusing := play(h, r, sim.RuleOptions{}, func(l *Lab) {
		l.lenient = true
		l.alter = func(q *sim.Request) {
			if exact(q) {
				addUnknown(q)
				tried = true
			}
		}
	})
	if refusing == nil {
		return
	}
	defer refusing.Engine.Close()
	if !tried {
		r.addf("no request of the story is to an operation that takes no unknown member")
	}
	for i := range min(len(done), len(refusing.done)) {
		if p := refusing.done[i]; exact(&p.request) && p.answer.Code == refusing.Endpoint.Success() {
			r.addf("%s: an unknown member is taken: %d %s", p.name, p.answer.Status, p.answer.Body)
		}
	}
}

func addUnknown(q *sim.Request) {
	switch {
	case isJSON(q.Body):
		rest := bytes.TrimSpace(q.Body[1:])
		q.Body = []byte(`{"x_not_a_field":{"a":[1,null,"}"]}`)
		if rest[0] != '}' {
			q.Body = append(q.Body, ',')
		}
		q.Body = append(q.Body, rest...)
	case len(q.Body) > 0:
		q.Body = append(q.Body, "&x_not_a_field=1"...)
	}
}

// checkDeterminism plays the story twice.
func checkDeterminism(h Harness, r *report) {
	first, second := play(h, r, sim.RuleOptions{}, nil), play(h, r, sim.RuleOptions{}, nil)
	if first == nil || second == nil {
		return
	}
	defer first.Engine.Close()
	defer second.Engine.Close()
	compare(r, "the second time", first.done, second.done)
	a, _ := first.Engine.Events(0, 1<<20)
	b, _ := second.Engine.Events(0, 1<<20)
	if len(a) != len(b) {
		r.addf("%d events the first time, %d the second", len(a), len(b))
		return
	}
	for i := range a {
		if !reflect.DeepEqual(a[i], b[i]) {
			r.addf("event %d is\n%+v the first time and\n%+v the second", i, a[i], b[i])
		}
	}
}

func compare(r *report, what string, a, b []played) {
	if len(a) != len(b) {
		r.addf("%s the story has %d requests instead of %d", what, len(b), len(a))
		return
	}
	for i := range a {
		if !reflect.DeepEqual(a[i].answer, b[i].answer) {
			r.addf("%s: %s is answered %d %s instead of %d %s", a[i].name, what,
				b[i].answer.Status, b[i].answer.Body, a[i].answer.Status, a[i].answer.Body)
		}
	}
}

// checkWithout plays the story once per rule, with that rule taken out: the suite
// is proven that way, so nothing may lean on a rule being there.
func checkWithout(h Harness, r *report) {
	for _, x := range h.New().Rules() {
		l := play(h, r, sim.RuleOptions{Without: []string{x.ID}}, func(l *Lab) { l.lenient = true })
		if l == nil {
			continue
		}
		for _, bad := range []string{"", "null", "{}", "[1]"} {
			for _, e := range l.done {
				q := clone(&e.request)
				q.Body = []byte(bad)
				l.submit("without "+x.ID+": "+label(e.name, q), q)
				q.Header = nil
				l.submit("without "+x.ID+" and headers: "+label(e.name, q), q)
			}
		}
		l.Engine.Close()
	}
}

// checkEditions plays the story on every day on which a rule changes, and in every
// profile.
func checkEditions(h Harness, r *report) {
	days := map[string]bool{"2000-01-01": true}
	for _, x := range h.New().Rules() {
		for _, day := range []string{x.Since, x.Until} {
			if day != "" {
				days[day] = true
			}
		}
	}
	options := []sim.RuleOptions{{Profile: sim.Lenient}, {Profile: sim.Strict}}
	for day := range days {
		options = append(options, sim.RuleOptions{Date: day})
	}
	for _, o := range options {
		l := play(h, r, o, func(l *Lab) { l.lenient = true })
		if l != nil {
			l.Engine.Close()
		}
	}
}
