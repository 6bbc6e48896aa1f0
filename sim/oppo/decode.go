package oppo

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/formscan"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

// The operations, by the last words of their paths.
const (
	opAuth        = "auth"
	opUnicast     = "unicast"
	opBatch       = "unicast_batch"
	opSave        = "save_message_content"
	opBroadcast   = "broadcast"
	opBigPicture  = "big_picture"
	opIcon        = "small_picture"
	opInvalid     = "fetch_invalid_regidList"
	opPermit      = "fetch_push_permit"
	opSetAlias    = "set_alias"
	opDeleteAlias = "delete_alias"
	opSubscribe   = "subscribe_tags"
	opUnsubscribe = "unsubscribe_tags"

	opNoPath   = "unknown path"
	opNoMethod = "wrong method"
)

// route is one operation: where it is and who reads it.
type route struct {
	path, method, op, site string
	verb                   sim.Verb
	read                   func(c *sim.Call)
}

// routes lists the operations. add_tags is left out: no source shows a field of it.
func routes() []route {
	const base, push = "/server/v1", "/server/v1/message/notification/"
	return []route{
		{base + "/auth", http.MethodPost, opAuth, siteChina, sim.VerbAuth, readAuth},
		{push + opUnicast, http.MethodPost, opUnicast, siteChina, sim.VerbSend, readUnicast},
		{push + opBatch, http.MethodPost, opBatch, siteChina, sim.VerbBatch, readBatch},
		{push + opSave, http.MethodPost, opSave, siteChina, sim.VerbSave, readSave},
		{push + opBroadcast, http.MethodPost, opBroadcast, siteChina, sim.VerbSendSaved, readBroadcast},
		{base + "/media/upload/big_picture", http.MethodPost, opBigPicture, siteMedia, sim.VerbManage, readUpload},
		{base + "/media/upload/small_picture", http.MethodPost, opIcon, siteMedia, sim.VerbManage, readUpload},
		{base + "/feedback/fetch_invalid_regidList", http.MethodGet, opInvalid, siteFeedback, sim.VerbQuery, readFeedback},
		{base + "/feedback/fetch_push_permit", http.MethodGet, opPermit, siteFeedback, sim.VerbQuery, readFeedback},
		{base + "/device/set_alias", http.MethodPost, opSetAlias, siteDevice, sim.VerbManage, readDevice},
		{base + "/device/delete_alias", http.MethodPost, opDeleteAlias, siteDevice, sim.VerbManage, readDevice},
		{base + "/device/subscribe_tags", http.MethodPost, opSubscribe, siteDevice, sim.VerbManage, readDevice},
		{base + "/device/unsubscribe_tags", http.MethodPost, opUnsubscribe, siteDevice, sim.VerbManage, readDevice},
	}
}

func paths(site string) (list []string) {
	for _, r := range routes() {
		if r.site == site {
			list = append(list, r.path)
		}
	}
	return list
}

// table is routes by path, made once: decoding is on the path of every request.
//
//nolint:gochecknoglobals // an immutable table
var table = func() map[string]route {
	m := map[string]route{}
	for _, r := range routes() {
		m[r.path] = r
	}
	return m
}()

// Decode reads a request of any operation. Paths are looked for whatever the host is: a
// simulator answers under any name.
func (e *Endpoint) Decode(r *sim.Request, c *sim.Call) {
	c.Request = r
	c.Message.Asked = vendors.ClassMarketing
	route, ok := table[r.Path]
	switch {
	case !ok:
		c.Op = opNoPath
		return
	case r.Method != route.method:
		c.Op = opNoMethod
		return
	}
	c.Verb, c.Op = route.verb, route.op
	if c.Verb != sim.VerbAuth {
		c.Access = token(r.Header)
	}
	route.read(c)
}

// token is the auth_token header, which many clients send in place of the field.
func token(h http.Header) string {
	if v := h["Auth_token"]; len(v) > 0 { // as net/http spells it
		return v[0]
	}
	return ""
}

// inForm takes the token of a field: with both, the field wins.
func inForm(c *sim.Call, field *Str) {
	if field.S != "" {
		c.Access = field.S
	}
}

// form reads a form. What was cut off is no form any more, but its token stands at its
// beginning. JSON in place of a form has none of its fields.
func form[B any](c *sim.Call, table *formscan.Table[B], into *B) {
	if c.Request.Truncated {
		c.Malformed = true
		if v, ok := formscan.Get(formscan.Pairs(c.Request.Body), "auth_token"); ok {
			c.Access = v
		}
		return
	}
	table.Read(into, c.Request.Body, nil)
}

func readAuth(c *sim.Call) {
	f := &AuthForm{}
	c.Wire = f
	form(c, authTable, f)
	c.AppRef = f.AppKey.S
}

// readFeedback takes the token of the query, where the clients that call it put it.
func readFeedback(c *sim.Call) {
	if v, ok := formscan.Get(formscan.Pairs([]byte(c.Request.Query)), "auth_token"); ok && c.Access == "" {
		c.Access = v
	}
}

// readDevice reads JSON; the token may be a member.
func readDevice(c *sim.Call) {
	b := &DeviceBody{}
	c.Wire = b
	if data := c.Request.Body; c.Request.Truncated || !jsonscan.IsBody(data) {
		c.Malformed = true
	} else {
		deviceTable.Read(b, data)
	}
	inForm(c, &b.AuthToken)
	if b.RegistrationID.S != "" {
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: b.RegistrationID.S})
	}
}

// overseas reports whether a request came in at the overseas host.
func overseas(r *sim.Request) bool {
	return r.Site == siteOverseas || strings.HasPrefix(r.Host, "api-intl.")
}
