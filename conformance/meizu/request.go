package meizu

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// requestCases are about HTTP, the form, and what a request must bring.
func requestCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/request/verdict-in-200", Level: conformance.Must, Rows: []string{"S02", "B05"}, Source: docAPI, Codes: []string{"200", "1006"},
		Title:       "a verdict is HTTP 200 with a string code",
		Requirement: "An endpoint must answer a success and a refusal with HTTP 200 and a code that is a JSON string; value is an object, and an empty string in a refusal.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			yes := b.push(p)
			no := b.ask(pathPush, kit.FormOf("messageJson", private, "pushIds", p.Token), kit.Field("appId", "999"))
			for _, a := range []kit.Answer{yes, no} {
				if a.Status != http.StatusOK || a.Kind("code") != "string" || a.Kind("message") != "string" || a.Kind("redirect") != "string" {
					t.Errorf("%v, want HTTP 200 with the strings code, message and redirect", a)
				}
			}
			if yes.Kind("value") != "object" || no.Kind("value") != "string" || yes.Kind("msgId") != "string" {
				t.Errorf("%v and %v, want an object and an empty string as value", yes, no)
			}
		},
	}, {
		ID: "meizu/request/unknown-path", Level: conformance.May, Source: assumed,
		Title:       "an unknown path is HTTP 404",
		Requirement: "An endpoint may answer a path Meizu does not have with HTTP 404 and must not accept a message there.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if a := b.ask(server+"/push/pushToAll", kit.FormOf("messageJson", private)); a.Status != http.StatusNotFound {
				t.Errorf("%v, want HTTP 404", a)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "meizu/request/wrong-method", Level: conformance.May, Source: assumed,
		Title:       "a push by GET is HTTP 405",
		Requirement: "An endpoint may answer a push by GET with HTTP 405 and must not deliver it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if a := b.read(pathPush, kit.FormOf("messageJson", private, "pushIds", p.Token)); a.Status != http.StatusMethodNotAllowed {
				t.Errorf("%v, want HTTP 405", a)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "meizu/request/broken-escape", Level: conformance.May, Source: assumed, Codes: []string{"1005"},
		Title:       "a broken escape is 1005",
		Requirement: "An endpoint may answer a form with a percent sign that escapes nothing with 1005.",
		Run: func(t *conformance.T) {
			b := open(t)
			f := b.form(kit.FormOf("messageJson", private, "pushIds", b.Phone("a").Token, "x", "%zz"))
			b.want(b.PostRawForm(pathPush, strings.Replace(f.Encode(), "%25zz", "%zz", 1)), "1005")
		},
	}, {
		ID: "meizu/request/empty-pushids", Level: conformance.Must, Rows: []string{"M09"}, Source: docAPI, Codes: []string{"110004"},
		Title:       "an empty parameter is 110004",
		Requirement: "An endpoint must answer a push without targets, without a message or without a task with 110004.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.pushTo("", private), "110004")
			b.want(b.ask(pathPush, kit.FormOf("messageJson", private)), "110004")
			b.want(b.ask(pathPush, kit.FormOf("pushIds", p.Token)), "110004")
			b.want(b.ask(pathAlias, kit.FormOf("messageJson", private, "alias", "")), "110004")
			b.want(b.pushTask("", p.Token), "110004")
			b.want(b.ask(pathToTag, kit.FormOf("messageJson", private, "pushType", "0", "scope", "0")), "110004")
			b.want(b.ask(pathSwitch, kit.FormOf("pushId", "")), "110004")
		},
	}, {
		ID: "meizu/request/message-no-json", Level: conformance.Must, Source: docAPI, World: sim.RuleOptions{Profile: sim.Lenient},
		Title:       "a messageJson that is no JSON is refused",
		Requirement: "An endpoint must refuse a messageJson that is no JSON object.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, message := range []string{"x", "[]", `"x"`, `{"noticeBarInfo":`, "null"} {
				a := b.pushTo(p.Token, message)
				b.refused(a)
				if a.Code() == "110002" {
					t.Errorf("%v: nothing is wrong with the target", a)
				}
			}
		},
	}, {
		ID: "meizu/request/sdk-headers", Level: conformance.Must, Source: sdkJava, Codes: []string{"200", "1006"},
		Title:       "the SDK's own headers and unknown members change nothing",
		Requirement: "An endpoint must ignore the headers F-PUSH-* and members of messageJson it does not know; they stand for no signature.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			f := b.form(kit.FormOf("messageJson", private, "pushIds", p.Token), kit.InField("messageJson", kit.Set("newInfo.x", 1), kit.Set("noticeBarInfo.y", []int{1})))
			b.wantOK(b.Do(http.MethodPost, pathPush, []byte(f.Encode()), sdkHeader()))
			b.WantItems(p, 1)
			b.want(b.Do(http.MethodPost, pathPush, []byte(f.With(kit.Without("sign")).Encode()), sdkHeader()), "1006")
		},
	}, {
		ID: "meizu/request/two-apps", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "1006"},
		Title:       "a signature is good for its own app",
		Requirement: "An endpoint must answer a request signed with another app's secret with 1006, and another app's pushId as not subscribed.",
		Run: func(t *conformance.T) {
			b := open(t)
			other := open(t, kit.Named("shoptwo"))
			p, q := b.Phone("a"), other.Phone("b")
			f := kit.FormOf("appId", b.App.Credentials["app_id"], "messageJson", private, "pushIds", p.Token)
			b.want(b.PostForm(pathPush, append(f, kit.Pair{Name: "sign", Value: sign(f, other.App.Credentials["app_secret"])})), "1006")
			b.wantTarget(b.push(q), q, "110002")
			other.wantOK(other.push(q))
		},
	}}
}

// serviceCases are about a service that fails, or does not want the app.
func serviceCases() []conformance.Case {
	state := func(id, value, code, what string) conformance.Case {
		return conformance.Case{
			ID: "meizu/service/" + id, Level: conformance.Must, Source: docAPI, Codes: []string{code},
			Title:       what + " is " + code,
			Requirement: "An endpoint must answer " + code + " with an empty value when it is switched to that, and deliver nothing.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.SetFlag("server", value)
				b.want(b.push(p), code)
				b.WantItems(p, 0)
				b.SetFlag("server", "ok")
				b.wantOK(b.push(p))
			},
		}
	}
	return []conformance.Case{{
		ID: "meizu/service/http-503", Level: conformance.Must, Rows: []string{"M34"}, Source: sdkJava, Codes: []string{""},
		Title:       "a service that is down is HTTP 503",
		Requirement: "An endpoint must answer HTTP 503 without a verdict when it is switched to that, and deliver nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.SetFlag("server", "down")
			if a := b.push(p); a.Status != http.StatusServiceUnavailable || a.Code() != "" {
				t.Errorf("%v, want HTTP 503 and no code", a)
			}
			b.WantItems(p, 0)
		},
	}, state("system-error", "error", "1001", "a system error"), state("busy", "busy", "1003", "a busy server"),
		state("other-failure", "failing", "500", "any other failure"), {
			ID: "meizu/service/redirect", Level: conformance.Must, Source: docAPI, Codes: []string{"300"},
			Title:       "a redirect names the address",
			Requirement: "An endpoint must answer 300 with an address of the same path in redirect when it is switched to that.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.SetFlag("redirect", "server-api-push.in.meizu.com")
				a := b.push(p)
				if to, _ := a.Text("redirect"); a.Code() != "300" || to != "https://server-api-push.in.meizu.com"+pathPush {
					t.Errorf("%v, want code 300 and the path at the other host", a)
				}
				b.WantItems(p, 0)
			},
		}, {
			ID: "meizu/service/blacklisted", Level: conformance.Must, Source: docAPI, Codes: []string{"110009"},
			Title:       "an app on the black list is 110009",
			Requirement: "An endpoint must answer an app on the black list with 110009 and deliver nothing.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("blacklisted", "on"))
				p := b.Phone("a")
				b.want(b.push(p), "110009")
				b.WantItems(p, 0)
			},
		}}
}
