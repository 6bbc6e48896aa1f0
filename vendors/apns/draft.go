package apns

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	facts "github.com/offpush/offpush/fixtures/apns"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
)

// draft is a message on its way to Apple's words, and what had to be changed.
type draft struct {
	msg    vendors.Message
	opt    Options
	limits *limits
	clock  vendors.Clock

	adjust.Notes
	environment string
	pushType    string
	payloadMax  int
	priority    int
	topic       string
	collapse    string
	headers     ownHeaders

	aps     APS
	ownBody bool // the alert's body is the message's, not an option
	custom  map[string]any
	payload []byte

	buildErr error
}

// draft maps msg. It neither keeps nor changes msg.
func (s *Sender) draft(msg *vendors.Message) *draft {
	d := &draft{
		msg: defaults.Apply(msg, s.defaults), opt: mergeOptions(msg, s.defaults),
		limits: &s.limits, clock: s.clock, environment: s.home,
	}
	d.Notes = adjust.Notes{Vendor: vendors.APNs, Name: vendors.Text{EN: "APNs", ZH: "APNs"}, Unit: length.JSON, Overflow: d.msg.Overflow}
	if d.msg.DryRun {
		d.Reject(vendors.ReasonBadRequest, "APNs has no validate-only mode: use Build (a dry run) instead of DryRun")
	}
	if d.msg.Test {
		d.environment = Sandbox
	}
	if s.lines[d.environment] == nil {
		d.Reject(vendors.ReasonRequestBuildFailed, "no base URL for the environment "+d.environment+": give the site \""+d.environment+"\"")
	}
	d.kind(s.topic)
	d.when()
	d.collapseID()
	if d.opt.ID != nil {
		d.Overridden("id", d.msg.ID, *d.opt.ID)
	}
	d.aps = *d.opt.APS
	switch {
	case len(d.opt.Payload) > 0:
		d.replaced("payload")
	case d.opt.MDM != nil:
		d.replaced("mdm")
	default:
		d.content()
		d.members()
		d.needed()
	}
	d.unsupported()
	d.write()
	return d
}

// kind fills push type, priority and topic.
func (d *draft) kind(app string) {
	d.pushType, d.priority = PushTypeAlert, PriorityNow
	if d.msg.Silent {
		d.pushType = PushTypeBackground
	}
	if o := d.opt.PushType; o != nil {
		if d.msg.Silent {
			d.Overridden("silent", PushTypeBackground, *o)
		}
		d.pushType, d.headers.untyped = *o, *o == ""
	}
	fact, known := facts.FindPushType(d.pushType)
	d.payloadMax = d.limits.payload
	if known {
		d.payloadMax = fact.PayloadMax
	}
	d.hurry()
	if o := d.opt.Priority; o != nil {
		d.Overridden("priority", neutralPriority(d.msg.Priority), strconv.Itoa(*o))
		d.priority = *o
		if *o <= 0 {
			d.headers.priority = strconv.Itoa(*o)
		}
		if d.pushType == PushTypeBackground && *o != PriorityPower {
			d.Adjust("apns-priority", vendors.AdjustConflict, PushTypeBackground, strconv.Itoa(*o), vendors.Text{
				EN: "Apple calls priority 10 with a background push an error", ZH: "苹果规定 background 类型只能使用优先级 5",
			})
		}
	}
	d.topic = app
	if !strings.HasSuffix(app, fact.Suffix) {
		d.topic += fact.Suffix
	}
	if o := d.opt.Topic; o != nil {
		d.topic = *o
	}
}

// hurry fills priority from what the message says and the push type allows.
func (d *draft) hurry() {
	p := d.msg.Priority
	said := neutralPriority(p)
	if said == "" {
		d.NoPriority(p)
	}
	if p == vendors.PriorityNormal {
		d.priority = PriorityPower
	}
	if d.pushType != PushTypeBackground {
		return
	}
	if p == vendors.PriorityHigh && d.opt.Priority == nil {
		d.Clamped("priority", string(p), strconv.Itoa(PriorityPower), vendors.Text{
			EN: "Apple calls priority 10 with a background push an error", ZH: "苹果规定 background 类型只能使用优先级 5",
		})
	}
	d.priority = PriorityPower
}

// neutralPriority is a priority in Apple's figures; "" for none, and for other words.
func neutralPriority(p vendors.Priority) string {
	switch p {
	case vendors.PriorityHigh:
		return strconv.Itoa(PriorityNow)
	case vendors.PriorityNormal:
		return strconv.Itoa(PriorityPower)
	}
	return ""
}

// when fills apns-expiration. The header is absolute: seconds since 1970 by the
// sender's clock. Nothing said: APNs keeps it up to 30 days.
func (d *draft) when() {
	switch o := d.opt.Expiration; {
	case o != nil:
		if d.msg.TTL != 0 {
			d.Overridden("ttl", d.msg.TTL.String(), "apns-expiration "+strconv.FormatInt(*o, 10))
		}
		if d.msg.OnlineOnly && *o != 0 {
			d.Overridden("online_only", "true", "apns-expiration "+strconv.FormatInt(*o, 10))
		}
		d.headers.expiration = strconv.FormatInt(*o, 10)
	case d.msg.OnlineOnly:
		if d.msg.TTL != 0 {
			d.Adjust("ttl", vendors.AdjustConflict, d.msg.TTL.String(), "0s", vendors.Text{
				EN: "online only is apns-expiration 0: nothing is kept", ZH: "仅在线即 apns-expiration=0，不保存",
			})
		}
		d.headers.expiration = "0"
	case d.msg.TTL != 0:
		ttl := min(max(d.msg.TTL, time.Second), d.limits.ttlMax)
		if ttl != d.msg.TTL {
			d.Adjust("ttl", vendors.AdjustClamped, d.msg.TTL.String(), ttl.String(), vendors.Text{
				EN: "APNs keeps a notification for one second to 30 days", ZH: "APNs 保存时长为 1 秒至 30 天",
			})
		}
		d.headers.expiration = strconv.FormatInt(d.clock.Now().Add(ttl).Unix(), 10)
	case d.pushType == PushTypePushToTalk:
		d.headers.expiration = "0"
		d.Adjust("ttl", vendors.AdjustDefaulted, "", "0s", vendors.Text{
			EN: "Apple recommends expiration 0 for push to talk", ZH: "对讲推送建议有效期为 0",
		})
	}
}

// collapseID fills apns-collapse-id. The limit counts bytes, so a key in Chinese
// passes it early; its digest replaces the same notifications as the key would.
func (d *draft) collapseID() {
	if o := d.opt.CollapseID; o != nil {
		d.Overridden("collapse", d.msg.Collapse, *o)
		d.collapse = *o
		return
	}
	d.collapse = d.msg.Collapse
	if len(d.collapse) <= d.limits.collapse {
		return
	}
	sum := sha256.Sum256([]byte(d.collapse))
	d.collapse = hex.EncodeToString(sum[:16])
	d.Adjust("collapse", vendors.AdjustClamped, d.msg.Collapse, d.collapse, vendors.Text{
		EN: fmt.Sprintf("apns-collapse-id is limited to %d bytes; a digest of the key is sent", d.limits.collapse),
		ZH: fmt.Sprintf("apns-collapse-id 最长 %d 字节，改发其摘要", d.limits.collapse),
	})
}

// apnsID is the apns-id for one token. An ID that is no UUID becomes the UUIDv5 of
// ID and token: a repetition has the same, another token has not, should APNs ever
// take equal ids for repetitions. No ID: APNs makes one.
func (d *draft) apnsID(token vendors.Token) string {
	switch {
	case d.opt.ID != nil:
		return *d.opt.ID
	case d.msg.ID == "":
		return ""
	case isUUID(d.msg.ID):
		return strings.ToLower(d.msg.ID)
	}
	return uuid5(d.msg.ID, string(token))
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isHex(c) {
				return false
			}
		}
	}
	return true
}

func isHex(c byte) bool {
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')
}

// uuid5 is RFC 9562's name-based UUID in the URL name space, of id and token with a
// zero byte between.
func uuid5(id, token string) string {
	name := make([]byte, 0, 192) // on the stack as long as the two are no longer
	name = append(name, 0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8)
	name = append(name, id...)
	name = append(name, 0)
	name = append(name, token...)
	u := sha1.Sum(name) // the standard's choice; nothing is protected by it
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	text := make([]byte, 0, 36)
	for i, part := range [][]byte{u[:4], u[4:6], u[6:8], u[8:10], u[10:16]} {
		if i > 0 {
			text = append(text, '-')
		}
		text = hex.AppendEncode(text, part)
	}
	return string(text)
}
