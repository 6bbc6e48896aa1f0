package vendors

// Vendor names one push channel, in the spelling used on the command line, in
// files and in JSON.
type Vendor string

// The push channels offpush speaks about. A vendor is available when the
// catalogue has a row for it.
const (
	Huawei Vendor = "huawei"
	Honor  Vendor = "honor"
	Xiaomi Vendor = "xiaomi"
	OPPO   Vendor = "oppo"
	Vivo   Vendor = "vivo"
	Meizu  Vendor = "meizu"
	APNs   Vendor = "apns"
	FCM    Vendor = "fcm"
)

// Text is one sentence in the two languages every message of offpush exists in.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// In returns the text in lang ("en" or "zh"); any other lang is English.
func (t Text) In(lang string) string {
	if lang == "zh" && t.ZH != "" {
		return t.ZH
	}
	return t.EN
}
