package fcm

import "net/http"

// The codes that more than one place names.
const (
	codeBad          = "INVALID_ARGUMENT"
	codeNoLogin      = "UNAUTHENTICATED"
	codeThirdParty   = "THIRD_PARTY_AUTH_ERROR"
	codeDenied       = "PERMISSION_DENIED"
	codeOtherSender  = "SENDER_ID_MISMATCH"
	codeUnregistered = "UNREGISTERED"
	codeNotFound     = "NOT_FOUND"
	codeExists       = "ALREADY_EXISTS"
	codeDeviceRate   = "QUOTA_EXCEEDED"
	codeProjectRate  = "RESOURCE_EXHAUSTED"
	codeInternal     = "INTERNAL"
	codeUnavailable  = "UNAVAILABLE"
)

// statusOf is the HTTP status of a code and the name of google.rpc.Code that goes with
// it.
func statusOf(code string) (status int, rpc string) {
	switch code {
	case codeNoLogin, codeThirdParty:
		return http.StatusUnauthorized, codeNoLogin
	case codeDenied, codeOtherSender:
		return http.StatusForbidden, codeDenied
	case codeNotFound, codeUnregistered:
		return http.StatusNotFound, codeNotFound
	case codeExists:
		return http.StatusConflict, codeExists
	case codeDeviceRate, codeProjectRate:
		return http.StatusTooManyRequests, codeProjectRate
	case codeInternal:
		return http.StatusInternalServerError, codeInternal
	case codeUnavailable:
		return http.StatusServiceUnavailable, codeUnavailable
	}
	return http.StatusBadRequest, codeBad
}

// reply tells apart answers with the same code. The refusing rule leaves it in the third
// number of its step.
type reply int64

const (
	sayUsual     reply = iota // message of the code, FcmError
	sayNothing                // message of the code, no details at all
	sayTarget                 // nobody is addressed
	sayToken                  // the token is malformed
	sayForm                   // what the reader of JSON found
	sayJSON                   // no JSON
	sayField                  // FcmError and a violation of the field in the step's text
	sayNoLogin                // no Authorization
	sayExpired                // an access token that was good once
	sayQuota                  // the project's minute
	sayTopicRate              // messages to topics
	sayDevice                 // the phone's minute or hour
	sayIAM                    // the role is missing
	sayScope                  // the access token was asked for without the scope

	// sayVariant is added for the other text that was seen.
	sayVariant reply = 1 << 8
)

const (
	textInvalid = "Request contains an invalid argument."
	textLogin   = "Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
	textNoLogin = "Request is missing required authentication credential. " + textLogin
	textTarget  = "Recipient of the message is not set."
	textToken   = "The registration token is not a valid FCM registration token"
)

// textOf is Google's message for a code where the reply has none of its own. Those of
// rate limits and of ALREADY_EXISTS are assumed, the others were seen.
func textOf(code string) string {
	switch code {
	case codeNoLogin:
		return "Request had invalid authentication credentials. " + textLogin
	case codeThirdParty:
		return "Auth error from APNS or Web Push Service"
	case codeDenied:
		return "The caller does not have permission"
	case codeOtherSender:
		return "SenderId mismatch"
	case codeNotFound, codeUnregistered:
		return "Requested entity was not found."
	case codeExists:
		return "Requested entity already exists"
	case codeDeviceRate:
		return "Message rate exceeded for the device."
	case codeProjectRate:
		return "Resource has been exhausted (e.g. check quota)."
	case codeInternal:
		return "Internal error encountered."
	case codeUnavailable:
		return "The service is currently unavailable."
	}
	return textInvalid
}
