package apns_test

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

func serverProofs() []proof {
	server := func(value string) func(w *world) string {
		return func(w *world) string {
			w.flag("server", value)
			return w.push(w.phone("p"), nil).said()
		}
	}
	return []proof{
		{rule: "AP-VAL-001", want: "hangup", run: func(w *world) string {
			w.proto = "HTTP/1.1"
			return w.push(w.phone("p"), nil).said()
		}},
		{rule: "AP-VAL-002", want: "400 IdleTimeout", run: server("IdleTimeout")},
		{rule: "AP-VAL-003", want: "500 InternalServerError", run: server("InternalServerError")},
		{rule: "AP-VAL-004", want: "503 ServiceUnavailable", run: server("ServiceUnavailable")},
		{rule: "AP-VAL-005", want: "503 Shutdown", run: server("Shutdown")},
	}
}

// claims is a push with a provider token that is wrong in something.
func claims(changes fields) func(w *world) string {
	return func(w *world) string {
		w.jwt = w.token(w.app, changes)
		return w.push(w.phone("p"), nil).said()
	}
}

// der writes the token's signature as OpenSSL does.
func der(w *world) string {
	input := w.jwt[:strings.LastIndexByte(w.jwt, '.')]
	sig, err := signES256(w.app.Credentials["p8"], input)
	if err != nil {
		w.t.Fatal(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// issued is a push with a token that was made at another time.
func issued(ago time.Duration) func(w *world) string {
	return func(w *world) string { return claims(fields{"iat": w.now().Add(-ago).Unix()})(w) }
}

func providerProofs() []proof {
	const invalid = "403 InvalidProviderToken"
	return []proof{
		{rule: "AP-AUT-001", want: "403 MissingProviderToken", run: func(w *world) string {
			w.jwt = ""
			return w.push(w.phone("p"), nil).said()
		}},
		{rule: "AP-AUT-002", want: invalid, run: func(w *world) string {
			w.jwt = "abc"
			return w.push(w.phone("p"), nil).said()
		}},
		{rule: "AP-AUT-002", want: invalid, run: func(w *world) string {
			return w.push(w.phone("p"), head{"authorization": "Basic " + w.jwt}).said()
		}},
		{rule: "AP-AUT-003", want: invalid, run: claims(fields{"alg": "HS256"})},
		{rule: "AP-AUT-004", want: invalid, run: claims(fields{"kid": "ABC123DEFG"})},
		{rule: "AP-AUT-005", want: invalid, run: func(w *world) string {
			w.flag("key", "revoked")
			return w.push(w.phone("p"), nil).said()
		}},
		{rule: "AP-AUT-006", want: invalid, run: claims(fields{"iss": "DEF123GHIJ"})},
		{rule: "AP-AUT-007", want: invalid, run: func(w *world) string {
			other := w.add(sim.AppSpec{ID: "other"})
			w.jwt = w.token(other, fields{"kid": w.app.Credentials["key_id"]})
			return w.push(w.phone("p"), nil).said()
		}},
		{rule: "AP-AUT-008", want: "200, 403 InvalidProviderToken", run: func(w *world) string {
			id := w.phone("p")
			w.jwt = der(w)
			first := w.push(id, nil).said()
			w.flag("jwt_der", "off")
			return join(first, w.push(id, nil).said())
		}},
		{rule: "AP-AUT-009", want: invalid, run: claims(fields{"iat": nil})},
		{rule: "AP-AUT-010", want: invalid, run: issued(-3601 * time.Second)},
		{rule: "AP-AUT-011", want: "403 ExpiredProviderToken", run: issued(3601 * time.Second)},
	}
}

func keyProofs() []proof {
	sandboxKey := func(reason string) func(w *world) string {
		return func(w *world) string {
			w.flag("key_environment", "sandbox")
			w.flag("key_environment_reason", reason)
			return w.push(w.phone("p"), nil).said()
		}
	}
	return []proof{
		{rule: "AP-AUT-012", want: "403 BadEnvironmentKeyInToken", run: sandboxKey("wire")},
		{rule: "AP-AUT-013", want: "403 BadEnvironmentKeyIdInToken", run: sandboxKey("documented")},
		{rule: "AP-AUT-014", want: "403 Forbidden", run: func(w *world) string {
			w.flag("forbidden", "on")
			return w.push(w.phone("p"), nil).said()
		}},
	}
}

// foreign is an app of another developer: its key is another team's.
func (w *world) foreign(id string) sim.AppSpec {
	cred := w.ep.MintCredentials(99, id)
	return w.add(sim.AppSpec{ID: id, Vendor: vendors.APNs, Credentials: cred})
}

func connectionProofs() []proof {
	return []proof{
		{rule: "AP-AUT-020", want: "200, 403 InvalidProviderToken", run: func(w *world) string {
			id := w.phone("p")
			first := w.push(id, nil).said()
			w.jwt = w.token(w.foreign("far"), nil)
			return join(first, w.push(id, nil).said())
		}},
		{rule: "AP-AUT-021", want: "200, 403 UnrelatedKeyIdInToken, 200", run: func(w *world) string {
			id := w.phone("p")
			first := w.push(id, nil).said()
			w.jwt = w.token(w.add(sim.AppSpec{ID: "second"}), nil)
			second := w.push(id, nil).said()
			w.conn = 2
			return join(first, second, w.push(id, nil).said())
		}},
		{rule: "AP-AUT-022", want: "200, 429 TooManyProviderTokenUpdates, 200", run: func(w *world) string {
			id, first := w.phone("p"), w.jwt
			a := w.push(id, nil).said()
			w.pass(5 * time.Minute)
			w.jwt = w.token(w.app, nil)
			b := w.push(id, nil).said()
			w.jwt = first
			return join(a, b, w.push(id, nil).said())
		}},
		{rule: "AP-AUT-023", want: "200, 429 TooManyProviderTokenUpdates", run: func(w *world) string {
			id := w.phone("p")
			a := w.push(id, nil).said()
			w.pass(time.Minute)
			w.jwt = w.token(w.app, nil)
			return join(a, w.push(id, nil).said())
		}},
	}
}

func certificateProofs() []proof {
	with := func(environment string, change func(w *world)) func(w *world) string {
		return func(w *world) string {
			w.cert, w.jwt = certificate(&w.app, environment), ""
			change(w)
			return w.push(w.phone("p"), nil).said()
		}
	}
	return []proof{
		{rule: "AP-AUT-030", want: "403 BadCertificate", run: with("", func(w *world) { w.stranger = true })},
		{rule: "AP-AUT-031", want: "403 BadCertificate", run: with("", func(w *world) { w.flag("certificate", "revoked") })},
		{rule: "AP-AUT-032", want: "403 BadCertificateEnvironment", run: with("sandbox", func(*world) {})},
		{rule: "AP-AUT-042", want: "400 TopicDisallowed, 200", run: func(w *world) string {
			other := w.add(sim.AppSpec{ID: "other"})
			w.cert, w.jwt = certificate(&other, "production"), ""
			id := w.phone("p")
			first := w.push(id, nil).said()
			w.cert = certificate(&w.app, "production")
			return join(first, w.push(id, nil).said())
		}},
	}
}
