package meizu

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderSignCases are about the signature a sender makes.
func senderSignCases() []conformance.Case {
	signed := func(s *sending, f kit.Form) {
		if f.Get("sign") == "[redacted]" {
			return // the world shows no secrets; that it took the request is the proof
		}
		if want := sign(f, s.App.Credentials["app_secret"]); f.Get("sign") != want {
			s.T.Errorf("the request has sign %q, want %q: the raw values, sorted, without separators, in lower-case hex MD5", f.Get("sign"), want)
		}
	}
	return []conformance.Case{{
		ID: "meizu/sign/vendor-vector-sender", Level: conformance.Must, Rows: []string{"M01", "M07", "S01"}, Source: docAPI, Codes: []string{"200"},
		Title:       "a request is signed over its raw values",
		Requirement: "A sender must sign the values before they are encoded, sorted by name, without separators, and the JSON text that it sends.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			s.Accepted(s.Give(order(), p))
			f := s.SentForm(pathPush)
			signed(s, f)
			if f.Get("appId") != "125001" || f.Get("pushIds") != p.Token || f.Get("messageJson") == "" {
				t.Errorf("the request has the fields %v, want appId, messageJson, pushIds and sign", f.Names())
			}
		},
	}, {
		ID: "meizu/sign/sign-special-sender", Level: conformance.Must, Rows: []string{"M05", "M06"}, Source: docAPI, Codes: []string{"200"},
		Title:       "ampersand, plus, percent and quotes survive",
		Requirement: "A sender must encode a text with characters of forms and JSON exactly once, and sign it raw.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			msg := order()
			msg.Title, msg.Body = `A & B + {C} 100%`, `1+1=2 "ok" <a> \n %25 'x'`
			s.Accepted(s.Give(msg, p))
			signed(s, s.SentForm(pathPush))
			if sh := s.WantItems(p, 1); len(sh.Items) == 1 && (sh.Items[0].Title != msg.Title || sh.Items[0].Body != msg.Body) {
				t.Errorf("the phone shows %q / %q", sh.Items[0].Title, sh.Items[0].Body)
			}
		},
	}, {
		ID: "meizu/sign/sign-wrong-sender", Level: conformance.Must, Rows: []string{"M03"}, Source: docAPI, Codes: []string{"1006"},
		Title:       "1006 is a wrong credential, once",
		Requirement: "A sender with a wrong secret must report 1006 as a wrong credential, not repeat the request and not call the token dead.",
		Run: func(t *conformance.T) {
			b := open(t)
			app := b.App
			app.Credentials = map[string]string{"app_id": app.Credentials["app_id"], "app_secret": strings.Repeat("0", 32)}
			s := &sending{bench: b, Sending: kit.StartAs(b.Bench, app)}
			s.Refused(s.Give(order(), b.Phone("a")).Outcomes[0], "1006", vendors.ReasonCredentialWrong, false)
			s.WantRequests(pathPush, 1)
		},
	}, {
		ID: "meizu/sign/bad-appid-sender", Level: conformance.Must, Rows: []string{"M08"}, Source: docAPI, Codes: []string{"110000"},
		Title:       "110000 is a wrong credential, once",
		Requirement: "A sender with a wrong appId must report 110000 as a wrong credential and not repeat the request.",
		Run: func(t *conformance.T) {
			b := open(t)
			app := b.App
			app.Credentials = map[string]string{"app_id": "999", "app_secret": app.Credentials["app_secret"]}
			s := &sending{bench: b, Sending: kit.StartAs(b.Bench, app)}
			s.Refused(s.Give(order(), b.Phone("a")).Outcomes[0], "110000", vendors.ReasonCredentialWrong, false)
			s.WantRequests(pathPush, 1)
		},
	}, {
		ID: "meizu/sign/secret-stays", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "the secret is never sent",
		Requirement: "A sender must not send the appSecret, in no field and no header.",
		Run: func(t *conformance.T) {
			s := begin(t)
			s.Accepted(s.Give(order(), s.Phone("a")))
			x := s.Last(pathPush)
			if secret := s.App.Credentials["app_secret"]; strings.Contains(string(x.Body), secret) || strings.Contains(kit.Text(x.Header), secret) {
				t.Errorf("the request holds the secret")
			}
		},
	}}
}

// senderMessageCases are about the request a sender makes of a message.
func senderMessageCases() []conformance.Case {
	return slices.Concat(senderTextCases(), senderClassCases(), senderOptionCases())
}

func senderTextCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/push/ok-two-sender", Level: conformance.Must, Rows: []string{"M02"}, Source: docAPI, Codes: []string{"200"},
		Title:       "a push has the documented form",
		Requirement: "A sender must post a form to varnished/pushByPushId with the pushIds joined by commas, and report the msgId.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p, q := s.Phone("a"), s.Phone("b")
			r := s.Give(order(), p, q)
			s.Accepted(r)
			s.WantRequests(pathPush, 1)
			f := s.SentForm(pathPush)
			if f.Get("pushIds") != p.Token+","+q.Token {
				t.Errorf("the request has pushIds %q, want both joined by a comma", f.Get("pushIds"))
			}
			if got := s.Last(pathPush).Header.Get("Content-Type"); !strings.HasPrefix(got, "application/x-www-form-urlencoded") {
				t.Errorf("the request has Content-Type %q", got)
			}
			m := s.sent()
			if m.Field("noticeBarInfo.title") != "订单已发货" || m.Field("noticeBarInfo.content") != "您的订单A1024已由顺丰揽收" {
				t.Errorf("the request has title %q, content %q", m.Field("noticeBarInfo.title"), m.Field("noticeBarInfo.content"))
			}
			if id := r.Outcomes[0].MessageID; id == "" || s.FateOf(id, p).VendorID != id {
				t.Errorf("message id %q, want the msgId", id)
			}
		},
	}, {
		ID: "meizu/field/title-32-title-33-sender", Level: conformance.Must, Rows: []string{"M15", "S05"}, Source: docAPI, Codes: []string{"200"},
		Title:       "32 characters go whole, 33 do not go wrong",
		Requirement: "A sender must send a title of 32 characters unchanged, and cut or reject a longer one itself, openly.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			msg := order()
			msg.Title = kit.Chinese(33)
			s.cutOrRejected(s.Give(msg, p), "noticeBarInfo.title", msg.Title, 32)
			msg.Title = kit.Chinese(32)
			r := s.Give(msg, p)
			s.Accepted(r)
			if got := s.sent().Field("noticeBarInfo.title"); got != msg.Title || len(r.Adjustments) > 0 {
				t.Errorf("a title of 32 characters went out as %q, adjustments %v", got, r.Adjustments)
			}
		},
	}, {
		ID: "meizu/field/content-100-content-101-sender", Level: conformance.Must, Rows: []string{"M16", "S05"}, Source: docAPI, Codes: []string{"200"},
		Title:       "100 characters go whole, 101 do not go wrong",
		Requirement: "A sender must send a content of 100 characters unchanged, and cut or reject a longer one itself, openly.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			msg := order()
			msg.Body = kit.Chinese(101)
			s.cutOrRejected(s.Give(msg, p), "noticeBarInfo.content", msg.Body, 100)
			msg.Body = kit.Chinese(100)
			s.Accepted(s.Give(msg, p))
			if got := s.sent().Field("noticeBarInfo.content"); got != msg.Body {
				t.Errorf("a content of 100 characters went out as %q", got)
			}
		},
	}, {
		ID: "meizu/field/overflow-reject-sender", Level: conformance.Should, Source: docAPI,
		Title:       "a message that must not be cut is not sent",
		Requirement: "A sender should reject an over-long text without a request when it was told not to cut.",
		Run: func(t *conformance.T) {
			s := begin(t)
			msg := order()
			msg.Body, msg.Overflow = kit.Chinese(101), vendors.OverflowReject
			if o := s.Try(msg, s.Phone("a")).Outcomes[0]; o.State != vendors.StateRejected {
				t.Errorf("the outcome is %s, want rejected", o.State)
			}
			s.WantRequests(pathPush, 0)
		},
	}}
}

func senderClassCases() []conformance.Case {
	class := func(id string, class vendors.Class, want string) conformance.Case {
		return conformance.Case{
			ID: "meizu/class/" + id, Level: conformance.Must, Rows: []string{"M21"}, Source: docAPI, Codes: []string{"200"},
			Title:       "the class is said in noticeMsgType",
			Requirement: "A sender must send a transactional message as private, noticeMsgType 1, and any other as public, 0 or nothing.",
			Run: func(t *conformance.T) {
				s := begin(t)
				msg := order()
				msg.Class = class
				s.Accepted(s.Give(msg, s.Phone("a")))
				if got := s.sent().Field("noticeBarInfo.noticeMsgType"); got != want && (want != "0" || got != "") {
					t.Errorf("a message of class %q has noticeMsgType %q, want %s", class, got, want)
				}
			},
		}
	}
	return []conformance.Case{
		class("private-sender", vendors.ClassTransactional, "1"),
		class("public-sender", vendors.ClassMarketing, "0"),
		{
			ID: "meizu/class/default-class-sender", Level: conformance.Must, Rows: []string{"M21"}, Source: docAPI, Codes: []string{"200"},
			Title:       "a class nobody said is public, and told",
			Requirement: "A sender must send a message without a class as public and say that it did.",
			Run: func(t *conformance.T) {
				s := begin(t)
				msg := order()
				msg.Class = vendors.ClassUnset
				r := s.Give(msg, s.Phone("a"))
				s.Accepted(r)
				if got := s.sent().Field("noticeBarInfo.noticeMsgType"); got == "1" {
					t.Errorf("a message without a class went out as private")
				}
				if len(r.Adjustments) == 0 {
					t.Errorf("no adjustment says that the message was taken for public")
				}
			},
		},
		{
			ID: "meizu/class/category-dropped-sender", Level: conformance.Should, Source: docAPI, Codes: []string{"200"},
			Title:       "a category is dropped openly",
			Requirement: "A sender should say that Meizu has no category when a message has one.",
			Run: func(t *conformance.T) {
				s := begin(t)
				msg := order()
				msg.Category = "ORDER"
				r := s.Give(msg, s.Phone("a"))
				s.Accepted(r)
				if !slices.ContainsFunc(r.Adjustments, func(a vendors.Adjustment) bool { return a.Action == vendors.AdjustDropped }) {
					t.Errorf("adjustments %v, want one that says the category was dropped", r.Adjustments)
				}
			},
		},
	}
}

// ttl is a case about the hours that become of a time to live.
func ttl(id string, d time.Duration, want string, told bool, rows ...string) conformance.Case {
	return conformance.Case{
		ID: "meizu/ttl/" + id, Level: conformance.Must, Rows: rows, Source: docAPI, Codes: []string{"200"},
		Title:       "validTime is in hours, 1 to 72",
		Requirement: "A sender must write a time to live in whole hours, at least 1 and at most 72, and say so when it changes it.",
		Run: func(t *conformance.T) {
			s := begin(t)
			msg := order()
			msg.TTL = d
			r := s.Give(msg, s.Phone("a"))
			s.Accepted(r)
			if got := s.sent().Field("pushTimeInfo.validTime"); got != want {
				t.Errorf("a time to live of %v went out as validTime %q, want %s", d, got, want)
			}
			if told && len(r.Adjustments) == 0 {
				t.Errorf("no adjustment says that %v became %s hours", d, want)
			}
		},
	}
}

func senderOptionCases() []conformance.Case {
	return append([]conformance.Case{
		ttl("hour-sender", time.Hour, "1", false, "B16", "M19"),
		ttl("three-days-sender", 72*time.Hour, "72", false, "M19"),
		ttl("minute-sender", time.Minute, "1", true, "M19"),
		ttl("week-sender", 7*24*time.Hour, "72", true, "M19"),
		{
			ID: "meizu/ttl/online-only-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "a message for phones that are online has offLine 0",
			Requirement: "A sender must switch offLine off for a message that is for phones online only, and on or out for others.",
			Run: func(t *conformance.T) {
				s := begin(t)
				p := s.Phone("a")
				s.Accepted(s.Give(order(), p))
				if off(s.sent(), "pushTimeInfo.offLine") {
					t.Errorf("a message that may wait has offLine off")
				}
				msg := order()
				msg.OnlineOnly = true
				s.Accepted(s.Give(msg, p))
				if !off(s.sent(), "pushTimeInfo.offLine") {
					t.Errorf("the request has offLine %q, want 0 or false", s.sent().Field("pushTimeInfo.offLine"))
				}
			},
		}, {
			ID: "meizu/present/notifykey-9-sender", Level: conformance.Must, Rows: []string{"M26"}, Source: docAPI, Codes: []string{"200"},
			Title:       "a collapse key fits into 8 characters",
			Requirement: "A sender must write a short collapse key as notifyKey unchanged, and a longer one in at most 8 of its characters, different for different keys, or leave it out openly.",
			Run: func(t *conformance.T) {
				s := begin(t, kit.Flag("fold_limit", "100"))
				p := s.Phone("a")
				key := func(collapse string) (string, vendors.Result) {
					msg := order()
					msg.Collapse = collapse
					r := s.Give(msg, p)
					s.Accepted(r)
					return s.sent().Field("advanceInfo.notifyKey"), r
				}
				if got, _ := key("A1024"); got != "A1024" {
					t.Errorf("the key A1024 went out as %q", got)
				}
				one, r := key("order-2026-11-28-000001")
				two, _ := key("order-2026-11-28-000002")
				if len(one) > 8 || len(two) > 8 || one != "" && one == two || len(r.Adjustments) == 0 {
					t.Errorf("two long keys went out as %q and %q, adjustments %v", one, two, r.Adjustments)
				}
			},
		}, {
			ID: "meizu/field/link-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "a link is clickType 2",
			Requirement: "A sender must send a link to open as clickType 2 with url, and a message without one as clickType 0.",
			Run: func(t *conformance.T) {
				s := begin(t)
				p := s.Phone("a")
				s.Accepted(s.Give(order(), p))
				if got := s.sent().Field("clickTypeInfo.clickType"); got != "0" && got != "" {
					t.Errorf("a message without a link has clickType %q", got)
				}
				msg := order()
				msg.Click = vendors.Click{Action: "url", Target: "https://m.example.com/a?b=1&c=2"}
				s.Accepted(s.Give(msg, p))
				m := s.sent()
				s.WantField(m, "clickTypeInfo.clickType", "2")
				s.WantField(m, "clickTypeInfo.url", "https://m.example.com/a?b=1&c=2")
			},
		}, {
			ID: "meizu/field/parameters-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "data is in clickTypeInfo.parameters",
			Requirement: "A sender must put a message's data into clickTypeInfo.parameters, an object.",
			Run: func(t *conformance.T) {
				s := begin(t)
				msg := order()
				msg.Data = map[string]string{"orderId": "A1024"}
				s.Accepted(s.Give(msg, s.Phone("a")))
				if got := s.sent().Field("clickTypeInfo.parameters.orderId"); got != "A1024" {
					t.Errorf("the request has orderId %q in parameters, want A1024", got)
				}
			},
		}, {
			ID: "meizu/receipt/receipt-sender", Level: conformance.Must, Rows: []string{"M32"}, Source: docAPI, Codes: []string{"200", "receipt:1"}, Features: []string{"receipts"},
			Needs:       []conformance.Need{conformance.NeedCallback, conformance.NeedClock},
			Title:       "a receipt is asked for in extra",
			Requirement: "A sender must put a receipt's URL and parameter into extra, so that the receipt comes.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				s := begin(t, registered(r.URL))
				msg := order()
				msg.Receipt = &vendors.Receipt{URL: r.URL, Param: "A1024"}
				got := s.Give(msg, s.Phone("a"))
				s.Accepted(got)
				if x := r.Of(got.Outcomes[0].MessageID, 1)[0]; x.Text("param") != "A1024" {
					t.Errorf("receipt %s, want param A1024", x)
				}
			},
		},
	}, senderOwnCases()...)
}

// senderOwnCases are about Meizu's own fields.
func senderOwnCases() []conformance.Case {
	own := func(id, fields string, want map[string]string, rows ...string) conformance.Case {
		return conformance.Case{
			ID: "meizu/own/" + id, Level: conformance.Must, Rows: rows, Source: docAPI, Codes: []string{"200"},
			Title:       "the vendor's own fields go out",
			Requirement: "A sender must send Meizu's own fields under their names when it takes them.",
			Run: func(t *conformance.T) {
				s := begin(t, vip)
				s.Accepted(s.Give(s.Own(order(), fields), s.Phone("a")))
				m := s.sent()
				for path, value := range want {
					if got := m.Field(path); got != value && (value != "0" || got != "false") && (value != "1" || got != "true") {
						t.Errorf("the request has %s %q, want %s", path, got, value)
					}
				}
			},
		}
	}
	return []conformance.Case{
		own("look-sender", `{"advanceInfo":{"suspend":0,"clearNoticeBar":0,"notificationType":{"vibrate":0,"sound":0}},"noticeBarInfo":{"noticeBarType":2}}`, map[string]string{
			"advanceInfo.suspend": "0", "advanceInfo.clearNoticeBar": "0", "advanceInfo.notificationType.vibrate": "0", "advanceInfo.notificationType.sound": "0", "noticeBarInfo.noticeBarType": "2",
		}, "B15"),
		own("expand-sender", `{"noticeExpandInfo":{"noticeExpandType":1,"noticeExpandContent":"详情"}}`, map[string]string{"noticeExpandInfo.noticeExpandType": "1", "noticeExpandInfo.noticeExpandContent": "详情"}),
		own("activity-sender", `{"clickTypeInfo":{"clickType":1,"activity":"com.example.Main"}}`, map[string]string{"clickTypeInfo.clickType": "1", "clickTypeInfo.activity": "com.example.Main"}),
		own("class-sender", `{"noticeBarInfo":{"noticeMsgType":0}}`, map[string]string{"noticeBarInfo.noticeMsgType": "0"}),
		own("time-sender", `{"pushTimeInfo":{"offLine":0,"validTime":3}}`, map[string]string{"pushTimeInfo.offLine": "0", "pushTimeInfo.validTime": "3"}),
	}
}
