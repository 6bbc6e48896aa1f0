package xiaomi

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/collapse"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
)

// draft is a message on its way to Xiaomi's words, and what had to be changed.
type draft struct {
	msg      vendors.Message
	opt      Options
	optional bool // there are options
	pkg      string
	class    vendors.Class
	limits   *limits
	facts    *vendors.Facts

	adjust.Notes
	out Options // what goes out
}

// draft maps msg. It neither keeps nor changes msg.
func (s *Sender) draft(msg *vendors.Message) *draft {
	d := &draft{msg: defaults.Apply(msg, s.defaults), pkg: s.pkg, limits: &s.limits, facts: s.facts}
	d.Notes = adjust.Notes{Vendor: vendors.Xiaomi, Name: vendors.Text{EN: "Xiaomi", ZH: "小米"}, Overflow: d.msg.Overflow}
	d.opt, d.optional = mergeOptions(msg, s.defaults)
	d.out.Extra = &Extra{}
	d.out.RestrictedPackageName = &d.pkg
	if d.msg.DryRun {
		d.Reject(vendors.ReasonBadRequest, "Xiaomi has no validate-only mode: use Build (a dry run) instead of DryRun")
	}
	d.channel(s.channels)
	d.identity()
	d.texts()
	d.payload()
	d.passThrough()
	d.alert()
	d.click()
	d.timeToLive()
	d.template()
	d.receipt()
	d.flags()
	d.unsupported()
	d.apply()
	return d
}

// identity fills extra.jobkey and notify_id.
func (d *draft) identity() {
	id := d.msg.ID
	if id == "" {
		id = collapse.RandomID()
	}
	if key := jobKey(id, d.limits.jobkey); key != "" {
		d.out.Extra.JobKey = &key
		if d.msg.ID != "" && key != id && (d.opt.Extra == nil || d.opt.Extra.JobKey == nil) {
			n := strconv.Itoa(d.limits.jobkey)
			d.Clamped("id", d.msg.ID, key, vendors.Text{
				EN: "jobkey has at most " + n + " digits, letters, _ and -; a digest of the ID is sent",
				ZH: "jobkey 最长 " + n + " 个字符（数字、字母、_、-），改发 ID 的摘要",
			})
		}
	}
	key := d.msg.Collapse
	if key == "" {
		// 0, which Xiaomi takes when nothing is said, would replace the last one.
		key = id
	}
	n := collapse.Number(key)
	d.out.NotifyID = &n
}

// jobKey is id where Xiaomi takes it, else a digest of it.
func jobKey(id string, longest int) string {
	legal := !strings.HasPrefix(id, "_") && strings.Trim(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-") == ""
	if legal && (longest <= 0 || len(id) <= longest) {
		return id
	}
	return collapse.Digest(id, min(max(longest, 1), 64))
}

// texts fills title and description. Chinese and Latin characters count alike.
func (d *draft) texts() {
	for _, f := range []struct {
		field, neutral string
		dst, option    **string
		limit          int
	}{
		{"title", d.msg.Title, &d.out.Title, &d.opt.Title, d.limits.title},
		{"body", d.msg.Body, &d.out.Description, &d.opt.Description, d.limits.description},
	} {
		text := f.neutral
		if *f.option == nil { // else it is replaced, and reported, later
			text = d.Text(f.field, f.neutral, nil, f.limit)
		}
		// With a template the texts are Xiaomi's to make.
		if text != "" || d.msg.Template == nil {
			*f.dst = &text
		}
	}
}

// extensionKey is the member of the payload that carries Message.Extension.
const extensionKey = "ext"

// payload fills payload, one JSON text of data and extension. It is never cut: half of an
// app's data is worse than a clear refusal.
func (d *draft) payload() {
	pairs := d.msg.Data
	if ext := d.msg.Extension; ext != "" {
		pairs = make(map[string]string, len(d.msg.Data)+1)
		maps.Copy(pairs, d.msg.Data)
		if old, taken := pairs[extensionKey]; taken {
			d.Replaces(extensionKey, old, ext)
		}
		pairs[extensionKey] = ext
	}
	if len(pairs) == 0 {
		return
	}
	b, err := encode(pairs)
	if err != nil { // strings always encode
		d.Reject(vendors.ReasonRequestBuildFailed, err.Error())
		return
	}
	text := string(b)
	d.out.Payload = &text
	if d.opt.Payload != nil {
		return
	}
	d.FitsIn(length.Bytes, "data with extension, as JSON,", text, d.limits.payload)
}

// passThrough fills pass_through. Xiaomi says yes to data messages and delivers none.
func (d *draft) passThrough() {
	n := 0
	if d.msg.Silent {
		n = 1
		d.Adjust("silent", vendors.AdjustConflict, "true", "pass_through 1", vendors.Text{
			EN: "Xiaomi accepts data messages and delivers none since 2022-09-12", ZH: "小米自 2022-09-12 起不再下发透传消息（接口仍返回成功）",
		})
	}
	d.out.PassThrough = &n
}

// timeToLive fills time_to_live, in milliseconds and rounded up, within what the class
// may have. Nothing said: the longest of the class.
func (d *draft) timeToLive() {
	if d.msg.TTL == 0 {
		return
	}
	most, which := d.limits.publicTTL, vendors.Text{EN: "public", ZH: "公信"}
	if d.class == vendors.ClassTransactional {
		most, which = d.limits.privateTTL, vendors.Text{EN: "private", ZH: "私信"}
	}
	ttl := d.Life(d.msg.TTL, time.Millisecond, d.opt.TimeToLive != nil)
	if most > 0 && ttl > most {
		ttl = most
		if d.opt.TimeToLive == nil {
			d.Clamped("ttl", d.msg.TTL.String(), ttl.String(), vendors.Text{
				EN: "Xiaomi keeps a " + which.EN + " message at most " + most.String(), ZH: "小米" + which.ZH + "消息有效期最长 " + most.String(),
			})
		}
	}
	ms := adjust.Units(ttl, time.Millisecond)
	d.out.TimeToLive = &ms
}

// receiptTypes are all kinds of receipts: delivered, clicked, invalid target, push
// disabled, filter, over a quota, expired. Without the later ones a sender cannot tell a
// dark phone from a lit one.
const receiptTypes = 1 + 2 + 16 + 32 + 64 + 128 + 1024

// receipt fills extra.callback and its parameter, which come per message at Xiaomi.
func (d *draft) receipt() {
	r := d.msg.Receipt
	if r == nil {
		return
	}
	if r.ID != "" {
		d.Dropped("receipt.id", r.ID, vendors.Text{EN: "Xiaomi has no receipt ids: give receipt.url", ZH: "小米没有回执 ID，请填写 receipt.url"})
	}
	if r.URL != "" {
		all := receiptTypes
		d.out.Extra.Callback, d.out.Extra.CallbackType = said(r.URL), &all
	}
	if r.Param != "" {
		d.out.Extra.CallbackParam = said(r.Param)
		if d.opt.Extra == nil || d.opt.Extra.CallbackParam == nil {
			d.FitsIn(length.Bytes, "receipt.param", r.Param, d.limits.param)
		}
	}
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
