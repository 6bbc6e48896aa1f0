package meizu

import (
	"net/url"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// signCases are about who asks.
func signCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/sign/vendor-vector", Level: conformance.Must, Rows: []string{"M01", "S01"}, Source: docAPI, Codes: []string{"1006"},
		Title:       "the vendor's printed example is signed well",
		Requirement: "An endpoint must take the document's example with its printed signature for signed well, and not the same with blanks in the JSON.",
		Run: func(t *conformance.T) {
			b := open(t, func(a *sim.AppSpec) {
				a.Credentials = map[string]string{"app_id": "10000", "app_secret": "<APP_SECRET>"}
			})
			f := kit.FormOf("appId", "10000", "messageJson", `{"title":"title","content":"content","pushTimeInfo":{"offLine":1,"validTime":24}}`,
				"pushIds", "RA50c6348036344485d01776773577c64740465480a6b", "sign", "ac076ff25d9900015a681cb5172aa53b")
			if a := b.PostForm(pathPush, f); a.Status != 200 || a.Code() == "1006" || a.Code() == "" {
				t.Errorf("%v, want any code but 1006", a)
			}
			blanks := `{"title": "title", "content": "content", "pushTimeInfo": {"offLine": 1, "validTime": 24}}`
			b.want(b.PostForm(pathPush, f.With(kit.Field("messageJson", blanks))), "1006")
		},
	}, {
		ID: "meizu/sign/sign-wrong", Level: conformance.Must, Rows: []string{"M03", "S01"}, Source: docAPI, Codes: []string{"1006"},
		Title:       "a wrong signature is 1006",
		Requirement: "An endpoint must answer a signature whose last digit is changed, and a missing one, with 1006 and an empty string as value.",
		Run: func(t *conformance.T) {
			b := open(t)
			f := b.form(kit.FormOf("messageJson", private, "pushIds", b.Phone("a").Token))
			good := f.Get("sign")
			last := "0"
			if strings.HasSuffix(good, "0") {
				last = "1"
			}
			b.want(b.PostForm(pathPush, f.With(kit.Field("sign", good[:31]+last))), "1006")
			b.want(b.PostForm(pathPush, f.With(kit.Without("sign"))), "1006")
			b.want(b.PostForm(pathPush, f.With(kit.Field("pushIds", unknownID(1)))), "1006")
		},
	}, {
		ID: "meizu/sign/sign-uppercase", Level: conformance.May, Rows: []string{"M04"}, Source: assumed, Codes: []string{"1006"},
		Title:       "a signature in upper case is 1006",
		Requirement: "An endpoint may answer a signature in upper case with 1006.",
		Run: func(t *conformance.T) {
			b := open(t)
			f := b.form(kit.FormOf("messageJson", private, "pushIds", b.Phone("a").Token))
			b.want(b.PostForm(pathPush, f.With(kit.Field("sign", strings.ToUpper(f.Get("sign"))))), "1006")
		},
	}, {
		ID: "meizu/sign/sign-encoded-json", Level: conformance.Must, Rows: []string{"M05", "S01"}, Source: docAPI, Codes: []string{"1006"},
		Title:       "a signature over the encoded JSON is 1006",
		Requirement: "An endpoint must answer a signature that was made of the URL-encoded message with 1006.",
		Run: func(t *conformance.T) {
			b := open(t)
			f := kit.FormOf("appId", b.App.Credentials["app_id"], "messageJson", private, "pushIds", b.Phone("a").Token)
			wrong := sign(f.With(kit.Field("messageJson", url.QueryEscape(private))), b.App.Credentials["app_secret"])
			b.want(b.PostForm(pathPush, append(f, kit.Pair{Name: "sign", Value: wrong})), "1006")
		},
	}, {
		ID: "meizu/sign/sign-special", Level: conformance.Must, Rows: []string{"M06", "S01"}, Source: docAPI, Codes: []string{"1006"},
		Title:       "the raw values are signed: ampersand, plus, space, equals",
		Requirement: "An endpoint must take a signature over raw values that differ from their encoded form for right, and see that a plus sign is not a space.",
		Run: func(t *conformance.T) {
			b := open(t, vectors)
			const raw = "appId=125001&messageJson=%7B%22noticeBarInfo%22%3A%7B%22title%22%3A%22A+%26+B%22%2C%22content%22%3A%221%2B1%3D2+ok%22%7D%7D&pushIds=J1a8f035d625e6c64567f71487e040e7d017f0558675b&sign=2e80dc87090e41b46f2e92242818b629"
			if a := b.PostRawForm(pathPush, raw); a.Status != 200 || a.Code() == "1006" || a.Code() == "" {
				t.Errorf("%v, want any code but 1006", a)
			}
			b.want(b.PostRawForm(pathPush, strings.Replace(raw, "1%2B1", "1+1", 1)), "1006")
		},
	}, {
		ID: "meizu/sign/sign-cjk", Level: conformance.Must, Rows: []string{"M07", "S01"}, Source: docAPI, Codes: []string{"200", "1006"},
		Title:       "Chinese is signed as UTF-8",
		Requirement: "An endpoint must take a whole documented request with a Chinese message, byte for byte, and notice another character.",
		Run: func(t *conformance.T) {
			b := open(t, vectors, registered("https://push.example.com/mz/receipt"))
			const raw = "appId=125001&messageJson=%7B%22noticeBarInfo%22%3A%7B%22noticeMsgType%22%3A1%2C%22noticeBarType%22%3A0%2C%22title%22%3A%22%E8%AE%A2%E5%8D%95%E5%B7%B2%E5%8F%91%E8%B4%A7%22%2C%22content%22%3A%22%E6%82%A8%E7%9A%84%E8%AE%A2%E5%8D%95A1024%E5%B7%B2%E7%94%B1%E9%A1%BA%E4%B8%B0%E6%8F%BD%E6%94%B6%22%7D%2C%22clickTypeInfo%22%3A%7B%22clickType%22%3A0%7D%2C%22pushTimeInfo%22%3A%7B%22offLine%22%3A1%2C%22validTime%22%3A24%7D%2C%22advanceInfo%22%3A%7B%22suspend%22%3A1%2C%22clearNoticeBar%22%3A1%2C%22notificationType%22%3A%7B%22vibrate%22%3A1%2C%22lights%22%3A1%2C%22sound%22%3A1%7D%2C%22notifyKey%22%3A%22A1024%22%7D%2C%22extra%22%3A%7B%22callback%22%3A%22https%3A%2F%2Fpush.example.com%2Fmz%2Freceipt%22%2C%22callback.param%22%3A%22A1024%22%2C%22callback.type%22%3A%223%22%7D%7D&pushIds=J1a8f035d625e6c64567f71487e040e7d017f0558675b%2CJ2b9e045d625e6c64567f71487e040e7d017f0558675c&sign=0958dbf415986a83c463acd061006af7"
			b.want(b.PostRawForm(pathPush, raw), "200")
			b.want(b.PostRawForm(pathPush, strings.Replace(raw, "%E6%8F%BD", "%E6%8F%BC", 1)), "1006")
		},
	}, {
		ID: "meizu/sign/bad-appid", Level: conformance.Must, Rows: []string{"M08"}, Source: docAPI, Codes: []string{"110000"},
		Title:       "an appId nobody has is 110000",
		Requirement: "An endpoint must answer a request with an unknown appId with 110000, however it is signed.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.ask(pathPush, kit.FormOf("messageJson", private, "pushIds", b.Phone("a").Token), kit.Field("appId", "999")), "110000")
		},
	}, {
		ID: "meizu/sign/no-appid", Level: conformance.Should, Source: docAPI, Codes: []string{"110004"},
		Title:       "a request without appId is 110004",
		Requirement: "An endpoint should answer a request that names no app, such as a JSON body, with 110004.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.ask(pathPush, kit.FormOf("messageJson", private, "pushIds", p.Token), kit.Without("appId")), "110004")
			b.want(b.Post(pathPush, kit.Body{"appId": b.App.Credentials["app_id"], "pushIds": p.Token}), "110004")
		},
	}, {
		ID: "meizu/sign/replay", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "1006"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a request can be sent again for ever",
		Requirement: "An endpoint must take the same signed bytes again, as there is no time and no nonce in them, and none with a field more.",
		Run: func(t *conformance.T) {
			b := open(t)
			f := b.form(kit.FormOf("messageJson", private, "pushIds", b.Phone("a").Token))
			b.wantOK(b.PostForm(pathPush, f))
			b.AdvanceTo(at(10, 0).AddDate(1, 0, 0))
			b.wantOK(b.PostForm(pathPush, f))
			b.want(b.PostForm(pathPush, f.With(kit.Field("x", "1"))), "1006")
		},
	}}
}
