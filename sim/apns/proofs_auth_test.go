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
			w.Flag("server", value)
			return w.push(w.Phone("p"), nil).said()
		}
	}
	return []proof{
		{Rule: "AP-VAL-001", Want: "hangup", Run: func(w *world) string {
			w.proto = "HTTP/1.1"
			return w.push(w.Phone("p"), nil).said()
		}},
		{Rule: "AP-VAL-002", Want: "400 IdleTimeout", Run: server("IdleTimeout")},
		{Rule: "AP-VAL-003", Want: "500 InternalServerError", Run: server("InternalServerError")},
		{Rule: "AP-VAL-004", Want: "503 ServiceUnavailable", Run: server("ServiceUnavailable")},
		{Rule: "AP-VAL-005", Want: "503 Shutdown", Run: server("Shutdown")},
	}
}

// claims is a push with a provider token that is wrong in something.
func claims(changes fields) func(w *world) string {
	return func(w *world) string {
		w.jwt = w.token(w.App, changes)
		return w.push(w.Phone("p"), nil).said()
	}
}

// der writes the token's signature as OpenSSL does.
func der(w *world) string {
	input := w.jwt[:strings.LastIndexByte(w.jwt, '.')]
	sig, err := signES256(w.App.Credentials["p8"], input)
	if err != nil {
		w.T.Fatal(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// issued is a push with a token that was made at another time.
func issued(ago time.Duration) func(w *world) string {
	return func(w *world) string { return claims(fields{"iat": w.Now().Add(-ago).Unix()})(w) }
}

func providerProofs() []proof {
	const invalid = "403 InvalidProviderToken"
	return []proof{
		{Rule: "AP-AUT-001", Want: "403 MissingProviderToken", Run: func(w *world) string {
			w.jwt = ""
			return w.push(w.Phone("p"), nil).said()
		}},
		{Rule: "AP-AUT-002", Want: invalid, Run: func(w *world) string {
			w.jwt = "abc"
			return w.push(w.Phone("p"), nil).said()
		}},
		{Rule: "AP-AUT-002", Want: invalid, Run: func(w *world) string {
			return w.push(w.Phone("p"), head{"authorization": "Basic " + w.jwt}).said()
		}},
		{Rule: "AP-AUT-003", Want: invalid, Run: claims(fields{"alg": "HS256"})},
		{Rule: "AP-AUT-004", Want: invalid, Run: claims(fields{"kid": "ABC123DEFG"})},
		{Rule: "AP-AUT-005", Want: invalid, Run: func(w *world) string {
			w.Flag("key", "revoked")
			return w.push(w.Phone("p"), nil).said()
		}},
		{Rule: "AP-AUT-006", Want: invalid, Run: claims(fields{"iss": "DEF123GHIJ"})},
		{Rule: "AP-AUT-007", Want: invalid, Run: func(w *world) string {
			other := w.AddApp(sim.AppSpec{ID: "other"})
			w.jwt = w.token(other, fields{"kid": w.App.Credentials["key_id"]})
			return w.push(w.Phone("p"), nil).said()
		}},
		{Rule: "AP-AUT-008", Want: "200, 403 InvalidProviderToken", Run: func(w *world) string {
			id := w.Phone("p")
			w.jwt = der(w)
			first := w.push(id, nil).said()
			w.Flag("jwt_der", "off")
			return join(first, w.push(id, nil).said())
		}},
		{Rule: "AP-AUT-009", Want: invalid, Run: claims(fields{"iat": nil})},
		{Rule: "AP-AUT-010", Want: invalid, Run: issued(-3601 * time.Second)},
		{Rule: "AP-AUT-011", Want: "403 ExpiredProviderToken", Run: issued(3601 * time.Second)},
	}
}

func keyProofs() []proof {
	sandboxKey := func(reason string) func(w *world) string {
		return func(w *world) string {
			w.Flag("key_environment", "sandbox")
			w.Flag("key_environment_reason", reason)
			return w.push(w.Phone("p"), nil).said()
		}
	}
	return []proof{
		{Rule: "AP-AUT-012", Want: "403 BadEnvironmentKeyInToken", Run: sandboxKey("wire")},
		{Rule: "AP-AUT-013", Want: "403 BadEnvironmentKeyIdInToken", Run: sandboxKey("documented")},
		{Rule: "AP-AUT-014", Want: "403 Forbidden", Run: func(w *world) string {
			w.Flag("forbidden", "on")
			return w.push(w.Phone("p"), nil).said()
		}},
	}
}

// foreign is an app of another developer: its key is another team's.
func (w *world) foreign(id string) sim.AppSpec {
	cred := w.Endpoint.MintCredentials(99, id)
	return w.AddApp(sim.AppSpec{ID: id, Vendor: vendors.APNs, Credentials: cred})
}

func connectionProofs() []proof {
	return []proof{
		{Rule: "AP-AUT-020", Want: "200, 403 InvalidProviderToken", Run: func(w *world) string {
			id := w.Phone("p")
			first := w.push(id, nil).said()
			w.jwt = w.token(w.foreign("far"), nil)
			return join(first, w.push(id, nil).said())
		}},
		{Rule: "AP-AUT-021", Want: "200, 403 UnrelatedKeyIdInToken, 200", Run: func(w *world) string {
			id := w.Phone("p")
			first := w.push(id, nil).said()
			w.jwt = w.token(w.AddApp(sim.AppSpec{ID: "second"}), nil)
			second := w.push(id, nil).said()
			w.conn = 2
			return join(first, second, w.push(id, nil).said())
		}},
		{Rule: "AP-AUT-022", Want: "200, 429 TooManyProviderTokenUpdates, 200", Run: func(w *world) string {
			id, first := w.Phone("p"), w.jwt
			a := w.push(id, nil).said()
			w.Pass(5 * time.Minute)
			w.jwt = w.token(w.App, nil)
			b := w.push(id, nil).said()
			w.jwt = first
			return join(a, b, w.push(id, nil).said())
		}},
		{Rule: "AP-AUT-023", Want: "200, 429 TooManyProviderTokenUpdates", Run: func(w *world) string {
			id := w.Phone("p")
			a := w.push(id, nil).said()
			w.Pass(time.Minute)
			w.jwt = w.token(w.App, nil)
			return join(a, w.push(id, nil).said())
		}},
	}
}

func certificateProofs() []proof {
	with := func(environment string, change func(w *world)) func(w *world) string {
		return func(w *world) string {
			w.cert, w.jwt = certificate(&w.App, environment), ""
			change(w)
			return w.push(w.Phone("p"), nil).said()
		}
	}
	return []proof{
		{Rule: "AP-AUT-030", Want: "403 BadCertificate", Run: with("", func(w *world) { w.stranger = true })},
		{Rule: "AP-AUT-031", Want: "403 BadCertificate", Run: with("", func(w *world) { w.Flag("certificate", "revoked") })},
		{Rule: "AP-AUT-032", Want: "403 BadCertificateEnvironment", Run: with("sandbox", func(*world) {})},
		{Rule: "AP-AUT-042", Want: "400 TopicDisallowed, 200", Run: func(w *world) string {
			other := w.AddApp(sim.AppSpec{ID: "other"})
			w.cert, w.jwt = certificate(&other, "production"), ""
			id := w.Phone("p")
			first := w.push(id, nil).said()
			w.cert = certificate(&w.App, "production")
			return join(first, w.push(id, nil).said())
		}},
	}
}
