package xiaomi

import (
	"strings"

	"github.com/offpush/offpush/conformance"
)

// troubleCases: the service fails in every way its table has.
func troubleCases() []conformance.Case {
	each := func(id, source string, level conformance.Level, title string, codes ...string) conformance.Case {
		return conformance.Case{
			ID: "xiaomi/trouble/" + id, Level: level, Source: source, Codes: codes, Title: title,
			Requirement: "An endpoint " + lower(level) + " be able to answer " + strings.Join(codes, ", ") + " and deliver nothing then.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, code := range codes {
					b.SetFlag("trouble", code)
					b.want(b.send(p), code)
				}
				b.WantItems(p, 0)
				b.SetFlag("trouble", "off")
				b.want(b.send(p), "0")
			},
		}
	}
	return []conformance.Case{
		each("faults", docCodes, conformance.Must, "the server's own faults", "-1", "1", "10001", "10002", "10003", "10037", "20216", "20607", "26003", "65029", "65030"),
		each("sdk-faults", sdk, conformance.Should, "the server's faults in the SDK's table", "10009", "10010", "10011"),
		each("too-many-calls", docCodes, conformance.Must, "an app that calls too often", "10027"),
		each("sdk-rates", sdk, conformance.Should, "speeds in the SDK's table", "10022", "10023", "10024", "10028"),
		{
			ID: "xiaomi/trouble/statuses", Level: conformance.Should, Source: sdk, Rows: []string{"B13"}, Codes: []string{""},
			Title:       "a status without an answer",
			Requirement: "An endpoint should be able to answer HTTP 400, 500 and 503 without a code.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for status, flag := range map[int]string{400: "400", 500: "500", 503: "503"} {
					b.SetFlag("trouble", flag)
					if a := b.send(p); a.Status != status || a.Code() != "" {
						t.Errorf("%v, want HTTP %d without a code", a, status)
					}
				}
				b.WantItems(p, 0)
			},
		},
	}
}

func lower(l conformance.Level) string { return strings.ToLower(string(l)) }
