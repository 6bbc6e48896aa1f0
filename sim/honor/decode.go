package honor

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

// The operations.
const (
	opToken = "auth/token"
	opSend  = "sendMessage"

	opNoPath   = "unknown path"
	opNoMethod = "wrong method"
)

// The token paths: the present one and the one of 2023, which is Keycloak's.
const (
	pathToken  = "/auth/token"
	pathRealms = "/auth/realms/developer/protocol/openid-connect/token"
)

// Decode reads a request of either operation.
func (e *Endpoint) Decode(r *sim.Request, c *sim.Call) {
	c.Request = r
	app, op := route(r.Path)
	if nobodys(r.Host) {
		app, op = "", ""
	}
	switch {
	case op == "":
		c.Op = opNoPath
	case r.Method != http.MethodPost:
		c.Op = opNoMethod
	case op == opToken:
		c.Op, c.Verb = op, sim.VerbAuth
		readToken(c)
	default:
		c.Op, c.Verb = op, sim.VerbSend
		c.AppRef = app
		readSend(c)
	}
}

// The token hosts that some public senders made up: they are none of Honor's.
const (
	hostInvented = "oauth-login.cloud.honor.com"
	hostGuessed  = "hnoauth-login.cloud.honor.com"
)

// nobodys reports a host, with or without its port, at which Honor answers nothing.
func nobodys(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	return strings.EqualFold(name, hostInvented) || strings.EqualFold(name, hostGuessed)
}

// route reads a path: a token path, or /api/v1/{appId}/sendMessage.
func route(path string) (app, op string) {
	if path == pathToken || path == pathRealms {
		return "", opToken
	}
	rest, ok := strings.CutPrefix(path, "/api/v1/")
	if !ok {
		return "", ""
	}
	app, op, _ = strings.Cut(rest, "/")
	if app == "" || op != opSend {
		return "", ""
	}
	return app, op
}

// TokenForm is the form of the token endpoint.
type TokenForm struct{ GrantType, ClientID, ClientSecret string }

// readToken decodes the form the usual way: a secret with + or & that was not encoded
// is another secret.
func readToken(c *sim.Call) {
	f := &TokenForm{}
	c.Wire = f
	if c.Request.Truncated {
		return
	}
	values, _ := url.ParseQuery(string(c.Request.Body)) // what could be read counts
	f.GrantType, f.ClientID, f.ClientSecret = values.Get("grant_type"), values.Get("client_id"), values.Get("client_secret")
	c.CredentialRef = f.ClientID
}

// Push is a decoded sendMessage.
type Push struct {
	AppID string // in the path
	// Bare: Authorization is a token without Bearer.
	Bare bool
	// Timestamp is the header as it came.
	Timestamp string
	Body      Body
}

// readSend reads the headers and the body of sendMessage.
func readSend(c *sim.Call) {
	p, _ := c.Reuse.(*Push)
	if p == nil {
		p = &Push{}
	}
	*p = Push{AppID: c.AppRef, Timestamp: first(c.Request.Header, "Timestamp")}
	c.Wire = p
	c.Access, p.Bare = access(first(c.Request.Header, "Authorization"))
	data := c.Request.Body
	b := &p.Body
	switch {
	case c.Request.Truncated: // longer than anything that is read, and so than what is allowed
		b.Size = len(data)
		return
	case !jsonscan.IsBody(data):
		c.Malformed = true
		return
	}
	c.Defects = b.read(data)
	c.Targets = slices.Grow(c.Targets[:0], len(b.Tokens.List))
	for _, token := range b.Tokens.List {
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: token})
	}
	message(&c.Message, b)
}

func first(h http.Header, name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// access is the token of an Authorization header: after Bearer, or bare. Nothing is
// trimmed.
func access(header string) (token string, bare bool) {
	scheme, token, found := strings.Cut(header, " ")
	switch {
	case found && strings.EqualFold(scheme, "Bearer"):
		return token, false
	case !found && scheme != "" && !strings.EqualFold(scheme, "Bearer"):
		return scheme, true
	}
	return "", false
}

// receiptDefault is the id under which the console's receipt address is registered; it
// holds for messages without a receiptId.
const receiptDefault = "default"

// message says in the engine's words what the body asks for.
func message(m *sim.Message, b *Body) {
	n := &b.Android.Notification
	m.Title, m.Body, m.Data, m.Image = b.Title(), b.Text(), b.Payload(), b.Image()
	m.Category, m.Asked = n.Importance.S, declared(b)
	m.TTL, _ = ttlOf(b.Android.TTL.S)
	m.Test = b.Android.TargetUserType.Or(0) == 1
	m.Receipt = sim.ReceiptTarget{ID: b.Android.ReceiptID.S, Param: b.Android.BiTag.S, Implied: true}
	if m.Receipt.ID == "" {
		m.Receipt.ID = receiptDefault
	}
	m.Sound, m.Vibrate = true, true
	switch id := n.NotifyID.Or(-1); {
	case n.Tag.S != "":
		m.Collapse = "tag " + n.Tag.S
	case id > 0: // 0 is what clients write that always write the member
		m.Collapse = "notifyId " + strconv.FormatInt(id, 10)
	}
	// setNum is absolute and no addition; it wins where both are given.
	if n.Badge.State == Set && n.Badge.SetNum.State != Set {
		m.Badge = int(min(max(n.Badge.AddNum.Or(1), 0), 99))
	}
	if k := keepOf(b); k != (Kept{}) {
		m.Keep = &k
	}
}

// Kept is what the rules of arrival and presentation look at beside the message.
type Kept struct {
	Data  bool  // nothing is shown: a data message (透传消息)
	Page  bool  // a tap leads to a page of the app
	Set   bool  // badge.setNum was given,
	Badge int64 // and this is it
}

func keepOf(b *Body) Kept {
	n := &b.Android.Notification
	return Kept{
		Data: b.IsData(), Page: n.Click.Type.Or(0) == 1,
		Set: n.Badge.SetNum.State == Set, Badge: min(max(n.Badge.SetNum.N, 0), 99),
	}
}

// declared is the class importance stands for; a data message has none.
func declared(b *Body) vendors.Class {
	switch {
	case b.IsData():
		return vendors.ClassUnset
	case b.Android.Notification.Importance.S == importanceNormal:
		return vendors.ClassTransactional
	case b.Android.Notification.Importance.S == importanceLow:
		return vendors.ClassMarketing
	}
	return vendors.ClassUnset
}

// The words of importance.
const (
	importanceNormal = "NORMAL"
	importanceLow    = "LOW"
)

// ttlOf reads the form of ttl: digits and an s ("86400s").
func ttlOf(text string) (d time.Duration, ok bool) {
	number, ok := strings.CutSuffix(text, "s")
	if !ok || !digits(number) {
		return 0, false
	}
	const most = 10 * 365 * 86400 // far beyond every limit; what is more makes no difference
	n := int64(0)
	for i := range len(number) {
		if n = n*10 + int64(number[i]-'0'); n > most {
			n = most
		}
	}
	return time.Duration(n) * time.Second, true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
