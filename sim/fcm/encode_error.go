package fcm

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
)

const (
	typeFcm   = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
	typeBad   = "type.googleapis.com/google.rpc.BadRequest"
	typeQuota = "type.googleapis.com/google.rpc.QuotaFailure"
	typeInfo  = "type.googleapis.com/google.rpc.ErrorInfo"
	typeHelp  = "type.googleapis.com/google.rpc.Help"
)

// failure is an error on its way out.
type failure struct {
	call    *sim.Call
	code    string
	project string
	said    reply
	field   string
	limit   int64
	variant bool // the other text that was seen
}

// encodeError writes google.rpc.Status with the details Google gives in this case.
func encodeError(c *sim.Call, d *sim.Decision, w *sim.Response) {
	f := failure{call: c, code: d.Reply.Code, project: pushOfCall(c).Project}
	var n [3]int64
	f.said, f.field, n = refusal(d)
	f.limit = n[1]
	if f.said&sayVariant != 0 {
		f.said, f.variant = f.said&^sayVariant, true
	}
	_, status := statusOf(f.code)
	b := jsonwrite.Object(jsonwrite.Object(w.Body, ""), "error")
	b = jsonwrite.Int(b, "code", int64(w.Status))
	b = jsonwrite.Str(b, "message", f.message())
	b = jsonwrite.Str(b, "status", status)
	b = f.details(b)
	w.Body = append(b, '}', '}')
	w.Header = f.retryAfter(n[0])
}

// retryAfter says when to come back, where Google does: the rule leaves the seconds in
// the first number of its step.
func (f *failure) retryAfter(seconds int64) http.Header {
	if seconds <= 0 || (f.said != sayQuota && f.code != codeUnavailable) {
		return nil
	}
	return http.Header{"Retry-After": {strconv.FormatInt(seconds, 10)}}
}

func (f *failure) bad() []violation {
	if b := pushOfCall(f.call).Send; b != nil {
		return b.Bad
	}
	return nil
}

func (f *failure) message() string {
	switch f.said {
	case sayTarget:
		return textTarget
	case sayToken:
		if f.variant {
			return textInvalid
		}
		return textToken
	case sayForm:
		all := make([]string, 0, len(f.bad()))
		for _, v := range f.bad() {
			all = append(all, v.description)
		}
		return strings.Join(all, "\n")
	case sayJSON:
		return "Invalid JSON payload received. Unexpected end of string. Expected a value."
	case sayNoLogin:
		return textNoLogin
	case sayQuota:
		return "Quota exceeded for quota metric 'Send requests' and limit 'Send requests per minute' of service 'fcm.googleapis.com' for consumer 'project_number:" + f.number() + "'."
	case sayTopicRate:
		return "Topic quota exceeded."
	case sayIAM:
		return "Permission 'cloudmessaging.messages.create' denied on resource '//cloudresourcemanager.googleapis.com/projects/" + f.project + "' (or it may not exist)."
	case sayScope:
		return "Request had insufficient authentication scopes."
	}
	if f.variant && f.code == codeThirdParty {
		return textNoLogin
	}
	return textOf(f.code)
}

func (f *failure) number() string {
	if digits(f.project) {
		return f.project
	}
	return projectNumber(f.project)
}

// details are in the order they were seen in.
func (f *failure) details(b []byte) []byte {
	switch f.said {
	case sayNothing, sayNoLogin, sayIAM, sayTopicRate:
		return b
	}
	b = jsonwrite.Array(b, "details")
	switch f.said {
	case sayTarget:
		b = f.fcm(violations(b, violation{"message", textTarget}))
	case sayToken:
		if b = f.fcm(b); f.variant {
			b = violations(b, violation{"message.token", "Invalid registration token"})
		}
	case sayForm:
		b = violations(b, f.bad()...)
	case sayJSON:
		b = violations(b, violation{"", f.message()})
	case sayField:
		b = violations(f.fcm(b), violation{f.field, "Invalid value"})
	case sayExpired:
		b = append(f.info(b, "ACCESS_TOKEN_EXPIRED", "method", "google.firebase.fcm.v1.FcmService.SendMessage", "service", "fcm.googleapis.com"), '}')
	case sayScope:
		b = append(f.info(b, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "method", "google.firebase.fcm.v1.FcmService.SendMessage", "service", "fcm.googleapis.com"), '}')
	case sayQuota:
		b = f.quota(b)
	case sayDevice:
		b = jsonwrite.Str(jsonwrite.Object(f.fcm(b), ""), "@type", typeQuota)
		b = jsonwrite.Object(jsonwrite.Array(b, "violations"), "")
		b = jsonwrite.Str(jsonwrite.Str(b, "subject", "device"), "description", "Device message rate exceeded")
		b = append(b, '}', ']', '}')
	default:
		b = f.fcm(b)
	}
	return append(b, ']')
}

func (f *failure) fcm(b []byte) []byte {
	b = jsonwrite.Str(jsonwrite.Object(b, ""), "@type", typeFcm)
	return append(jsonwrite.Str(b, "errorCode", f.code), '}')
}

func violations(b []byte, all ...violation) []byte {
	b = jsonwrite.Str(jsonwrite.Object(b, ""), "@type", typeBad)
	b = jsonwrite.Array(b, "fieldViolations")
	for _, v := range all {
		b = jsonwrite.Object(b, "")
		if v.field != "" {
			b = jsonwrite.Str(b, "field", v.field)
		}
		b = append(jsonwrite.Str(b, "description", v.description), '}')
	}
	return append(b, ']', '}')
}

// info writes an ErrorInfo and leaves it open.
func (f *failure) info(b []byte, reason string, metadata ...string) []byte {
	b = jsonwrite.Str(jsonwrite.Object(b, ""), "@type", typeInfo)
	b = jsonwrite.Str(jsonwrite.Str(b, "reason", reason), "domain", "googleapis.com")
	b = jsonwrite.Object(b, "metadata")
	for i := 0; i+1 < len(metadata); i += 2 {
		b = jsonwrite.Str(b, metadata[i], metadata[i+1])
	}
	return append(b, '}')
}

func (f *failure) quota(b []byte) []byte {
	b = append(f.info(b, "RATE_LIMIT_EXCEEDED",
		"quota_limit_value", strconv.FormatInt(f.limit, 10), "consumer", "projects/"+f.number(),
		"quota_metric", "fcm.googleapis.com/send_requests", "quota_unit", "1/min/{project}",
		"service", "fcm.googleapis.com", "quota_location", "global", "quota_limit", "SendsPerMinutePerProject"), '}')
	b = jsonwrite.Str(jsonwrite.Object(b, ""), "@type", typeHelp)
	b = jsonwrite.Object(jsonwrite.Array(b, "links"), "")
	b = jsonwrite.Str(b, "description", "Request a higher quota limit.")
	b = jsonwrite.Str(b, "url", "https://cloud.google.com/docs/quotas/help/request_increase")
	return append(b, '}', ']', '}')
}
