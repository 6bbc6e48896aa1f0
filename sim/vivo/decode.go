package vivo

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

// The operations, by the last words of their paths.
const (
	opAuth        = "auth"
	opSend        = "send"
	opSave        = "saveListPayload"
	opList        = "pushToList"
	opAll         = "all"
	opTagPush     = "tagPush"
	opRecycle     = "recycle"
	opStatistics  = "getStatistics"
	opMsgStatus   = "msgStatus"
	opCheck       = "invalidUser.check"
	opTagAdd      = "tag.add"
	opTagUpdate   = "tag.update"
	opTagMembers  = "tag.addMembers"
	opTagRemove   = "tag.removeMembers"
	opGroupAdd    = "tagGroup.add"
	opGroupUpdate = "tagGroup.update"
	opGroupFill   = "tagGroup.addToGroup"
	opSegAdd      = "tagSegment.add"
	opSegUpdate   = "tagSegment.update"

	opNoPath   = "unknown path"
	opNoMethod = "wrong method"
)

// route is one operation: where it is and who reads it.
type route struct {
	path, method, op string
	verb             sim.Verb
	read             func(c *sim.Call)
}

// routes lists the operations.
func routes() []route {
	return []route{
		{"/message/send", http.MethodPost, opSend, sim.VerbSend, readSend},
		{"/message/pushToList", http.MethodPost, opList, sim.VerbSendSaved, readList},
		{"/message/auth", http.MethodPost, opAuth, sim.VerbAuth, readAuth},
		{"/message/saveListPayload", http.MethodPost, opSave, sim.VerbSave, readSave},
		{"/message/all", http.MethodPost, opAll, sim.VerbBroadcast, readAll},
		{"/message/tagPush", http.MethodPost, opTagPush, sim.VerbBroadcast, readTagPush},
		{"/message/recycle", http.MethodPost, opRecycle, sim.VerbRecall, readUsers},
		{"/report/getStatistics", http.MethodGet, opStatistics, sim.VerbQuery, readTaskIDs},
		{"/search/msgStatus", http.MethodGet, opMsgStatus, sim.VerbQuery, readTaskIDs},
		{"/invalidUser/check", http.MethodPost, opCheck, sim.VerbQuery, readUsers},
		{"/tag/add", http.MethodPost, opTagAdd, sim.VerbManage, readTag},
		{"/tag/update", http.MethodPost, opTagUpdate, sim.VerbManage, readTag},
		{"/tag/addMembers", http.MethodPost, opTagMembers, sim.VerbManage, readTag},
		{"/tag/removeMembers", http.MethodPost, opTagRemove, sim.VerbManage, readTag},
		{"/tagGroup/add", http.MethodPost, opGroupAdd, sim.VerbManage, readTag},
		{"/tagGroup/update", http.MethodPost, opGroupUpdate, sim.VerbManage, readTag},
		{"/tagGroup/addToGroup", http.MethodPost, opGroupFill, sim.VerbManage, readTag},
		{"/tagSegment/add", http.MethodPost, opSegAdd, sim.VerbManage, readTag},
		{"/tagSegment/update", http.MethodPost, opSegUpdate, sim.VerbManage, readTag},
	}
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

// Decode reads a request of any operation.
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

// token is the authToken header. Some other vendors' "Authorization" is no
// substitute: vivo does not look at it.
func token(h http.Header) string {
	if v := h["Authtoken"]; len(v) > 0 { // as net/http spells it
		return v[0]
	}
	return ""
}

// body reads a JSON body, in one pass after the check that it is JSON at all. The
// Content-Encoding: UTF-8 that vivo's SDK sends is no encoding and is not looked at.
func body[B any](c *sim.Call, form *jsonscan.Table[B], into *B) {
	if data := c.Request.Body; c.Request.Truncated || !jsonscan.IsBody(data) {
		c.Malformed = true
	} else {
		form.Read(into, data)
	}
}

// Query is the decoded query of the two GET operations.
type Query struct{ TaskIDs []string }

// readTaskIDs reads ids joined by commas, percent-encoded or not: the SDK does not
// encode them, some clients do.
func readTaskIDs(c *sim.Call) {
	q := &Query{}
	c.Wire = q
	values, err := url.ParseQuery(c.Request.Query)
	if err != nil {
		q.TaskIDs = []string{c.Request.Query} // for the rule on the format to refuse
		return
	}
	if text := values.Get("taskIds"); text != "" {
		q.TaskIDs = strings.Split(text, ",")
	}
}

func readAuth(c *sim.Call) {
	b := &AuthBody{}
	c.Wire = b
	body(c, authForm, b)
	c.AppRef = b.AppID.S
}

func readUsers(c *sim.Call) {
	b := &UsersBody{}
	c.Wire = b
	body(c, usersForm, b)
	c.AppRef = b.AppID.S
	if c.Op == opRecycle {
		c.MessageRef = b.TaskID.S
	}
}

func readTag(c *sim.Call) {
	b := &TagBody{}
	c.Wire = b
	body(c, tagForm, b)
	c.AppRef = b.AppID.S
}
