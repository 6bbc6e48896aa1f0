package huawei

import (
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonwrite"
	"github.com/offpush/offpush/sim/rule"
)

// harmonyText is Huawei's msg for a code of v3. All are documented, with the point at
// the end that v1's have not.
func harmonyText(c *sim.Call, h *Harmony, d *sim.Decision) string {
	switch d.Reply.Code {
	case "", codeSuccess:
		return "Success"
	case codePartial, codeNoTokens:
		return illegalTokens(c, d)
	case codeStructure:
		if last := len(d.Trace) - 1; last >= 0 && d.Trace[last].Outcome == rule.Refuse && d.Trace[last].Ref != "" {
			return d.Trace[last].Ref
		}
	case "80300010":
		return countText(h)
	}
	if s, ok := harmonyTexts[d.Reply.Code]; ok {
		return s
	}
	return text(d.Reply.Code)
}

//nolint:gochecknoglobals // an immutable table
var harmonyTexts = map[string]string{
	"80100001": "Check Parameter Error.",
	"80100004": "Illegal expire time.",
	"80100022": "Anti-Spam: image not verify.",
	"80200001": "Authentication Error.",
	"80200005": "Jwt token expired.",
	"80300002": "No permission to send message to these tmIDs.",
	"80300008": "Push message size is too long.",
	"80300029": "When send test message, the api request exceed limit.",
	"80300030": "When send test message, token count exceed limit.",
	"80300036": "JWT expire period over threshold.",
	"80300037": "Disable send huawei msg because of penalty.",
	"81000001": "Inner Error.",
}

// illegalTokens is the JSON that stands in msg when tokens were refused: an object of
// reasons, each with its tokens. The counts stand behind it for a partial success and
// before it when nobody was served, as in Huawei's samples.
func illegalTokens(c *sim.Call, d *sim.Decision) string {
	failed := int64(failures(d))
	all := d.Reply.Code == codeNoTokens
	b := jsonwrite.Object(nil, "")
	if all {
		b = jsonwrite.Int(b, "failure", failed)
	}
	b = jsonwrite.Object(b, "illegalTokens")
	written := map[string]bool{}
	for i := range d.Admissions {
		reason := d.Admissions[i].Code
		if d.Admissions[i].State != sim.Refused || written[reason] {
			continue
		}
		written[reason] = true
		b = jsonwrite.Array(b, reason)
		for k := i; k < len(d.Admissions) && k < len(c.Targets); k++ {
			if a := &d.Admissions[k]; a.State == sim.Refused && a.Code == reason {
				b = jsonwrite.Str(b, "", c.Targets[k].Name)
			}
		}
		b = append(b, ']')
	}
	b = append(b, '}')
	if !all {
		b = jsonwrite.Int(b, "success", int64(len(d.Admissions))-failed)
		b = jsonwrite.Int(b, "failure", failed)
	}
	return string(append(b, '}'))
}

// receiptV2 writes a receipt of HarmonyOS.
func receiptV2(r *sim.ReceiptInput, k *Kept, status string) ([]byte, http.Header) {
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Array(b, "statuses")
	b = jsonwrite.Object(b, "")
	b = jsonwrite.Str(b, "biTag", r.Param)
	b = jsonwrite.Raw(b, "pushType", k.PushType)
	b = jsonwrite.Str(b, "appPackageName", r.App.Package)
	b = jsonwrite.Str(b, "token", r.Target)
	b = jsonwrite.Str(b, "requestId", r.VendorMessageID)
	if k.PushType == typeCard {
		b = jsonwrite.Object(b, "formStatus")
		b = jsonwrite.Int(b, "formId", k.FormID)
	} else {
		b = jsonwrite.Object(b, "deliveryStatus")
	}
	b = jsonwrite.Raw(b, "result", status)
	b = jsonwrite.Int(b, "timestamp", r.Fate.At.UnixMilli())
	return append(b, "}}]}"...), http.Header{"Content-Type": {jsonType}}
}
