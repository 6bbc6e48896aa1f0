package basics

import (
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// outcomeCases are about what a sender tells of each token.
func (w Wire) outcomeCases() []conformance.Case {
	return []conformance.Case{{
		ID: "dead-token", Level: conformance.Must,
		Title:       "a token the vendor refuses is dead, once",
		Requirement: "A sender must report a token that leads nowhere as refused and dead, with the vendor's code and a reason, and not try again.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			r, err := p.giveTo(w.chat(), p.dead(1))
			o := r.Outcomes[0]
			if o.State != vendors.StateRefused || !o.TokenDead || o.Code == "" || o.Reason == vendors.ReasonNone || err != nil {
				t.Errorf("the outcome is %s (%s, code %q, dead %t, error %v), want refused and dead with code and reason", o.State, o.Reason, o.Code, o.TokenDead, err)
			}
			if o.Retryable() {
				t.Errorf("the outcome says retry %s, want never: the token will not come back", o.Retry)
			}
			if n := len(p.single()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		},
	}, {
		ID: "message-id", Level: conformance.Should,
		Title:       "an accepted message has the vendor's id",
		Requirement: "A sender should report the vendor's id of an accepted message, by which it can be asked about.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			r := p.accepted(w.chat(), ph)
			all, err := p.world.Messages()
			if err != nil {
				t.SetupErrorf("messages: %v", err)
			}
			for _, m := range all {
				if m.Phone == ph.ID && m.VendorID == r.Outcomes[0].MessageID && m.VendorID != "" {
					return
				}
			}
			t.Errorf("message id %q is none of the vendor's", r.Outcomes[0].MessageID)
		},
	}, {
		ID: "class-kept", Level: conformance.Must,
		Title:       "the class is what the message says",
		Requirement: "A sender must ask for the class the message has: transactional as transactional, marketing and unset as marketing.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			for i, class := range []vendors.Class{vendors.ClassTransactional, vendors.ClassMarketing, vendors.ClassUnset} {
				ph := p.phone(string(rune('a' + i)))
				msg := &vendors.Message{Title: "王芳", Body: "明天上午的会议改到三楼" + strings.Repeat("。", i), Class: class}
				if class == vendors.ClassTransactional && w.ClassByCategory {
					msg.Category = w.Category
				}
				p.accepted(msg, ph)
				want := class
				if want == vendors.ClassUnset {
					want = vendors.ClassMarketing
				}
				if m := p.last(ph.ID); m.Asked != want {
					t.Errorf("a message of class %q was asked for as %q, want %q", class, m.Asked, want)
				}
			}
		},
	}, {
		ID: "two-apps", Level: conformance.Must,
		Title:       "two apps are two apps",
		Requirement: "A sender must not mix up the credentials and tokens of two apps in one process.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			q := w.start(t, func(a *sim.AppSpec) { a.ID += "two" })
			a, b := p.phone("a"), q.phone("b")
			p.accepted(w.chat(), a)
			q.accepted(w.chat(), b)
			p.accepted(w.chat(), a)
			p.shows(a, 2)
			q.shows(b, 1)
		},
	}}
}

// last is the newest message to a phone.
func (p *play) last(phone string) conformance.MessageState {
	all, err := p.world.Messages()
	if err != nil {
		p.t.SetupErrorf("messages: %v", err)
	}
	found := conformance.MessageState{}
	for _, m := range all {
		if m.Phone == phone {
			found = m
		}
	}
	if found.ID == "" {
		p.t.Fatalf("no message was for phone %s", phone)
	}
	return found
}

// textCases are about what arrives on the screen and in the app.
func (w Wire) textCases() []conformance.Case {
	var cases []conformance.Case
	for _, x := range []struct{ id, what, title, body string }{
		{"text-cjk", "Chinese, with rare characters", "𠮷野家订单", "您好，骉骏先生。龘靐齉齾爩"},
		{"text-emoji", "emoji of several code points", "生日快乐🎂", "👨‍👩‍👧‍👦祝您🇨🇳👍🏽"},
		{"text-rtl", "right-to-left text", "مرحبا, 你好", "שלום لقد وصل طلبك رقم ١٢"},
		{"text-json", "characters JSON and URLs care about", `他说"好"\n`, `a+b=c & d<e>f % 100%25 'x' \u0041 / \`},
		{"text-lines", "line breaks and tabs", "两行", "第一行\n第二行\t末尾"},
	} {
		cases = append(cases, conformance.Case{
			ID: x.id, Level: conformance.Must,
			Title:       x.what + " arrives intact",
			Requirement: "A sender must deliver " + x.what + " unchanged.",
			Run: func(t *conformance.T) {
				p := w.start(t)
				ph := p.phone("a")
				msg := w.chat()
				msg.Title, msg.Body = x.title, x.body
				p.accepted(msg, ph)
				if s := p.shows(ph, 1); len(s.Items) == 1 && (s.Items[0].Title != x.title || s.Items[0].Body != x.body) {
					t.Errorf("the phone shows %q / %q, want %q / %q", s.Items[0].Title, s.Items[0].Body, x.title, x.body)
				}
			},
		})
	}
	return append(cases, w.dataCases()...)
}

func (w Wire) dataCases() []conformance.Case {
	return []conformance.Case{{
		ID: "long-text", Level: conformance.Must,
		Title:       "a text that is too long is cut openly",
		Requirement: "A sender must either send a long text whole, or cut it at the end and say so, or reject it without a request.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			msg := w.chat()
			msg.Body = strings.Repeat("很长的消息", 1000)
			r, _ := p.give(msg, ph)
			if o := r.Outcomes[0]; o.State == vendors.StateRejected {
				p.shows(ph, 0)
				return
			}
			s := p.shows(ph, 1)
			if len(s.Items) != 1 || s.Items[0].Body == msg.Body {
				return
			}
			shown := []rune(s.Items[0].Body)
			if !utf8.ValidString(s.Items[0].Body) || len(shown) < 10 || !strings.HasPrefix(msg.Body, string(shown[:len(shown)*9/10])) {
				t.Errorf("the phone shows %d characters that are not the beginning of the text: %q", len(shown), s.Items[0].Body)
			}
			if !kit.Told(r) {
				t.Errorf("the text was cut to %d characters and no adjustment says so", len(shown))
			}
		},
	}, {
		ID: "data-kept", Level: conformance.Must, Rows: []string{"B15"},
		Title:       "false, zero and empty data are data",
		Requirement: "A sender must put the message's data into the request whole, also values like \"false\", \"0\" and \"\".",
		Run: func(t *conformance.T) {
			p := w.start(t)
			msg := w.chat()
			msg.Data = map[string]string{"flagFalse": "false", "countZero": "0", "nameEmpty": "", "orderId": "A1001"}
			p.accepted(msg, p.phone("a"))
			body := p.body()
			for k, v := range msg.Data {
				if !strings.Contains(body, k) || v != "" && !strings.Contains(body, v) {
					t.Errorf("the request has no %s with %q: %s", k, v, body)
				}
			}
		},
	}, {
		ID: "extension-kept", Level: conformance.Should,
		Title:       "the extension travels unchanged",
		Requirement: "A sender should carry the extension, one JSON text for the app, in the request unchanged.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			msg := w.chat()
			msg.Extension = `{"entity":{"action":1,"sender":"lilei"}}`
			p.accepted(msg, p.phone("a"))
			if body := p.body(); !strings.Contains(body, msg.Extension) {
				t.Errorf("the request has no %s: %s", msg.Extension, body)
			}
		},
	}}
}

// body is the last single request, a form decoded, without backslashes: JSON inside of
// JSON reads like the text it is, however often it was quoted.
func (p *play) body() string {
	got := p.single()
	if len(got) == 0 {
		p.t.Fatalf("no request reached %s", p.Send[0])
	}
	last := got[len(got)-1]
	text := string(last.Body)
	if f, ok := kit.DecodeForm(last.Body); ok && strings.HasPrefix(last.Header.Get("Content-Type"), kit.TypeForm) {
		text = ""
		for _, p := range f {
			text += p.Name + "=" + p.Value + "\n"
		}
	}
	return strings.ReplaceAll(text, `\`, "")
}
