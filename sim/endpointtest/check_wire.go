package endpointtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
)

// corpus are bodies that no vendor asked for.
func corpus() [][]byte {
	texts := []string{
		"", " ", "null", "true", "0", `""`, "[]", "{}", "{", "}", "[", `{"`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,}`,
		`{"a":1}{"b":2}`, `{"a":"\ud800"}`, `{"\u0000":"\u0000"}`, "{\"a\":\"\x00\"}", "{\"a\":\"\xff\xfe\"}",
		"\xef\xbb\xbf{}", `{"a":1e999}`, `{"a":-0}`, `{"a":123456789012345678901234567890}`,
		"a=b&c=%zz", "%", "a=1;b=2", "<xml/>", "<html><body>502</body></html>", "\x1f\x8b\x08\x00\x00",
		strings.Repeat("[", 20000), strings.Repeat(`{"a":`, 20000), `{"` + strings.Repeat("k", 70000) + `":1}`,
		`{"a":"` + strings.Repeat("字", 70000) + `"}`, strings.Repeat("a=b&", 20000),
	}
	out := make([][]byte, len(texts))
	for i, s := range texts {
		out[i] = []byte(s)
	}
	return out
}

// checkNasty sends the corpus to every path with every method, with the headers of
// the good requests and without any.
func checkNasty(h Harness, r *report) {
	l := play(h, r, sim.RuleOptions{}, nil)
	if l == nil {
		return
	}
	defer l.Engine.Close()
	good := slices.Clone(l.done)
	for _, body := range corpus() {
		for _, e := range good {
			q := clone(&e.request)
			q.Body = body
			l.submit(label(e.name, q), q)
		}
	}
	for _, e := range good {
		q := clone(&e.request)
		q.Header = nil
		l.submit("without headers: "+label(e.name, q), q)
		q.Truncated = true
		l.submit("truncated: "+label(e.name, q), q)
		for _, query := range []string{"", "%zz", "a=1&a=2", "taskIds=", strings.Repeat("x=1&", 5000)} {
			q := clone(&e.request)
			q.Query = query
			l.submit(label(e.name, q), q)
		}
		for _, method := range []string{"", "GET", "POST", "PUT", "DELETE", "HEAD", "BREW"} {
			q := clone(&e.request)
			q.Method = method
			l.submit(label(e.name, q), q)
		}
		for _, path := range []string{"", "/", "//", "/no/such/path", e.request.Path + "/", e.request.Path + "/x"} {
			q := clone(&e.request)
			q.Path = path
			l.submit(label(e.name, q), q)
		}
	}
	l.Engine.Clock().Settle()
	l.checkFates()
}

// checkWrongTypes replaces each member of each good JSON body by a value of every
// type.
func checkWrongTypes(h Harness, r *report) {
	l := play(h, r, sim.RuleOptions{}, nil)
	if l == nil {
		return
	}
	defer l.Engine.Close()
	values := []string{
		`null`, `true`, `false`, `0`, `-1`, `1.5`, `1e30`, `9223372036854775808`, `"1"`, `""`, `"x"`,
		`[]`, `{}`, `[null]`, `[{"a":1}]`, `{"a":{"b":[]}}`, `{"":null}`,
	}
	for _, e := range slices.Clone(l.done) {
		var members map[string]json.RawMessage
		if !isJSON(e.request.Body) || json.Unmarshal(e.request.Body, &members) != nil {
			continue
		}
		for name, was := range members {
			for _, v := range values {
				members[name] = json.RawMessage(v)
				q := clone(&e.request)
				q.Body, _ = json.Marshal(members)
				l.submit(label(e.name, q), q)
			}
			members[name] = was
		}
	}
	l.Engine.Clock().Settle()
	l.checkFates()
}

// mutants is how many broken copies of every good request are sent.
const mutants = 300

// checkMutations breaks good requests at random, the same way in every run.
func checkMutations(h Harness, r *report) {
	l := play(h, r, sim.RuleOptions{}, nil)
	if l == nil {
		return
	}
	defer l.Engine.Close()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:forbidigo // a fixed seed: every run is the same
	for _, e := range slices.Clone(l.done) {
		for range mutants {
			q := clone(&e.request)
			switch len(q.Body) {
			case 0:
				q.Query = string(mutate(random, []byte(q.Query+"=")))
			default:
				q.Body = mutate(random, q.Body)
			}
			l.submit(label(e.name, q), q)
		}
	}
	l.Engine.Clock().Settle()
	l.checkFates()
}

// mutate changes one to three places of b.
func mutate(random *rand.Rand, b []byte) []byte {
	b = bytes.Clone(b)
	bits := []byte("{}[]\",:\\0123456789-.eE ntfu\x00\xff")
	for range 1 + random.IntN(3) {
		i := random.IntN(len(b))
		j := i + random.IntN(len(b)-i)
		switch random.IntN(5) {
		case 0:
			b[i] = bits[random.IntN(len(bits))]
		case 1:
			b = slices.Insert(b, i, bits[random.IntN(len(bits))])
		case 2: // a piece lost
			b = slices.Delete(b, i, j)
		case 3: // a piece twice
			b = slices.Insert(b, j, bytes.Clone(b[i:j])...)
		case 4:
			b[i] ^= 1 << random.IntN(8)
		}
		if len(b) == 0 {
			b = []byte{' '}
		}
	}
	return b
}

// checkZeroDecision wants Encode to write something for decisions no rule made.
func checkZeroDecision(h Harness, r *report) {
	l := play(h, r, sim.RuleOptions{}, nil)
	if l == nil {
		return
	}
	defer l.Engine.Close()
	requests := []sim.Request{{Header: http.Header{}}}
	for _, e := range l.done {
		requests = append(requests, e.request)
	}
	for i := range requests {
		q := &requests[i]
		r.guard(label("zero decision", q), func() {
			c := &sim.Call{Request: q}
			l.Endpoint.Decode(q, c)
			var w sim.Response
			l.Endpoint.Encode(c, &sim.Decision{}, &w)
			a := Answer{Status: w.Status, Type: w.Type, Body: w.Body}
			l.checkAnswer(label("zero decision", q), &a)
			l.Endpoint.Encode(&sim.Call{Request: q}, &sim.Decision{}, &sim.Response{})
		})
	}
}

// checkKeeping scribbles over a request after it was decoded: the call must have
// its own copy of everything, because bodies are reused.
func checkKeeping(h Harness, r *report) {
	l := play(h, r, sim.RuleOptions{}, nil)
	if l == nil {
		return
	}
	defer l.Engine.Close()
	for _, e := range l.done {
		q := clone(&e.request)
		c := &sim.Call{Request: q, At: l.Now()}
		l.Endpoint.Decode(q, c)
		before := words(c)
		for i := range q.Body {
			q.Body[i] = '#'
		}
		if after := words(c); after != before {
			r.addf("%s: the call changed with the body it was read from:\n%s\n%s", e.name, before, after)
		}
	}
}

// words are the texts of a call, copied.
func words(c *sim.Call) string {
	m := &c.Message
	all := []string{
		c.Op, c.AppRef, c.Access, c.MessageRef, c.Key, m.Title, m.Body, m.Category, m.Collapse,
		m.Data, m.Receipt.URL, m.Receipt.ID, m.Receipt.Param, fmt.Sprintf("%+v", c.Wire),
	}
	for _, t := range c.Targets {
		all = append(all, t.Name)
	}
	all = append(all, m.Audience.Any...)
	all = append(all, m.Audience.Every...)
	return strings.Join(all, "|")
}
