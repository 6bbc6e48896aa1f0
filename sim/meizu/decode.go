package meizu

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// server is what all paths begin with.
const server = "/garcia/api/server"

// The operations, by the last words of their paths.
const (
	opPush         = "varnished.pushByPushId"
	opPushAlias    = "varnished.pushByAlias"
	opThrough      = "unvarnished.pushByPushId"
	opThroughAlias = "unvarnished.pushByAlias"
	opUpload       = "uploadImg"
	opSave         = "getTaskId"
	opTask         = "task.varnished.pushByPushId"
	opTaskAlias    = "task.varnished.pushByAlias"
	opTaskThrough  = "task.unvarnished.pushByPushId"
	opTaskThrough2 = "task.unvarnished.pushByAlias"
	opToApp        = "pushToApp"
	opToTag        = "pushToTag"
	opCancel       = "cancel"
	opTaskNumbers  = "getTaskStatistics"
	opDayNumbers   = "dailyPushStatics"
	opSwitch       = "getRegisterSwitch"
	opSwitchOne    = "changeRegisterSwitch"
	opSwitchAll    = "changeAllSwitch"
	opAliasSet     = "subscribeAlias"
	opAliasUnset   = "unSubscribeAlias"
	opAlias        = "getSubAlias"
	opTagsSet      = "subscribeTags"
	opTagsUnset    = "unSubscribeTags"
	opTags         = "getSubTags"
	opTagsClear    = "unSubAllTags"
	opNoPath       = "unknown path"
	opNoMethod     = "wrong method"
)

// route is one operation: where it is, what it needs beside appId and sign, and who
// reads it.
type route struct {
	path, op string
	verb     sim.Verb
	read     func(c *sim.Call, f *Form)
	needs    []string
	// get: the document asks by GET and the SDK by POST; both are taken.
	get bool
}

// routes lists the operations.
func routes() []route {
	none := func(*sim.Call, *Form) {}
	task := func(c *sim.Call, f *Form) { c.MessageRef = f.TaskID.S }
	one := []string{"pushId"}
	return []route{
		{path: "/push/varnished/pushByPushId", op: opPush, verb: sim.VerbSend, read: readPush, needs: []string{"pushIds", "messageJson"}},
		{path: "/push/varnished/pushByAlias", op: opPushAlias, verb: sim.VerbSend, read: readPush, needs: []string{"alias", "messageJson"}},
		{path: "/push/unvarnished/pushByPushId", op: opThrough, verb: sim.VerbSend, read: readPush, needs: []string{"pushIds", "messageJson"}},
		{path: "/push/unvarnished/pushByAlias", op: opThroughAlias, verb: sim.VerbSend, read: readPush, needs: []string{"alias", "messageJson"}},
		{path: "/push/uploadImg", op: opUpload, verb: sim.VerbManage, read: none, needs: []string{"imgType", "imgUrl"}},
		{path: "/push/pushTask/getTaskId", op: opSave, verb: sim.VerbSave, read: readMessage, needs: []string{"pushType", "messageJson"}},
		{path: "/push/task/varnished/pushByPushId", op: opTask, verb: sim.VerbSendSaved, read: readTask, needs: []string{"taskId", "pushIds"}},
		{path: "/push/task/varnished/pushByAlias", op: opTaskAlias, verb: sim.VerbSendSaved, read: readTask, needs: []string{"taskId", "alias"}},
		{path: "/push/task/unvarnished/pushByPushId", op: opTaskThrough, verb: sim.VerbSendSaved, read: readTask, needs: []string{"taskId", "pushIds"}},
		{path: "/push/task/unvarnished/pushByAlias", op: opTaskThrough2, verb: sim.VerbSendSaved, read: readTask, needs: []string{"taskId", "alias"}},
		{path: "/push/pushTask/pushToApp", op: opToApp, verb: sim.VerbBroadcast, read: readToApp, needs: []string{"pushType", "messageJson"}},
		{path: "/push/pushTask/pushToTag", op: opToTag, verb: sim.VerbBroadcast, read: readToTag, needs: []string{"pushType", "tagNames", "scope", "messageJson"}},
		{path: "/push/pushTask/cancel", op: opCancel, verb: sim.VerbRecall, read: task, needs: []string{"pushType", "taskId"}},
		{path: "/push/statistics/getTaskStatistics", op: opTaskNumbers, verb: sim.VerbQuery, read: task, needs: []string{"taskId"}, get: true},
		{path: "/push/statistics/dailyPushStatics", op: opDayNumbers, verb: sim.VerbQuery, read: none, needs: []string{"startTime", "endTime"}, get: true},
		{path: "/message/getRegisterSwitch", op: opSwitch, verb: sim.VerbQuery, read: none, needs: one, get: true},
		{path: "/message/changeRegisterSwitch", op: opSwitchOne, verb: sim.VerbManage, read: none, needs: []string{"pushId", "msgType", "subSwitch"}},
		{path: "/message/changeAllSwitch", op: opSwitchAll, verb: sim.VerbManage, read: none, needs: []string{"pushId", "subSwitch"}},
		{path: "/message/subscribeAlias", op: opAliasSet, verb: sim.VerbManage, read: none, needs: []string{"pushId", "alias"}},
		{path: "/message/unSubscribeAlias", op: opAliasUnset, verb: sim.VerbManage, read: none, needs: one},
		{path: "/message/getSubAlias", op: opAlias, verb: sim.VerbQuery, read: none, needs: one, get: true},
		{path: "/message/subscribeTags", op: opTagsSet, verb: sim.VerbManage, read: none, needs: []string{"pushId", "tags"}},
		{path: "/message/unSubscribeTags", op: opTagsUnset, verb: sim.VerbManage, read: none, needs: []string{"pushId", "tags"}},
		{path: "/message/getSubTags", op: opTags, verb: sim.VerbQuery, read: none, needs: one, get: true},
		{path: "/message/unSubAllTags", op: opTagsClear, verb: sim.VerbManage, read: none, needs: one},
	}
}

// table is routes by path, made once: decoding is on the path of every request.
//
//nolint:gochecknoglobals // an immutable table
var table = func() map[string]route {
	m := map[string]route{}
	for _, r := range routes() {
		m[server+r.path] = r
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
	case r.Method != http.MethodPost && (r.Method != http.MethodGet || !route.get):
		c.Op = opNoMethod
		return
	}
	c.Verb, c.Op = route.verb, route.op
	f := readForm(c)
	route.read(c, f)
}

// through reports whether an operation sends pass-through messages.
func through(op string) bool { return strings.Contains(op, "unvarnished") }

func readPush(c *sim.Call, f *Form) {
	readMessage(c, f)
	c.Message.Receipt = receiptOf(&f.Message.Extra)
	readTargets(c, f)
}

func readTask(c *sim.Call, f *Form) {
	c.MessageRef = f.TaskID.S
	readTargets(c, f)
}

// readTargets takes a repeated target once; Meizu does not say what it does.
func readTargets(c *sim.Call, f *Form) {
	names, kind := f.PushIDs.List, sim.ByToken
	if strings.HasSuffix(c.Op, "pushByAlias") {
		names, kind = nil, sim.ByAlias
		if f.Alias.S != "" {
			names = strings.Split(f.Alias.S, ",")
		}
	}
	f.Named = len(names)
	seen := make(map[string]bool, len(names))
	targets := slices.Grow(c.Targets, len(names))
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			targets = append(targets, sim.Target{Kind: kind, Name: name})
		}
	}
	c.Targets = targets
}

func readToApp(c *sim.Call, f *Form) {
	readMessage(c, f)
	c.Message.Audience = sim.Audience{All: true}
	schedule(c, &f.Message.Time)
}

func readToTag(c *sim.Call, f *Form) {
	readMessage(c, f)
	if f.Scope.Or(0) == 1 {
		c.Message.Audience = sim.Audience{Every: f.TagNames.List}
	} else {
		c.Message.Audience = sim.Audience{Any: f.TagNames.List}
	}
	schedule(c, &f.Message.Time)
}

// readMessage reads messageJson.
func readMessage(c *sim.Call, f *Form) {
	data := []byte(f.MessageJSON.S)
	if json.Valid(data) {
		f.Message.State = messageForm.Read(&f.Message, data)
	}
	if f.Message.State != Set {
		f.Message.State = Wrong
	}
	fill(c, &f.Message)
}
