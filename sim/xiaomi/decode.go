package xiaomi

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// The operations.
const (
	opRegID       = "regid"
	opAlias       = "alias"
	opAccount     = "user_account"
	opTopic       = "topic"
	opTopics      = "multi_topic"
	opAll         = "all"
	opMulti       = "multi_messages"
	opDelete      = "message.delete"
	opStop        = "switch.stop"
	opRevoke      = "revoke"
	opJobDelete   = "schedule_job.delete"
	opJobExist    = "schedule_job.exist"
	opSubscribe   = "topic.subscribe"
	opUnsubscribe = "topic.unsubscribe"
	opAliasAll    = "alias.all"
	opTopicAll    = "topic.all"
	opAccountAll  = "account.all"
	opTrace       = "trace.message"
	opTraces      = "trace.messages"
	opStats       = "stats.counters"
	opQuota       = "quota.get"
	opValidate    = "validation.regids"
	opPresence    = "regid.presence"
	opBadRegIDs   = "feedback.regids"
	opBadAliases  = "feedback.aliases"

	opNoPath   = "unknown path"
	opNoMethod = "wrong method"
)

// route is one path: what it does, which parameter holds its targets, and how they are
// named.
type route struct {
	path, method, op string
	verb             sim.Verb
	param            string
	kind             sim.TargetKind
	// onePackage paths (v2) take one package name.
	onePackage bool
	// many: the answer lists several, where a sister path answers for one.
	many     bool
	feedback bool
}

func routes() []route {
	const post, get = http.MethodPost, http.MethodGet
	const regid, regids, msgids = "registration_id", "registration_ids", "msg_ids"
	send := func(path, op, param string, kind sim.TargetKind) route {
		verb := sim.VerbSend
		if kind == sim.ByTag || kind == sim.ToAll {
			verb = sim.VerbBroadcast
		}
		return route{path: path, method: post, op: op, verb: verb, param: param, kind: kind, onePackage: strings.HasPrefix(path, "/v2/")}
	}
	multi := func(path, param string, kind sim.TargetKind) route {
		return route{path: path, method: post, op: opMulti, verb: sim.VerbBatch, param: param, kind: kind, onePackage: true}
	}
	recall := func(path, op, param string, kind sim.TargetKind) route {
		return route{path: path, method: post, op: op, verb: sim.VerbRecall, param: param, kind: kind}
	}
	manage := func(path, op, param string, kind sim.TargetKind) route {
		return route{path: path, method: post, op: op, verb: sim.VerbManage, param: param, kind: kind}
	}
	query := func(method, path, op, param string) route {
		return route{path: path, method: method, op: op, verb: sim.VerbQuery, param: param}
	}
	several := func(r route) route { r.many = true; return r }
	feedback := func(r route) route { r.feedback = true; return r }
	return []route{
		send("/v2/message/regid", opRegID, regid, sim.ByToken), send("/v3/message/regid", opRegID, regid, sim.ByToken),
		send("/v4/message/regid", opRegID, regid, sim.ByToken),
		send("/v2/message/alias", opAlias, "alias", sim.ByAlias), send("/v3/message/alias", opAlias, "alias", sim.ByAlias),
		send("/v2/message/user_account", opAccount, "user_account", sim.ByUser),
		send("/v2/message/topic", opTopic, "", sim.ByTag), send("/v3/message/topic", opTopic, "", sim.ByTag),
		send("/v2/message/multi_topic", opTopics, "", sim.ByTag), send("/v3/message/multi_topic", opTopics, "", sim.ByTag),
		send("/v2/message/all", opAll, "", sim.ToAll), send("/v3/message/all", opAll, "", sim.ToAll),
		multi("/v2/multi_messages/regids", regid, sim.ByToken), multi("/v2/multi_messages/aliases", "alias", sim.ByAlias),
		multi("/v2/multi_messages/user_accounts", "user_account", sim.ByUser),
		recall("/v2/message/delete", opDelete, "", 0),
		recall("/v1/message/switch/stop_by_id", opStop, "", 0), recall("/v1/message/switch/stop_by_jobkey", opStop, "", 0),
		recall("/v2/message/revoke", opRevoke, "", 0), recall("/v1/message/regid/revoke", opRevoke, regids, sim.ByToken),
		recall("/v1/message/alias/revoke", opRevoke, "alias", sim.ByAlias),
		recall("/v1/message/user_account/revoke", opRevoke, "user_accounts", sim.ByUser),
		recall("/v1/message/topic/revoke", opRevoke, "", 0), recall("/v1/message/multi_topic/revoke", opRevoke, "", 0),
		recall("/v2/schedule_job/delete", opJobDelete, "", 0), recall("/v3/schedule_job/delete", opJobDelete, "", 0),
		query(post, "/v2/schedule_job/exist", opJobExist, ""),
		manage("/v2/topic/subscribe", opSubscribe, regid, sim.ByToken), manage("/v2/topic/unsubscribe", opUnsubscribe, regid, sim.ByToken),
		manage("/v2/topic/subscribe/alias", opSubscribe, "aliases", sim.ByAlias),
		manage("/v2/topic/unsubscribe/alias", opUnsubscribe, "aliases", sim.ByAlias),
		query(get, "/v1/alias/all", opAliasAll, regid), query(get, "/v1/topic/all", opTopicAll, regid),
		query(get, "/v1/account/all", opAccountAll, regid),
		query(get, "/v1/trace/message/status", opTrace, ""), query(get, "/v1/trace/messages/status", opTraces, ""),
		query(get, "/v1/stats/message/counters", opStats, ""), query(get, "/v1/trace/quota/get", opQuota, ""),
		query(post, "/v1/validation/regids", opValidate, regids), query(get, "/v1/regid/presence", opPresence, regid),
		several(query(get, "/v2/regid/presence", opPresence, regid)), several(query(get, "/v3/regid/presence", opPresence, regid)),
		feedback(query(get, "/v1/feedback/fetch_invalid_regids", opBadRegIDs, "")),
		feedback(query(get, "/v1/feedback/fetch_invalid_aliases", opBadAliases, "")),
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
	c.CredentialRef = secret(r.Header)
	way, ok := table[r.Path]
	switch {
	case !ok:
		c.Op = opNoPath
		return
	case r.Method != way.method:
		c.Op = opNoMethod
		return
	}
	c.Verb, c.Op = way.verb, way.op
	b := newBody(c.Reuse, way)
	c.Wire = b
	c.Malformed = isJSON(r)
	b.read(r.Body)
	b.read([]byte(r.Query)) // a client in use posts its parameters there
	switch c.Verb {
	case sim.VerbBatch:
		b.parts(c)
	case sim.VerbSend, sim.VerbBroadcast:
		b.fill(c)
	case sim.VerbRecall, sim.VerbQuery:
		c.MessageRef = b.reference()
	}
}

// secret is what follows "key=" in the Authorization field, which is lower case and
// followed by the AppSecret at once.
func secret(h http.Header) string {
	if v := h["Authorization"]; len(v) > 0 {
		if s, ok := strings.CutPrefix(v[0], "key="); ok {
			return s
		}
	}
	return ""
}

// isJSON reports a JSON body in place of a form: by its type, whatever follows it, or
// by how it begins.
func isJSON(r *sim.Request) bool {
	for _, v := range r.Header["Content-Type"] {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(v)), "application/json") {
			return true
		}
	}
	return len(r.Body) > 0 && r.Body[0] == '{'
}
