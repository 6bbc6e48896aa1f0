package vivo

import (
	"fmt"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/collapse"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
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

	adjust.Notes
	body    message
	byAlias bool
}

// draft maps msg for one form. It neither keeps nor changes msg.
func (s *Sender) draft(msg *vendors.Message, f form) *draft {
	d := &draft{
		msg: defaults.Apply(msg, s.defaults), form: f, limits: &s.limits, facts: s.facts,
		opt: mergeOptions(msg, s.defaults),
	}
	d.Notes = adjust.Notes{Vendor: vendors.Vivo, Name: vendors.Text{EN: "vivo", ZH: "vivo"}, Overflow: d.msg.Overflow}
	d.body.AppID = s.appID
	d.body.NetworkType = -1
	if d.msg.DryRun {
		d.Reject(vendors.ReasonBadRequest, "vivo has no validate-only mode: use Build (a dry run) or Test instead of DryRun")
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

// identity fills requestId. It stays within the limit whatever the caller's ID
// is, because without it vivo refuses (10352) and cannot drop repetitions.
func (d *draft) identity() {
	id := d.msg.ID
	if id == "" {
		id = collapse.RandomID()
	} else if length.Characters.Over(id, d.limits.requestID) {
		hashed := collapse.Digest(id, 32)
		d.Adjust("id", vendors.AdjustClamped, id, hashed, vendors.Text{
			EN: "requestId is limited to " + strconv.Itoa(d.limits.requestID) + " characters; a digest of the ID is sent",
			ZH: "requestId 最长 " + strconv.Itoa(d.limits.requestID) + " 个字符，改发 ID 的摘要",
		})
		id = hashed
	}
	if o := d.opt.RequestID; o != nil {
		d.Overridden("id", d.msg.ID, *o)
		id = *o
	}
	d.body.RequestID = id
}

// derive makes the requestId of a further call that belongs to the same message:
// a list is two calls or more, and vivo takes a call with a requestId it has seen
// for a repetition.
func (d *draft) derive(suffix string) string {
	id := d.body.RequestID
	if length.Characters.Over(id+"-"+suffix, d.limits.requestID) {
		id = collapse.Digest(id, 32)
	}
	return id + "-" + suffix
}

// texts fills title and content. vivo counts Chinese and Latin characters alike.
func (d *draft) texts() {
	d.body.Title = d.Text("title", d.msg.Title, d.opt.Title, d.limits.title)
	d.body.Content = d.Text("body", d.msg.Body, d.opt.Content, d.limits.content)
}

// timeToLive fills the seconds vivo keeps the message for an offline phone,
// rounded up, within the range of the form. Nothing said: vivo's own default,
// 24 h for system and 8 h for operational messages.
func (d *draft) timeToLive() {
	if o := d.opt.TimeToLive; o != nil {
		if d.msg.TTL != 0 {
			d.Overridden("ttl", d.msg.TTL.String(), (time.Duration(*o) * time.Second).String())
		}
		v := *o
		d.body.TimeToLive = &v
		return
	}
	if d.msg.TTL == 0 {
		return
	}
	seconds := adjust.Units(d.msg.TTL, time.Second)
	lowest := d.limits.ttlMin
	if d.form != formSingle {
		lowest = d.limits.ttlListMin
	}
	clamped := max(seconds, lowest)
	if d.limits.ttlMax > 0 {
		clamped = min(clamped, d.limits.ttlMax)
	}
	if clamped != seconds {
		d.Adjust("ttl", vendors.AdjustClamped, d.msg.TTL.String(), (time.Duration(clamped) * time.Second).String(), vendors.Text{
			EN: fmt.Sprintf("vivo's timeToLive for this call is %d to %d seconds", lowest, d.limits.ttlMax),
			ZH: fmt.Sprintf("该接口 timeToLive 范围为 %d-%d 秒", lowest, d.limits.ttlMax),
		})
	}
	d.body.TimeToLive = &clamped
}
