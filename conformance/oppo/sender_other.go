package oppo

import (
	"slices"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderQuotaCases: after a quota code nothing of that kind is sent until midnight.
func senderQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "oppo/quota/app-quota-public-sender", Level: conformance.Must, Rows: []string{"O25", "O26"}, Source: docCodes, Codes: []string{"0", "33"}, Needs: clock,
		Title:       "33 stops content and marketing until midnight",
		Requirement: "A sender must stop content and marketing after 33 until midnight GMT+8, go on with communication and service, and start again the next day.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("public", 1))
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(sale(), p))
			s.Refused(s.Give(sale(), q).Outcomes[0], "33", vendors.ReasonQuotaAppDay, false)
			s.wantPushed(2)
			s.Suppressed(s.Give(sale(), q).Outcomes[0])
			s.AdvanceTo(at(23, 0))
			s.Suppressed(s.Give(sale(), q).Outcomes[0])
			s.wantPushed(2)
			s.Accepted(s.Give(chat(), q))
			s.AdvanceTo(at(8, 0).Add(24 * time.Hour))
			s.Accepted(s.Give(sale(), q))
			s.wantPushed(4)
		},
	}, {
		ID: "oppo/quota/device-quota-sender", Level: conformance.Must, Rows: []string{"O27"}, Source: docReceipts, Codes: []string{"0"},
		Title:       "a message dropped for its phone is accepted",
		Requirement: "A sender must report what OPPO accepted as accepted, once, though the phone's cap drops it.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 3 {
				s.Accepted(s.Give(sale(), p))
			}
			s.wantPushed(3)
			s.WantItems(p, 2)
		},
	}}
}

// senderBroadcastCases are about stored bodies and audiences.
func senderBroadcastCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	all := vendors.Audience{All: true}
	return []conformance.Case{{
		ID: "oppo/broadcast/broadcast-flow-sender", Level: conformance.Must, Rows: []string{"O30"}, Source: docCast, Codes: []string{"0"},
		Title:       "a broadcast is a stored body and its push",
		Requirement: "A sender must store a body as form fields of their own, push it by message_id with target_type 1, and report the task.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			o := s.Broadcast(t.Context(), sale(), all)
			if o.State != vendors.StateAccepted || o.MessageID == "" {
				t.Errorf("the broadcast is %s (%s, code %q, id %q), want accepted with an id", o.State, o.Reason, o.Code, o.MessageID)
			}
			if f := s.SentForm(pathSave); f.Get("title") != "周末活动" || f.Get("category") != "MARKETING" {
				t.Errorf("the stored body is %v", f)
			}
			if f := s.SentForm(pathBroadcast); f.Get("target_type") != "1" || f.Get("message_id") == "" {
				t.Errorf("the broadcast is %v", f)
			}
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "oppo/audience/tags-sender", Level: conformance.Should, Source: docCast, Codes: []string{"0"},
		Title:       "a sender pushes by tags",
		Requirement: "A sender should write an audience of tags as target_type 6 with OPPO's expression, so that the right phones show the message.",
		Run: func(t *conformance.T) {
			s := start(t)
			in, out := s.Phone("in", kit.Tags("shenzhen")), s.Phone("out", kit.Tags("shenzhen", "optout"))
			if o := s.Broadcast(t.Context(), sale(), vendors.Audience{Any: []string{"shenzhen"}, None: []string{"optout"}}); o.State != vendors.StateAccepted {
				t.Errorf("the broadcast is %s (%s, code %q)", o.State, o.Reason, o.Code)
			}
			s.WantItems(in, 1)
			s.WantItems(out, 0)
		},
	}, {
		ID: "oppo/broadcast/broadcast-unknown-id-sender", Level: conformance.Should, Rows: []string{"O31"}, Source: docCodes, Codes: []string{"31", "0"},
		Title:       "31 is a body that is gone",
		Requirement: "A sender should store the body again after 31 on a broadcast, or report it as MESSAGE_UNKNOWN, and not push the old id for ever.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.refuses(pathBroadcast, 1, "31", "Data Not Exist")
			o := s.Broadcast(t.Context(), sale(), all)
			if o.State != vendors.StateAccepted && o.Reason != vendors.ReasonMessageUnknown {
				t.Errorf("the broadcast is %s (%s), want accepted or %s", o.State, o.Reason, vendors.ReasonMessageUnknown)
			}
			if n := len(s.Requests(pathBroadcast)); n > 2 {
				t.Errorf("%d broadcasts, want at most 2", n)
			}
		},
	}, {
		ID: "oppo/save/saved-quota-sender", Level: conformance.Must, Rows: []string{"O38"}, Source: docTable, Codes: []string{"0", "42"}, Needs: clock,
		Title:       "42 is used up for today, single pushes are not",
		Requirement: "A sender must report 42 as QUOTA_APP_DAY, not repeat it, and go on with single pushes.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("saved", 0))
			o := s.Broadcast(t.Context(), sale(), all)
			if o.State == vendors.StateAccepted || o.Code != "42" || o.Reason != vendors.ReasonQuotaAppDay {
				t.Errorf("the broadcast is %s (%s, code %q), want refused with 42 (%s)", o.State, o.Reason, o.Code, vendors.ReasonQuotaAppDay)
			}
			s.WantRequests(pathSave, 1)
			s.Accepted(s.Give(chat(), s.Phone("a")))
		},
	}}
}

// senderHelperCases are about what a sender can do beside sending, where it can.
func senderHelperCases() []conformance.Case {
	may := func(id, feature, title, requirement, source string, run func(s *sending)) conformance.Case {
		return conformance.Case{
			ID: "oppo/ability/" + id, Level: conformance.Should, Features: []string{feature}, Source: source, Codes: []string{"0"}, Title: title, Requirement: requirement,
			Run: func(t *conformance.T) { run(start(t)) },
		}
	}
	return []conformance.Case{
		may("alias-sender", "aliases", "a sender pushes to aliases", "A sender that sends to aliases should write target_type 5 and reach the phone.", docSingle, func(s *sending) {
			a := kit.Ability[vendors.AliasSender](s.Sending, "aliases")
			p := s.Phone("a", kit.Alias("user-1001"))
			r, err := a.SendToAliases(s.T.Context(), chat(), []vendors.Token{"user-1001"})
			if err != nil || r.Accepted() != 1 {
				s.T.Errorf("send to an alias: %v, %+v", err, r.Outcomes)
			}
			s.WantItems(p, 1)
		}),
		may("dead-tokens-sender", "dead-tokens", "a sender lists dead tokens", "A sender that lists dead tokens should tell those OPPO found void.", realTraffic, func(s *sending) {
			l := kit.Ability[vendors.DeadTokenLister](s.Sending, "dead-tokens")
			p := s.Phone("a", kit.Uninstalled)
			s.Give(chat(), p)
			dead, err := l.DeadTokens(s.T.Context())
			if err != nil || !slices.Equal(dead, kit.IDs(p)) {
				s.T.Errorf("dead tokens %v, error %v, want the one of the phone", dead, err)
			}
		}),
		may("quota-sender", "quota", "a sender asks for the quota", "A sender that asks for the quota should tell what is left.", realTraffic, func(s *sending) {
			q := kit.Ability[vendors.QuotaQuerier](s.Sending, "quota")
			s.Accepted(s.Give(sale(), s.Phone("a")))
			use, err := q.Quota(s.T.Context())
			if err != nil || use.Left != 99_999 {
				s.T.Errorf("quota %+v, error %v, want 99999 left", use, err)
			}
		}),
		may("picture-sender", "pictures", "a sender uploads pictures", "A sender that uploads pictures should return the id under which a stored body refers to one.", sdk110, func(s *sending) {
			u := kit.Ability[vendors.PictureUploader](s.Sending, "pictures")
			id, err := u.UploadPicture(s.T.Context(), vendors.Picture{Kind: vendors.PictureBig, Name: "sale.png", Data: []byte("picture")})
			if err != nil || id == "" {
				s.T.Fatalf("upload: id %q, error %v", id, err)
			}
			msg := sale()
			msg.Image = id
			if o := s.Broadcast(s.T.Context(), msg, vendors.Audience{All: true}); o.State != vendors.StateAccepted {
				s.T.Errorf("a broadcast with the picture is %s (%s, code %q)", o.State, o.Reason, o.Code)
			}
		}),
		may("tags-sender", "topics", "a sender gives phones tags", "A sender that gives tags should let a broadcast by tag reach the phone, and no longer when it took the tag.", realTraffic, func(s *sending) {
			ts := kit.Ability[vendors.TopicSubscriber](s.Sending, "topics")
			p := s.Phone("a")
			if o, err := ts.Subscribe(s.T.Context(), "vip", kit.IDs(p)); err != nil || o[0].State != vendors.StateAccepted {
				s.T.Fatalf("subscribe: %+v, %v", o, err)
			}
			s.Broadcast(s.T.Context(), sale(), vendors.Audience{Any: []string{"vip"}})
			if o, err := ts.Unsubscribe(s.T.Context(), "vip", kit.IDs(p)); err != nil || o[0].State != vendors.StateAccepted {
				s.T.Fatalf("unsubscribe: %+v, %v", o, err)
			}
			s.Broadcast(s.T.Context(), sale(), vendors.Audience{Any: []string{"vip"}})
			s.WantItems(p, 1)
		}),
		may("alias-bind-sender", "alias-bind", "a sender gives phones aliases", "A sender that binds aliases should let an alias lead to the phone that got it last.", "open.oppomobile.com page 11087 (alias), as copied on yimenapp.com", func(s *sending) {
			binder := kit.Ability[vendors.AliasBinder](s.Sending, "alias-bind")
			p := s.Phone("a")
			if o, err := binder.BindAlias(s.T.Context(), "me", vendors.Token(p.Token)); err != nil || o.State != vendors.StateAccepted {
				s.T.Fatalf("bind: %+v, %v", o, err)
			}
			s.login()
			s.wantMessage(s.unicast("me", order().With(kit.Set("target_type", 5))))
			s.WantItems(p, 1)
		}),
	}
}

// basicCases are what every sender owes its user, played at OPPO: a dead token is one of
// a wrong form, and there is no test mode.
func basicCases() []conformance.Case {
	app := shop()
	app.Users = 100_000
	return basics.Cases(vendors.OPPO, basics.Wire{
		App: app, Category: "IM", ClassByCategory: true, NoTest: true,
		Login: pathAuth, Send: []string{pathUnicast, pathBatch, pathBroadcast}, Batch: 1000,
		Key: func(x conformance.Exchange) string {
			f, _ := kit.DecodeForm(x.Body) // no form has no key
			return f.JSON("message").Field("notification.app_message_id")
		},
		Dead:    func(n int) vendors.Token { return vendors.Token(malformed + string(rune('0'+n%10))) },
		Secrets: []string{"master_secret"},
	})
}
