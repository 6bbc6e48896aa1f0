package lab_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim/loopback"
	"github.com/offpush/offpush/sim/scenario"
	simvivo "github.com/offpush/offpush/sim/vivo"
	"github.com/offpush/offpush/vendors"
)

// BenchmarkVivoLoopback compares the whole simulator (documented profile; capture,
// ring and trace on) over real sockets with a bare handler that has the same server
// settings, reads the body, unmarshals it into the endpoint's own wire struct and
// writes a constant. "ratio" is simulator / bare; 0.8 is the goal. What is timed is
// answering; the messages reach their phones between the turns.
func BenchmarkVivoLoopback(b *testing.B) {
	l := benchLab(b, clock.Manual)
	load := vivoLoad(b, l)
	load.After = l.Engine().Clock().Settle
	loopback.Compare(b, load)
}

// BenchmarkVivoLoopbackDelivering is the same with everything in the timed part: the
// clock runs, and every message also reaches its phone while the load goes on.
func BenchmarkVivoLoopbackDelivering(b *testing.B) {
	loopback.Compare(b, vivoLoad(b, benchLab(b, clock.Real)))
}

func vivoLoad(b *testing.B, l *lab.Lab) loopback.Load {
	b.Helper()
	phone := l.Engine().Phones()[0]
	// Test messages are outside quotas and hours, so that every request of the load
	// is answered with a yes by the whole list of rules.
	body := []byte(`{"appId":` + l.Engine().Apps()[0].Credentials["app_id"] + `,"regId":"` + phone.Token +
		`","notifyType":4,"title":"订单已发货","content":"您的订单 A1001 已由承运方揽收","timeToLive":86400,"skipType":1,` +
		`"networkType":-1,"classification":1,"category":"ORDER","clientCustomMap":{"orderId":"A1001"},` +
		`"extra":{"callback.param":"job-7"},"requestId":"ord-A1001-00000000","pushMode":1,"foregroundShow":true}`)
	return loopback.Load{
		Server: l.Server(), Bare: http.HandlerFunc(bare), Path: "/vivo/message/send", Body: body,
		Header: map[string]string{"authToken": login(b, l)}, Number: "00000000",
		Want: `"result":0`,
	}
}

func benchLab(b *testing.B, kind clock.Kind) *lab.Lab {
	b.Helper()
	s, err := scenario.Load("world", []byte(strings.Replace(world, "state: background}", "state: background, test: on}", 1)))
	if err != nil {
		b.Fatal(err)
	}
	l, err := lab.WithWorld(s, lab.Options{Clock: clock.Mode{Kind: kind}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(l.Close)
	// The load is faster than vivo allows any app to be.
	if err := l.Engine().SetLimit("shop", "speed", 1<<40); err != nil {
		b.Fatal(err)
	}
	return l
}

func bare(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var wire simvivo.MessageBody
	if json.Unmarshal(body, &wire) != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	_, _ = io.WriteString(w, `{"result":0,"desc":"请求成功","taskId":"1165330000000000002"}`) // the client sees a short answer
}

// login gets an access token the way any sender does.
func login(b *testing.B, l *lab.Lab) string {
	b.Helper()
	c := l.Engine().Apps()[0].Credentials
	at := strconv.FormatInt(l.Engine().Clock().Now().UnixMilli(), 10)
	sign := md5.Sum([]byte(c["app_id"] + c["app_key"] + at + c["app_secret"]))
	body := fmt.Sprintf(`{"appId":%s,"appKey":%q,"timestamp":%s,"sign":%q}`, c["app_id"], c["app_key"], at, hex.EncodeToString(sign[:]))
	client := &http.Client{Transport: l.Carrier()}
	resp, err := client.Post(l.BaseURL(vendors.Vivo)+"/message/auth", "application/json", strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		AuthToken string `json:"authToken"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.AuthToken == "" {
		b.Fatalf("login: %v, %+v", err, answer)
	}
	return answer.AuthToken
}
