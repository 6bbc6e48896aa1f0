package fcm

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/formscan"
)

// The operations.
const (
	opToken  = "token"
	opSend   = "messages:send"
	opAdd    = "batchAdd"
	opRemove = "batchRemove"
	opInfo   = "info"
	opCreate = "topicSubscriptions.create"
	opList   = "topicSubscriptions.list"
	opGet    = "topicSubscriptions.get"
	opPatch  = "topicSubscriptions.patch"
	opDelete = "topicSubscriptions.delete"

	opLegacy = "legacy send"
	opBatch  = "batch"
	opNoPath = "unknown path"
)

// Push is a decoded call of the push hosts.
type Push struct {
	Project     string // as in the path; empty at the topic service
	Unversioned bool   // the path has no /v1
	Login       bool   // there is an Authorization header
	TokenAuth   bool   // access_token_auth: true
	// One of these, by the operation.
	Send  *Body
	Batch *BatchBody
	// Registration and Topic of a subscription in a path.
	Registration, Topic string
	Query               url.Values
}

// Decode reads a request of any operation.
func (e *Endpoint) Decode(r *sim.Request, c *sim.Call) {
	c.Request = r
	if loginPath(r.Path) && r.Method == http.MethodPost {
		c.Op, c.Verb = opToken, sim.VerbAuth
		e.readLogin(c)
		return
	}
	to := route(r.Method, r.Path)
	c.Op = to.op
	switch to.op {
	case opLegacy:
		c.Verb = sim.VerbSend
		return
	case opBatch:
		c.Verb = sim.VerbBatch
		return
	case opNoPath:
		return
	}
	p := pushOf(c.Reuse, to.op)
	p.Project, p.Unversioned, p.Registration, p.Topic = to.project, to.unversioned, to.registration, to.topic
	c.Wire = p
	p.Login = len(r.Header["Authorization"]) > 0
	p.TokenAuth = r.Header.Get("access_token_auth") == "true"
	c.Access, c.AppRef = bearer(r.Header), to.project
	if digits(to.project) {
		c.CredentialRef = numberName(to.project)
	}
	switch to.op {
	case opSend:
		e.readSend(c, p)
	case opAdd, opRemove:
		c.Verb = sim.VerbManage
		readBatch(c, p)
	default:
		readRegistration(c, p)
	}
}

// loginPath reports whether a path is one of the token endpoint's three.
func loginPath(path string) bool {
	return path == "/token" || path == "/oauth2/v4/token" || path == "/o/oauth2/token"
}

// way is where a path leads.
type way struct {
	op, project, registration, topic string
	unversioned                      bool
}

// route reads method and path. /fcm/send arrives as /send where the first segment was
// taken for the name of the simulator's vendor.
func route(method, path string) way {
	post := method == http.MethodPost
	switch {
	case (path == "/fcm/send" || path == "/send") && post:
		return way{op: opLegacy}
	case path == "/batch" && post:
		return way{op: opBatch}
	case path == "/iid/v1:batchAdd" && post:
		return way{op: opAdd}
	case path == "/iid/v1:batchRemove" && post:
		return way{op: opRemove}
	}
	if token, ok := strings.CutPrefix(path, "/iid/info/"); ok && token != "" && method == http.MethodGet {
		return way{op: opInfo, registration: token}
	}
	rest, versioned := strings.CutPrefix(path, "/v1/projects/")
	if !versioned {
		var ok bool
		if rest, ok = strings.CutPrefix(path, "/projects/"); !ok {
			return way{op: opNoPath}
		}
	}
	parts := strings.Split(rest, "/")
	switch {
	case len(parts) == 2 && parts[0] != "" && parts[1] == opSend && post:
		return way{op: opSend, project: parts[0], unversioned: !versioned}
	case len(parts) >= 4 && versioned && parts[0] != "" && parts[1] == "registrations" && parts[3] == "topicSubscriptions":
		return subscription(method, parts)
	}
	return way{op: opNoPath}
}

func subscription(method string, parts []string) way {
	to := way{project: parts[0], registration: parts[2], op: opNoPath}
	if len(parts) > 5 || to.registration == "" {
		return way{op: opNoPath}
	}
	if len(parts) == 4 {
		switch method {
		case http.MethodPost:
			to.op = opCreate
		case http.MethodGet:
			to.op = opList
		}
		return to
	}
	to.topic = parts[4]
	switch method {
	case http.MethodGet:
		to.op = opGet
	case http.MethodPatch:
		to.op = opPatch
	case http.MethodDelete:
		to.op = opDelete
	}
	return to
}

// pushOf is an empty Push for an operation, in the memory of an earlier one if that is
// at hand.
func pushOf(reuse any, op string) *Push {
	switch op {
	case opSend:
		if old, _ := reuse.(*Push); old != nil && old.Send != nil {
			old.Send.reset()
			*old = Push{Send: old.Send}
			return old
		}
		return &Push{Send: &Body{}}
	case opAdd, opRemove:
		return &Push{Batch: &BatchBody{}}
	}
	return &Push{}
}

// bearer is the access token of the Authorization header. Nothing is trimmed.
func bearer(h http.Header) string {
	v := h["Authorization"]
	if len(v) == 0 {
		return ""
	}
	scheme, token, _ := strings.Cut(v[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// Login is the form of the token endpoint.
type Login struct {
	GrantType string
	Assertion *assertion // nil: none was sent
}

func (e *Endpoint) readLogin(c *sim.Call) {
	l := &Login{}
	c.Wire = l
	if c.Request.Truncated {
		return
	}
	form := formscan.Pairs(c.Request.Body)
	l.GrantType, _ = formscan.Get(form, "grant_type")
	raw, _ := formscan.Get(form, "assertion")
	if raw == "" {
		return
	}
	l.Assertion = e.assertions.get(raw)
	c.CredentialRef = accountName(l.Assertion.iss)
}

// readRegistration reads the calls that name one registration in their path.
func readRegistration(c *sim.Call, p *Push) {
	c.Targets = append(c.Targets[:0], sim.Target{Kind: sim.ByToken, Name: p.Registration})
	p.Query, _ = url.ParseQuery(c.Request.Query) // what could be read counts
	switch c.Op {
	case opInfo, opList, opGet:
		c.Verb = sim.VerbQuery
	case opCreate:
		c.Verb = sim.VerbManage
		p.Topic = p.Query.Get("topicName")
		if p.Topic == "" {
			p.Topic = p.Query.Get("topic_name")
		}
	default:
		c.Verb = sim.VerbManage
	}
}

// allowMissing reports whether a call may be repeated.
func (p *Push) allowMissing() bool {
	return p.Query.Get("allowMissing") == "true" || p.Query.Get("allow_missing") == "true"
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
