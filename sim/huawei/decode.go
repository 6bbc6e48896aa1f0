package huawei

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// The operations.
const (
	opToken       = "token"
	opSend        = "messages:send"
	opSubscribe   = "topic:subscribe"
	opUnsubscribe = "topic:unsubscribe"
	opList        = "topic:list"
	opRevoke      = "messages:revoke"

	opNoPath   = "unknown path"
	opNoMethod = "wrong method"
)

// Decode reads a request of any operation.
func (e *Endpoint) Decode(r *sim.Request, c *sim.Call) {
	c.Request = r
	version, id, op := route(r.Path)
	switch {
	case op == "":
		c.Op = opNoPath
		return
	case r.Method != http.MethodPost:
		c.Op = opNoMethod
		return
	}
	c.Op = op
	if op == opToken {
		c.Verb = sim.VerbAuth
		readToken(c)
		return
	}
	c.Access, c.AppRef, c.CredentialRef = bearer(r.Header), id, id
	p := pushOf(c.Reuse, op)
	if looksLikeJWT(c.Access) {
		p.JWT = e.jwts.get(c.Access)
		if p.JWT.formed {
			c.CredentialRef = p.JWT.ref
		}
	}
	p.Version, p.PathID = version, id
	c.Wire, c.Protocol = p, protocolHMS
	switch {
	case version == "v3":
		readHarmony(c, p)
	case op == opRevoke:
		readRevoke(c, p)
	case op == opSend:
		readSend(c, p)
	case op == opList:
		c.Verb = sim.VerbQuery
		readTopic(c, p)
	default:
		c.Verb = sim.VerbManage
		readTopic(c, p)
	}
}

// route reads a path: /oauth2/v3/token, or /{version}/{id}/{operation}. v2 paths name
// the project and know sending only, v3 paths too.
func route(path string) (version, id, op string) {
	if path == "/oauth2/v3/token" || path == "/oauth2/v2/token" {
		return "", "", opToken
	}
	parts := strings.Split(path, "/")
	if len(parts) != 4 || parts[0] != "" || parts[2] == "" {
		return "", "", ""
	}
	switch version, id, op = parts[1], parts[2], parts[3]; {
	case op == opSend && (version == "v1" || version == "v2" || version == "v3"):
		return version, id, op
	case version == "v1" && (op == opRevoke || op == opSubscribe || op == opUnsubscribe || op == opList):
		return version, id, op
	}
	return "", "", ""
}

// Push is a decoded call of the push host.
type Push struct {
	Version string // v1, v2 or v3
	PathID  string // the client id or project id in the path
	// JWT is what the Authorization header holds in place of an access token, else nil.
	JWT *jwt
	// Harmony is set for calls to HarmonyOS 5 and later, the others for HMS.
	Harmony *Harmony
	// One of these, by the operation.
	Send  *SendBody
	Topic *TopicBody
}

// pushOf is an empty Push for an operation, in the memory of an earlier one if that
// is at hand.
func pushOf(reuse any, op string) *Push {
	old, _ := reuse.(*Push)
	if op == opRevoke {
		return &Push{}
	}
	if op != opSend {
		return &Push{Topic: &TopicBody{}}
	}
	if old == nil || old.Send == nil {
		return &Push{Send: &SendBody{}}
	}
	*old.Send = SendBody{}
	*old = Push{Send: old.Send}
	return old
}

func authorization(h http.Header) string {
	if v := h["Authorization"]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// bearer is the access token of the Authorization header. Nothing is trimmed: one
// character too many makes a token a wrong one, as at Huawei.
func bearer(h http.Header) string {
	scheme, token, _ := strings.Cut(authorization(h), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// TokenForm is the form of the token endpoint.
type TokenForm struct{ GrantType, ClientID, ClientSecret string }

// readToken decodes the form the usual way: a secret with a plus sign that was not
// encoded is another secret, one of hex digits is the same either way.
func readToken(c *sim.Call) {
	f := &TokenForm{}
	c.Wire = f
	if c.Request.Truncated {
		return
	}
	values, _ := url.ParseQuery(string(c.Request.Body)) // what could be read counts
	f.GrantType, f.ClientID, f.ClientSecret = values.Get("grant_type"), values.Get("client_id"), values.Get("client_secret")
	c.AppRef, c.CredentialRef = f.ClientID, f.ClientID
}

// isObject reports whether the body is a JSON object; if not, the call is malformed.
func isObject(c *sim.Call) bool {
	data := c.Request.Body
	if c.Request.Truncated || !jsonscan.IsBody(data) {
		c.Malformed = true
		return false
	}
	return true
}

func readTopic(c *sim.Call, p *Push) {
	if !isObject(c) {
		return
	}
	c.Defects = p.Topic.read(c.Request.Body)
	list := p.Topic.TokenArray.List
	if c.Op == opList {
		list = nil
		if s := p.Topic.Token.S; s != "" {
			list = []string{s}
		}
	}
	c.Targets = targets(c.Targets, list)
}

// targets are the tokens of a list, in the given memory where it is enough.
func targets(into []sim.Target, tokens []string) []sim.Target {
	into = slices.Grow(into[:0], len(tokens))
	for _, token := range tokens {
		into = append(into, sim.Target{Kind: sim.ByToken, Name: token})
	}
	return into
}
