package vivo_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	facts "github.com/offpush/offpush/fixtures/vivo"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/vivo"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{
		New: vivo.New, Facts: facts.Facts(), Story: story, Start: morning,
		App: sim.AppSpec{Listed: true, Kind: "shopping", Users: 20_000},
	})
}

// story calls every operation once, as a good sender would.
func story(l *endpointtest.Lab) {
	s := teller{l: l}
	cred := l.App.Credentials
	ts := l.Now().UnixMilli()
	sum := md5.Sum(fmt.Appendf(nil, "%s%s%d%s", cred["app_id"], cred["app_key"], ts, cred["app_secret"]))
	s.token = s.post("/message/auth", fields{
		"appId": json.Number(cred["app_id"]), "appKey": cred["app_key"], "timestamp": ts, "sign": hex.EncodeToString(sum[:]),
	}).Auth

	a, b := l.Phones[0].Token, l.Phones[1].Token
	push := func(id, title string, more fields) fields {
		m := fields{
			"appId": json.Number(cred["app_id"]), "notifyType": 4, "title": title, "content": "点击查看详情",
			"timeToLive": 3600, "skipType": 2, "skipContent": "https://m.example.com/sale", "networkType": "-1",
			"classification": 0, "category": "MARKETING", "requestId": id, "pushMode": 0,
			"clientCustomMap": fields{"orderId": "A1001"}, "notifyId": 7, "foregroundShow": true,
			"extra": fields{"callback.id": "r1", "callback.param": "job-7"}, "profileId": "u1",
			"tagExpression": fields{"orTags": []string{}, "andTags": []string{}, "notTags": []string{}},
			"timedDisplay":  fields{"overtimeDisplay": true, "showStartTime": 0, "showEndTime": ts + 1000},
			"auditReview":   []any{}, "sendOnline": false, "addBadge": true, "serverSdkVer": "3.3",
		}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	one := s.post("/message/send", push("r1", "周末活动开始", fields{"regId": a})).Task
	s.post("/message/send", push("r2", "李雷发来消息", fields{"alias": "alias-p2", "classification": 1, "category": "IM"}))
	s.post("/message/send", push("r3", "测试一下", fields{"regId": l.Phones[2].Token, "pushMode": 1}))
	saved := s.post("/message/saveListPayload", push("r4", "夜场加码", nil)).Task
	s.post("/message/pushToList", fields{"regIds": []string{a, b, "1"}, "taskId": saved, "requestId": "r5"})
	s.post("/message/all", push("r6", "全场满减开始", nil))
	s.post("/tag/add", fields{"name": "shenzhen"})
	s.post("/tag/addMembers", fields{"name": "shenzhen", "type": 1, "ids": []string{a}})
	s.post("/message/tagPush", push("r7", "深圳专场", fields{"tagExpression": fields{"orTags": []string{"shenzhen"}}}))
	s.post("/tag/removeMembers", fields{"name": "shenzhen", "type": 1, "ids": []string{a}})
	s.post("/tag/update", fields{"oldName": "shenzhen", "newName": "sz"})
	s.post("/tagGroup/add", fields{"name": "cities", "type": 1})
	s.post("/tagGroup/update", fields{"oldName": "cities", "newName": "towns"})
	s.post("/tagGroup/addToGroup", fields{"name": "towns", "type": 0, "tagList": []string{"sz"}})
	s.post("/tagSegment/add", fields{"name": "south", "expression": fields{"orTags": []string{"sz"}, "andTags": []string{}, "notTags": []string{}}})
	s.post("/tagSegment/update", fields{"oldName": "south", "newName": "north"})
	l.Engine.Clock().Settle()
	s.get("/report/getStatistics?taskIds=" + one + "," + saved)
	s.get("/search/msgStatus?taskIds=" + one + "%2C" + saved)
	s.post("/invalidUser/check", fields{"userType": 1, "userIds": []string{a, "1"}})
	s.post("/message/recycle", fields{"taskId": one, "userType": 1, "userIds": []string{}})
}

type teller struct {
	l     *endpointtest.Lab
	token string
}

func (s *teller) do(method, path string, body []byte) reply {
	path, query, _ := strings.Cut(path, "?")
	r := &sim.Request{
		Method: method, Path: path, Query: query, Host: "api-push.vivo.com.cn", Body: body,
		Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Content-Encoding": {"UTF-8"}},
	}
	if s.token != "" {
		r.Header.Set("authToken", s.token)
	}
	var a reply
	_ = json.Unmarshal(s.l.Do(path, r).Body, &a)
	return a
}

func (s *teller) get(path string) reply { return s.do(http.MethodGet, path, nil) }

func (s *teller) post(path string, body fields) reply {
	var buffer bytes.Buffer
	_ = json.NewEncoder(&buffer).Encode(body)
	return s.do(http.MethodPost, path, buffer.Bytes())
}
