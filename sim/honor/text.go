package honor

// The codes that more than one place names.
const (
	codeSuccess   = "200"
	codePartial   = "80100000"
	codeStructure = "80100003"
	codeForbidden = "403"
	codeNoTokens  = "80300007"

	// The lists in which a single token is refused.
	listFailed  = "failTokens"
	listExpired = "expireTokens"

	unauthorized     = "unauthorized_client"
	unsupportedGrant = "unsupported_grant_type"
)

// text is the message of a code; senders must not read it. Those of 503, 10001, 10205,
// 10300, 80200020 and 80300006 are the documents', the others are assumed.
func text(code string) string {
	if s, ok := texts[code]; ok {
		return s
	}
	return "error"
}

//nolint:gochecknoglobals // an immutable table
var texts = map[string]string{
	codeSuccess:   "success",
	codePartial:   "partial success",
	codeForbidden: "authentication failed, please check the access token",
	"404":         "service not found, please check the URI",
	"500":         "internal error",
	"502":         "connection error",
	"503":         "request too many, please try again later",
	"10001":       "timestamp is null",
	"10205":       "appId is not found",
	"10207":       "timestamp is invalid, send the current valid timestamp",
	"10300":       "Push Token is null",
	codeStructure: "Illegal payload",
	"80200020":    "receipt id is not match",
	"80200022":    "no right to send this type of message",
	"80200047":    "test messages reached the daily limit",
	"80200050":    "marketing messages do not support image",
	"80200056":    "title or content has sensitive information",
	"80300006":    "Push Token is repeat",
	codeNoTokens:  "all push tokens are invalid",
	"80300008":    "the body exceeds 4096 bytes",
	"80300010":    "the number of push tokens exceeds 1000",
}

// status is the HTTP status of a code: its own where the code is one, else 400.
func status(code string) int {
	switch code {
	case codeForbidden:
		return 403
	case "404":
		return 404
	case "500":
		return 500
	case "502":
		return 502
	case "503":
		return 503
	case unauthorized:
		return 401
	}
	return 400
}
