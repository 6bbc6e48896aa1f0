package fcm

import (
	"fmt"
	"strconv"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// payload is the member "message" of a request without its target, which is written
// beside it.
type payload struct {
	Data         map[string]string   `json:"data,omitempty"`
	Notification *CommonNotification `json:"notification,omitempty"`
	Android      *Android            `json:"android,omitempty"`
	AndroidV2    *AndroidV2          `json:"android_v2,omitempty"`
	APNs         *APNs               `json:"apns,omitempty"`
	WebPush      *WebPush            `json:"webpush,omitempty"`
	FCMOptions   *FCMOptions         `json:"fcm_options,omitempty"`
}

// encode writes the message without its target. There is no HTML escaping, which would
// make texts longer than they are.
func encode(o *Options) ([]byte, error) {
	b, err := loosejson.Encode(&payload{
		Data: o.Data, Notification: o.Notification, Android: o.Android, AndroidV2: o.AndroidV2,
		APNs: o.APNs, WebPush: o.WebPush, FCMOptions: o.FCMOptions,
	})
	if err != nil {
		return nil, fmt.Errorf("fcm: %w", err)
	}
	return b, nil
}

// assemble writes the request around the encoded message. A target is a text, whose
// JSON is written once more only where it needs an escape.
func (d *draft) assemble(to target) []byte {
	body := make([]byte, 0, len(d.message)+len(to.value)+64)
	body = append(body, '{')
	if only := d.out.ValidateOnly; only != nil {
		body = append(body, `"validate_only":`...)
		body = strconv.AppendBool(body, *only)
		body = append(body, ',')
	}
	body = append(body, `"message":{"`...)
	body = append(body, to.member...)
	body = append(body, `":`...)
	body = loosejson.AppendText(body, to.value)
	if len(d.message) > len("{}") {
		body = append(body, ',')
	}
	body = append(body, d.message[1:]...)
	return append(body, '}')
}
