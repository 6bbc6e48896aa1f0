package apns

import (
	"encoding/binary"
	"net/http"
	"strconv"

	"github.com/offpush/offpush/sim"
)

// statusOf is the HTTP status of a reason. Most are 400.
func statusOf(reason string) int {
	switch reason {
	case "BadCertificate", "BadCertificateEnvironment", "ExpiredProviderToken", "Forbidden",
		"InvalidProviderToken", "MissingProviderToken", "UnrelatedKeyIdInToken",
		"BadEnvironmentKeyIdInToken", "BadEnvironmentKeyInToken":
		return http.StatusForbidden
	case "BadPath":
		return http.StatusNotFound
	case "MethodNotAllowed":
		return http.StatusMethodNotAllowed
	case "ExpiredToken", "Unregistered":
		return http.StatusGone
	case "PayloadTooLarge":
		return http.StatusRequestEntityTooLarge
	case "TooManyProviderTokenUpdates", "TooManyRequests":
		return http.StatusTooManyRequests
	case "InternalServerError":
		return http.StatusInternalServerError
	case "ServiceUnavailable", "Shutdown":
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// Encode writes the answer: 200 without a body, or a status and a reason. Every
// answer has an apns-id.
func (e *Endpoint) Encode(c *sim.Call, d *sim.Decision, w *sim.Response) {
	if d.Reply.Hangup {
		w.Hangup = true
		return
	}
	p, _ := c.Wire.(*Push)
	if p == nil {
		p = &Push{}
	}
	id := answerID(c, d)
	w.Header = http.Header{headerID: {id}}
	switch {
	case d.Refused:
		w.Status = d.Reply.Status
		if w.Status == 0 {
			w.Status = statusOf(d.Reply.Code)
		}
		w.Type = "application/json"
		w.Body = reason(w.Body, d)
	case c.Verb == sim.VerbUnknown:
		// A rulebook without the rules for it, as the lenient profile is. A yes would
		// hide a sender's wrong path.
		w.Status = http.StatusNotImplemented
	default:
		w.Status = http.StatusOK
		if p.environment == sandbox {
			// Only the sandbox names its entry in the delivery log.
			w.Header["Apns-Unique-Id"] = []string{uuid(sum(0, "apns-unique-id", id))}
		}
	}
}

// reason writes the body of a no. Only answers about a dead token say since when.
func reason(b []byte, d *sim.Decision) []byte {
	b = append(b, `{"reason":`...)
	b = strconv.AppendQuote(b, d.Reply.Code) // reasons are ASCII letters
	if statusOf(d.Reply.Code) == http.StatusGone && len(d.Admissions) == 1 {
		b = append(b, `,"timestamp":`...)
		b = strconv.AppendInt(b, d.Admissions[0].Detail, 10)
	}
	return append(b, '}')
}

// answerID is the request's own id, or the one of the accepted message. A refused
// request without a good one gets an id made of it and its time.
func answerID(c *sim.Call, d *sim.Decision) string {
	switch {
	case d.Reply.MessageID != "":
		return d.Reply.MessageID
	case c.GivenID != "":
		return c.GivenID
	case c.Request == nil:
		return uuid(sum(0, "no request"))
	}
	var at, conn [8]byte
	binary.BigEndian.PutUint64(at[:], uint64(c.At.UnixNano()))
	binary.BigEndian.PutUint64(conn[:], c.Request.ConnID)
	return uuid(sum(0, "apns-id of a refusal", string(at[:]), string(conn[:]), c.Request.Path, string(c.Request.Body)))
}
