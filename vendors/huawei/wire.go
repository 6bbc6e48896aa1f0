package huawei

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// payload is the member "message" of a request without its target, which is written
// beside it: a thousand tokens do not count for the size of the message.
type payload struct {
	Data         *string             `json:"data,omitempty"`
	Notification *CommonNotification `json:"notification,omitempty"`
	Android      *Android            `json:"android,omitempty"`
	APNs         map[string]any      `json:"apns,omitempty"`
	WebPush      map[string]any      `json:"webpush,omitempty"`
}

// target is who a message is for: exactly one member "token", "topic" or "condition".
type target struct {
	name  string
	value any
}

func toTokens(tokens []vendors.Token) target { return target{"token", tokens} }

// assemble writes the request around the encoded message.
func (d *draft) assemble(to target) ([]byte, error) {
	if d.v3 {
		return d.assembleHarmony(to)
	}
	value, err := encode(to.value)
	if err != nil {
		return nil, err
	}
	var review []byte
	if len(d.out.Review) > 0 {
		if review, err = encode(d.out.Review); err != nil {
			return nil, err
		}
	}
	only := d.out.ValidateOnly != nil && *d.out.ValidateOnly
	body := make([]byte, 0, len(d.message)+len(value)+len(review)+80)
	body = append(body, `{"validate_only":`...)
	body = strconv.AppendBool(body, only)
	body = append(body, `,"message":`...)
	body = append(body, d.message[:len(d.message)-1]...) // its closing brace comes below
	if len(d.message) > len("{}") {
		body = append(body, ',')
	}
	body = append(body, '"')
	body = append(body, to.name...)
	body = append(body, `":`...)
	body = append(body, value...)
	body = append(body, '}')
	if review != nil {
		body = append(body, `,"review":`...)
		body = append(body, review...)
	}
	return append(body, '}'), nil
}

// encode writes JSON without HTML escaping, which would make texts longer than they
// are.
func encode(v any) ([]byte, error) {
	b, err := loosejson.Encode(v)
	if err != nil {
		return nil, fmt.Errorf("huawei: %w", err)
	}
	return b, nil
}

const (
	headerContentType   = "Content-Type"
	headerAuthorization = "Authorization"
	headerPushType      = "Push-Type" // as net/http spells push-type
	contentType         = "application/json;charset=UTF-8"
)

// header returns the headers of a request with this draft.
func (d *draft) header(token string) http.Header {
	if d.v3 {
		return harmonyHeader(token, d.pushType())
	}
	return jsonHeader(token)
}

// harmonyHeader returns the headers of a request to HarmonyOS.
func harmonyHeader(token string, pushType int) http.Header {
	h := jsonHeader(token)
	h[headerContentType] = []string{"application/json"}
	h[headerPushType] = []string{strconv.Itoa(pushType)}
	return h
}

// jsonHeader returns the headers of one request.
func jsonHeader(token string) http.Header {
	h := make(http.Header, 4) // with the transport's User-Agent
	h[headerContentType] = []string{contentType}
	h[headerAuthorization] = []string{"Bearer " + token}
	return h
}
