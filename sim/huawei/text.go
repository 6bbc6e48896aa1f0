package huawei

// The codes that more than one place names.
const (
	codeSuccess   = "80000000"
	codePartial   = "80100000"
	codeStructure = "80100003"
	codeNoTokens  = "80300007"

	codeSomeTokens = "82000010" // of a topic call
	codeLocation   = "82000012" // data location not selected, or a bad token
)

// text is Huawei's msg for a code; senders must not read it. Those of success, 80200003,
// 80300002, 80300007 and 82000010 were seen, those about JWTs are documented for v3, the
// others are assumed.
func text(code string) string {
	if s, ok := texts[code]; ok {
		return s
	}
	return "Error"
}

//nolint:gochecknoglobals // an immutable table
var texts = map[string]string{
	codeSuccess:    "Success",
	"80100001":     "Parameter check error",
	codeStructure:  "Illegal payload",
	"80100004":     "Illegal expire time",
	"80100013":     "Illegal collapse_key",
	"80100016":     "Anti-Spam: word is forbidden in [CONTENT]",
	"80100017":     "Topic task number exceeds 100",
	"80200001":     "Oauth authentication error",
	"80200003":     "Access token expired",
	"80200005":     "Jwt token expired.",
	"80300002":     "No permission to send message to these tmIDs",
	codeNoTokens:   "All the tokens are invalid",
	"80300008":     "The size of message exceeds 4096 bytes",
	"80300010":     "The number of tokens is out of range",
	"80300011":     "No permission to send high-level notification",
	"80300013":     "Invalid receipt URL",
	"80300036":     "JWT expire period over threshold.",
	"80600003":     "Request OAuth failed",
	"81000001":     "Inner Error",
	"82000007":     "Invalid topic",
	"82000008":     "The number of tokens is out of range",
	"82000009":     "The number of topics exceeds 2000",
	codeSomeTokens: "partial token processed fail",
	"82000011":     "token is empty",
	codeLocation:   "data location is not selected",
	"82000013":     "data location does not match",
}

// authText is the error_description of a sub_error. Only the one of 20003 was seen.
func authText(code string) string {
	switch code {
	case "1101/20003":
		return "parameter invalid"
	case "1101/20002":
		return "invalid client_id"
	case "1101/20182":
		return "invalid grant_type"
	}
	return "invalid client_secret"
}

// status is the HTTP status of a refusal with a code, if the switch http_status is
// mapped. Huawei documents the statuses and not which code comes with which.
func status(code string) int {
	switch {
	case code == "80600003" || code == "81000001":
		return 500
	case code == "80300036" || (len(code) == 8 && code[:3] == "802"):
		return 401
	case len(code) == 8:
		return 400
	}
	return 0
}
