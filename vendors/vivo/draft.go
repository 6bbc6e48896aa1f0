package vivo

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/defaults"
)

// form is the call a body is built for.
type form int

const (
	formSingle form = iota // /message/send
	formList               // saveListPayload and pushToList
	formAll                // /message/all
	formTag                // /message/tagPush
)

// draft is a message on its way to vivo's words, and what had to be changed.
type draft struct {
	msg    vendors.Message
	opt    Options
	form   form
	limits *limits
	facts  *vendors.Facts

	body    message
	byAlias bool
	adj     []vendors.Adjustment
	// rejected says why the message cannot be valid at vivo, empty if it can.
	rejected       string
	rejectedReason vendors.Reason
}

// draft maps msg for one form. It neither keeps nor changes msg.
func (s *Sender) draft(msg *vendors.Message, f form) *draft {
	d := &draft{
		msg: defaults.Apply(msg, s.defaults), form: f, limits: &s.limits, facts: s.facts,
		opt: mergeOptions(msg, s.defaults),
	}
	d.body.AppID = s.appID
	d.body.NetworkType = -1
	if d.msg.DryRun {
		d.reject(vendors.ReasonBadRequest, "vivo has no validate-only mode: use Build (a dry run) or Test instead of DryRun")
	}
	d.identity()
	d.class()
	d.texts()
	d.alert()
	d.click()
	d.timeToLive()
	d.custom()
	d.receipt()
	d.flags()
	d.vendorOnly()
	d.unsupported()
	return d
}

// reject keeps the first reason not to send.
func (d *draft) reject(r vendors.Reason, why string) {
	if d.rejected == "" {
		d.rejected, d.rejectedReason = why, r
	}
}

func (d *draft) adjust(field string, action vendors.AdjustmentAction, from, to string, why vendors.Text) {
	d.adj = append(d.adj, vendors.Adjustment{Field: field, Action: action, From: from, To: to, Why: why})
}

// overridden reports an option that took the place of a neutral field with
// another value.
func (d *draft) overridden(field, from, to string) {
	if from != "" && from != to {
		d.adjust(field, vendors.AdjustOverridden, from, to, vendors.Text{
			EN: "vivo.Options replace the neutral field", ZH: "vivo.Options 覆盖了统一字段",
		})
	}
}

func (d *draft) dropped(field, from string, why vendors.Text) {
	d.adjust(field, vendors.AdjustDropped, from, "", why)
}

// identity fills requestId. It stays within the limit whatever the caller's ID
// is, because without it vivo refuses (10352) and cannot drop repetitions.
func (d *draft) identity() {
	id := d.msg.ID
	if id == "" {
		id = randomID()
	} else if tooLong(id, d.limits.requestID) {
		hashed := digest(id)
		d.adjust("id", vendors.AdjustClamped, id, hashed, vendors.Text{
			EN: "requestId is limited to " + strconv.Itoa(d.limits.requestID) + " characters; a digest of the ID is sent",
			ZH: "requestId 最长 " + strconv.Itoa(d.limits.requestID) + " 个字符，改发 ID 的摘要",
		})
		id = hashed
	}
	if o := d.opt.RequestID; o != nil {
		d.overridden("id", d.msg.ID, *o)
		id = *o
	}
	d.body.RequestID = id
}

// derive makes the requestId of a further call that belongs to the same message:
// a list is two calls or more, and vivo takes a call with a requestId it has seen
// for a repetition.
func (d *draft) derive(suffix string) string {
	id := d.body.RequestID
	if tooLong(id+"-"+suffix, d.limits.requestID) {
		id = digest(id)
	}
	return id + "-" + suffix
}

// texts fills title and content.
func (d *draft) texts() {
	d.body.Title = d.text("title", d.msg.Title, d.opt.Title, d.limits.title)
	d.body.Content = d.text("body", d.msg.Body, d.opt.Content, d.limits.content)
}

func (d *draft) text(field, neutral string, option *string, limit int) string {
	if option != nil {
		d.overridden(field, neutral, *option)
		return *option
	}
	short, cut := truncate(neutral, limit)
	if !cut {
		return neutral
	}
	if d.msg.Overflow == vendors.OverflowReject {
		d.reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("%s has %d characters, vivo takes %d: shorten it, or let it be cut",
			field, utf8.RuneCountInString(neutral), limit))
		return neutral
	}
	d.adjust(field, vendors.AdjustTruncated, neutral, short, vendors.Text{
		EN: "vivo takes " + strconv.Itoa(limit) + " characters", ZH: "vivo 最多 " + strconv.Itoa(limit) + " 个字符",
	})
	return short
}

// timeToLive fills the seconds vivo keeps the message for an offline phone,
// rounded up, within the range of the form. Nothing said: vivo's own default,
// 24 h for system and 8 h for operational messages.
func (d *draft) timeToLive() {
	if o := d.opt.TimeToLive; o != nil {
		if d.msg.TTL != 0 {
			d.overridden("ttl", d.msg.TTL.String(), (time.Duration(*o) * time.Second).String())
		}
		v := *o
		d.body.TimeToLive = &v
		return
	}
	if d.msg.TTL == 0 {
		return
	}
	seconds := int64((d.msg.TTL + time.Second - 1) / time.Second)
	lowest := d.limits.ttlMin
	if d.form != formSingle {
		lowest = d.limits.ttlListMin
	}
	clamped := max(seconds, lowest)
	if d.limits.ttlMax > 0 {
		clamped = min(clamped, d.limits.ttlMax)
	}
	if clamped != seconds {
		d.adjust("ttl", vendors.AdjustClamped, d.msg.TTL.String(), (time.Duration(clamped) * time.Second).String(), vendors.Text{
			EN: fmt.Sprintf("vivo's timeToLive for this call is %d to %d seconds", lowest, d.limits.ttlMax),
			ZH: fmt.Sprintf("该接口 timeToLive 范围为 %d-%d 秒", lowest, d.limits.ttlMax),
		})
	}
	d.body.TimeToLive = &clamped
}
