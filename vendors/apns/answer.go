package apns

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors/internal/transport"
)

// reply is one answer of APNs, understood as far as it can be.
type reply struct {
	status int
	header http.Header
	raw    []byte
	isJSON bool // an object
	answer answer
	// id and uniqueID are apns-id and apns-unique-id.
	id, uniqueID string
}

func readReply(resp transport.Response) reply {
	r := reply{status: resp.Status, header: resp.Header, raw: resp.Body}
	if r.header == nil {
		r.header = http.Header{}
	}
	r.answer, r.isJSON = decodeAnswer(resp.Body)
	return r
}

// accepted reports Apple's yes: 200 and an empty body.
func (r *reply) accepted() bool {
	return r.status == http.StatusOK && len(bytes.TrimSpace(r.raw)) == 0
}

// answer is the body of a refusal. It is read with tolerance: a timestamp of an odd
// shape must not hide the reason.
type answer struct {
	Reason string
	// Since is the timestamp of status 410 in milliseconds, 0 when absent.
	Since int64
}

// decodeAnswer reports whether body is a JSON object.
func decodeAnswer(body []byte) (answer, bool) {
	var members map[string]json.RawMessage
	trimmed := bytes.TrimSpace(body)
	if len(trimmed) == 0 || trimmed[0] != '{' || json.Unmarshal(trimmed, &members) != nil {
		return answer{}, false
	}
	var a answer
	if json.Unmarshal(members["reason"], &a.Reason) != nil {
		a.Reason = ""
	}
	text := strings.Trim(string(members["timestamp"]), `"`)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		a.Since = n
	}
	return a, true
}

// canonical is the answer as Apple writes it; nothing when there is no reason.
func (a answer) canonical() []byte {
	if a.Reason == "" {
		return nil
	}
	out := struct {
		Reason    string `json:"reason"`
		Timestamp int64  `json:"timestamp,omitempty"`
	}{a.Reason, a.Since}
	b, err := json.Marshal(out)
	if err != nil { // a string and a number always encode
		return nil
	}
	return b
}

// deadSince is the moment of the timestamp; zero without one.
func (a answer) deadSince() time.Time {
	if a.Since == 0 {
		return time.Time{}
	}
	return time.UnixMilli(a.Since).UTC()
}
