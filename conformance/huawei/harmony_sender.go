package huawei

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// nextSending is a bench at HarmonyOS with the sender under test.
type nextSending struct {
	*next
	*kit.Sending
}

// startNext prepares an app at HarmonyOS and opens the sender for it.
func startNext(t *conformance.T, changes ...kit.AppOption) *nextSending {
	n := openNext(t, changes...)
	return &nextSending{next: n, Sending: kit.Start(n.Bench)}
}

// pathV3 is where a v3 send goes, whatever the project.
const pathV3 = "/v3/*/messages:send"

// says makes the endpoint answer sends with a code and a msg the given number of times.
func (s *nextSending) says(times, status int, code, msg string) {
	text, _ := json.Marshal(msg) // a text always encodes
	s.Answers(pathSend, times, status, fmt.Sprintf(`{"code":%q,"msg":%s,"requestId":"176722920012300001000709"}`, code, text))
}

// jwtOf reads the header and the claims of a request's JWT.
func (s *nextSending) jwtOf(x conformance.Exchange) (head, claims kit.Object) {
	parts := strings.Split(strings.TrimPrefix(x.Header.Get("Authorization"), "Bearer "), ".")
	if len(parts) != 3 {
		// A capture may hide the token; then the endpoint is the judge.
		return nil, nil
	}
	read := func(part string) kit.Object {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			s.T.Errorf("a part of the JWT is no base64url without padding: %v", err)
		}
		o, _ := kit.Decode(raw)
		return o
	}
	return read(parts[0]), read(parts[1])
}

func harmonySenderCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "huawei/harmony/send-ok-sender", Level: must, Rows: []string{"N01"}, Source: docHarmony + "; " + docJWT, Codes: []string{"80000000"},
		Title:       "a sender signs a JWT and says what it pushes",
		Requirement: "A sender must send a JWT signed with PS256 as Bearer, the header push-type 0 and the documented body to /v3/{projectId}, and ask for no access token.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			p := s.phone("a")
			o := s.Accepted(s.Give(chat(), p))
			if o.MessageID == "" {
				t.Errorf("the outcome has no message id")
			}
			s.WantTitles(p, "李雷")
			if n := len(s.Requests(pathToken)); n != 0 {
				t.Errorf("%d requests for an access token, want none: the JWT is the token", n)
			}
			x := s.Last(pathV3)
			if got := x.Header.Get("push-type"); got != "0" {
				t.Errorf("push-type %q, want 0", got)
			}
			body := s.Sent(pathV3)
			s.WantField(body, "payload.notification.category", "IM")
			if body.Kind("payload.notification.clickAction.actionType") != "number" || len(body.List("target.token")) != 1 {
				t.Errorf("the request is %s, want a clickAction with an actionType, and one token", x.Body)
			}
		},
	}, {
		ID: "huawei/harmony/jwt-claims-sender", Level: must, Rows: []string{"N01", "N04"}, Source: docJWT, Codes: []string{"80000000"},
		Title:       "a JWT has the documented claims",
		Requirement: "A sender's JWT must be valid for a day at most, by the sender's clock.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			s.Accepted(s.Give(chat(), s.phone("a")))
			head, claims := s.jwtOf(s.Last(pathV3))
			if head == nil {
				return
			}
			if head.Field("alg") != "PS256" || claims.Number("iat") == "" || claims.Number("exp") == "" {
				t.Errorf("the JWT has header %v and claims %v, want alg PS256, iat and exp as numbers", head, claims)
			}
		},
	}, {
		ID: "huawei/harmony/jwt-reused-sender", Level: should, Rows: []string{"N01"}, Source: docJWT, Codes: []string{"80000000"},
		Title: "one JWT serves many sends", Requirement: "A sender should keep its JWT, which is good for an hour, and not sign one for every send.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			p := s.phone("a")
			for range 4 {
				s.Accepted(s.Give(chat(), p))
			}
			seen := map[string]bool{}
			for _, x := range s.WantRequests(pathV3, 4) {
				seen[x.Header.Get("Authorization")] = true
			}
			if len(seen) != 1 {
				t.Errorf("%d JWTs for 4 sends, want one", len(seen))
			}
		},
	}, {
		ID: "huawei/harmony/next-day-sender", Level: must, Rows: []string{"N03"}, Source: docJWT, Codes: []string{"80000000"}, Needs: clock,
		Title: "a JWT is renewed by the clock", Requirement: "A sender must send with a JWT that is still valid two hours, and a day, after its first send.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			p := s.phone("a")
			for _, pause := range []time.Duration{0, 2 * time.Hour, 24 * time.Hour} {
				s.Advance(pause)
				s.Accepted(s.Give(chat(), p))
			}
		},
	}, {
		ID: "huawei/harmony/jwt-expired-sender", Level: must, Rows: []string{"N03", "B08"}, Source: docHarmony, Codes: []string{"80200005", "80000000"},
		Title:       "an expired JWT is signed anew, once",
		Requirement: "A sender that is answered 80200005 must sign a new JWT and send again once, and report the refusal when it comes again.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			s.says(1, 401, "80200005", "Jwt token expired.")
			s.Accepted(s.Give(chat(), s.phone("a")))
			got := s.WantRequests(pathV3, 2)
			if len(got) != 2 {
				return
			}
			if got[0].Header.Get("Authorization") == got[1].Header.Get("Authorization") && strings.Count(got[0].Header.Get("Authorization"), ".") == 2 {
				t.Errorf("the second request has the JWT that was refused")
			}
			s.says(0, 401, "80200005", "Jwt token expired.")
			r := s.Try(chat(), s.phone("b"))
			s.Refused(r.Outcomes[0], "80200005", vendors.ReasonCredentialExpired, false)
			if n := len(s.Requests(pathV3)); n != 4 {
				t.Errorf("%d requests, want 4: each send once and once again", n)
			}
		},
	}, {
		ID: "huawei/harmony/jwt-refused-sender", Level: should, Rows: []string{"N02", "N04"}, Source: docHarmony, Codes: []string{"80200001", "80300036"},
		Title:       "a refused JWT is no dead token",
		Requirement: "A sender that is answered 80200001 or 80300036 should sign a new JWT once, and must report the credential, not the push token.",
		Run: func(t *conformance.T) {
			for code, reason := range map[string]vendors.Reason{"80200001": vendors.ReasonCredentialWrong, "80300036": vendors.ReasonCredentialWrong} {
				s := startNext(t, kit.Named("app-"+code))
				s.says(2, 401, code, "Authentication Error.")
				r := s.Try(chat(), s.phone("a-"+code))
				s.Refused(r.Outcomes[0], code, reason, false)
			}
		},
	}, {
		ID: "huawei/harmony/partial-sender", Level: must, Rows: []string{"N07", "B07"}, Source: docHarmony, Codes: []string{"80100000", "tokenFormatError"},
		Title:       "only the listed token is refused",
		Requirement: "A sender must report the tokens of illegalTokens as refused with their reason, the others as accepted, and send none again.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			p := s.phone("a")
			r := s.GiveTo(chat(), vendors.Token(p.Token), malformed)
			s.WantTokens(r, true, false)
			s.Refused(r.Outcomes[1], "tokenFormatError", vendors.ReasonTokenInvalid, true)
			s.WantRequests(pathV3, 1)
			s.WantItems(p, 1)
		},
	}, {
		ID: "huawei/harmony/padded-reasons-sender", Level: must, Rows: []string{"B07"}, Source: docHarmony + "; " + realTraffic, Codes: []string{"80100000", "tokenFormatError"},
		Title:       "a reason with blanks around it is understood",
		Requirement: `A sender must understand illegalTokens whose reason is written " tokenFormatError ", as in Huawei's own sample.`,
		Run: func(t *conformance.T) {
			s := startNext(t)
			p, q := s.phone("a"), s.phone("b")
			s.says(1, 200, "80100000", fmt.Sprintf(`{"illegalTokens":{" tokenFormatError ":[%q]},"success":1,"failure":1}`, q.Token))
			r := s.Give(chat(), p, q)
			s.WantTokens(r, true, false)
			s.Refused(r.Outcomes[1], "tokenFormatError", vendors.ReasonTokenInvalid, true)
		},
	}, {
		ID: "huawei/harmony/hms-token-sender", Level: must, Rows: []string{"N08"}, Source: docHarmony, Codes: []string{"80300007", "noRight"},
		Title:       "an HMS token is refused at v3 and not dead",
		Requirement: "A sender must report a token under noRight as refused and alive: its app or its protocol is the wrong one.",
		Run: func(t *conformance.T) {
			s := startNext(t)
			r := s.Give(chat(), s.Phone("a"))
			s.Refused(r.Outcomes[0], "noRight", vendors.ReasonTokenInvalid, false)
		},
	}, {
		ID: "huawei/harmony/reasons-sender", Level: must, Source: docHarmony,
		Codes:       []string{"80300007", "noPushTypeRight", "appinfoError", "countryNotSupport", "atomicUnableSendUnsubscribedMsg", "tokenPlatformNotSupport"},
		Title:       "a reason about the app kills no token",
		Requirement: "A sender must call a token dead for tokenFormatError and tokenPlatformNotSupport alone, and keep it for every other reason, also one it does not know.",
		Run: func(t *conformance.T) {
			for reason, dead := range map[string]bool{
				"noPushTypeRight": false, "appinfoError": false, "countryNotSupport": false, "atomicUnableSendUnsubscribedMsg": false,
				"somethingNew": false, "tokenPlatformNotSupport": true,
			} {
				s := startNext(t, kit.Named("app-"+reason))
				p := s.phone("a-" + reason)
				s.says(1, 400, "80300007", fmt.Sprintf(`{"failure":1,"illegalTokens":{%q:[%q]}}`, reason, p.Token))
				if o := s.Try(chat(), p).Outcomes[0]; o.State != vendors.StateRefused || o.TokenDead != dead {
					t.Errorf("%s: the token is %s, dead %t; want refused, dead %t", reason, o.State, o.TokenDead, dead)
				}
			}
		},
	}, {
		ID: "huawei/harmony/all-invalid-text-sender", Level: must, Rows: []string{"N08"}, Source: docHarmony, Codes: []string{"80300007"},
		Title: "80300007 with a plain text is understood", Requirement: "A sender must report every token as refused when 80300007 comes with the text \"All the tokens are invalid.\".",
		Run: func(t *conformance.T) {
			s := startNext(t)
			s.says(1, 400, "80300007", "All the tokens are invalid.")
			for _, o := range s.Try(chat(), s.phone("a"), s.phone("b")).Outcomes {
				if o.State != vendors.StateRefused || o.Code != "80300007" {
					t.Errorf("token %s is %s (code %q), want refused with 80300007", o.Token, o.State, o.Code)
				}
			}
		},
	}, {
		ID: "huawei/harmony/not-about-tokens-sender", Level: must, Source: docHarmony, Codes: []string{"80300037", "80100022", "80300002", "80300008", "80100003"},
		Title:       "a refusal of the app or the message kills no token",
		Requirement: "A sender must report 80300037, 80100022, 80300002, 80300008 and 80100003 with their codes, call no token dead and not send again.",
		Run: func(t *conformance.T) {
			for _, code := range []string{"80300037", "80100022", "80300002", "80300008", "80100003"} {
				s := startNext(t, kit.Named("app-"+code))
				s.says(1, 400, code, "text")
				o := s.Try(chat(), s.phone("a-"+code)).Outcomes[0]
				if o.State != vendors.StateRefused || o.Code != code || o.TokenDead || o.Retry == vendors.RetryBackoff {
					t.Errorf("%s: the token is %s (code %q), dead %t, retry %q", code, o.State, o.Code, o.TokenDead, o.Retry)
				}
			}
		},
	}}
}
