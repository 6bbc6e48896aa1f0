package vivo_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/vivo"
	"github.com/offpush/offpush/vendors"
)

const sendBody = `{"appId":105000001,"regId":"15638535410301000000001","notifyType":4,"title":"订单已发货","content":"您的订单 A1001 已由顺丰揽收","timeToLive":86400,"skipType":1,"networkType":-1,"classification":1,"category":"ORDER","clientCustomMap":{"orderId":"A1001"},"extra":{"callback":"https://push.example.com/cb/vivo","callback.param":"job-7"},"requestId":"ord-A1001-1764000000000","pushMode":0,"foregroundShow":true}`

func sendRequest(token, regID string) *sim.Request {
	var m map[string]any
	_ = json.Unmarshal([]byte(sendBody), &m)
	delete(m, "appId")
	m["regId"] = regID
	data, _ := json.Marshal(m)
	r := &sim.Request{Method: http.MethodPost, Path: "/message/send", Header: http.Header{}, Body: data}
	r.Header.Set("authToken", token)
	return r
}

func BenchmarkDecode(b *testing.B) {
	ep := vivo.New()
	r := &sim.Request{Method: http.MethodPost, Path: "/message/send", Header: http.Header{}, Body: []byte(sendBody)}
	b.ReportAllocs()
	b.SetBytes(int64(len(sendBody)))
	for b.Loop() {
		c := sim.Call{Request: r, At: morning}
		ep.Decode(r, &c)
		if c.Message.Title == "" {
			b.Fatal("not decoded")
		}
	}
}

// plain is what a handler reads that looks at no more than the decoder here.
type plain struct {
	AppID           int64             `json:"appId"`
	RegID           string            `json:"regId"`
	Alias           string            `json:"alias"`
	NotifyType      int               `json:"notifyType"`
	Title           string            `json:"title"`
	Content         string            `json:"content"`
	TimeToLive      int               `json:"timeToLive"`
	SkipType        int               `json:"skipType"`
	SkipContent     string            `json:"skipContent"`
	NetworkType     int               `json:"networkType"`
	Classification  int               `json:"classification"`
	Category        string            `json:"category"`
	ClientCustomMap map[string]string `json:"clientCustomMap"`
	Extra           map[string]string `json:"extra"`
	RequestID       string            `json:"requestId"`
	PushMode        int               `json:"pushMode"`
	ForegroundShow  bool              `json:"foregroundShow"`
}

// BenchmarkUnmarshal is what a handler pays that reads the same members plainly.
func BenchmarkUnmarshal(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(sendBody)))
	data := []byte(sendBody)
	for b.Loop() {
		var m plain
		if err := json.Unmarshal(data, &m); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecide is the decision of one good send with its trace, with a world's
// state but without applying what follows.
func BenchmarkDecide(b *testing.B) {
	w := open(b, options{})
	id := w.Phone("v1")
	r := sendRequest(w.token, id)
	c := sim.Call{Request: r, At: morning}
	w.Endpoint.Decode(r, &c)
	var d sim.Decision
	b.ReportAllocs()
	for b.Loop() {
		if w.Engine.Judge(vendors.Vivo, &c, &d); d.Refused || d.Reply.MessageID == "" {
			b.Fatal(d.Reply)
		}
	}
	b.ReportMetric(float64(len(d.Trace)), "steps")
}
