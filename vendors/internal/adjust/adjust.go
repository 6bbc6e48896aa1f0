// Package adjust keeps what a driver had to change about a message on its way to the
// vendor's words, and why a message is not sent at all.
package adjust

import (
	"fmt"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/length"
)

// Notes are the changes of one message. A draft embeds them.
type Notes struct {
	// Vendor is the package whose Options take the place of neutral fields, Name the
	// vendor in texts.
	Vendor vendors.Vendor
	Name   vendors.Text
	// Unit is what the vendor counts texts in, Overflow the message's policy.
	Unit     length.Unit
	Overflow vendors.Overflow
	// Adjustments are the changes so far, in order.
	Adjustments []vendors.Adjustment

	why    string
	reason vendors.Reason
}

// Adjust notes one change.
func (n *Notes) Adjust(field string, action vendors.AdjustmentAction, from, to string, why vendors.Text) {
	n.Adjustments = append(n.Adjustments, vendors.Adjustment{Field: field, Action: action, From: from, To: to, Why: why})
}

// Overridden notes an option that took the place of a neutral field with another value.
func (n *Notes) Overridden(field, from, to string) {
	if from != "" && from != to {
		n.Adjust(field, vendors.AdjustOverridden, from, to, vendors.Text{
			EN: string(n.Vendor) + ".Options replace the neutral field", ZH: string(n.Vendor) + ".Options 覆盖了统一字段",
		})
	}
}

// GivesWay takes a neutral text out, and notes it, where it would win over an option that
// says the same in another place.
func (n *Notes) GivesWay(field string, neutral **string, option *string) {
	if option != nil && *neutral != nil {
		n.Overridden(field, **neutral, *option)
		*neutral = nil
	}
}

// BadgeGivesWay is GivesWay for a badge's two numbers, which vendors take one of: a number
// that is set would win over one that is added.
func (n *Notes) BadgeGivesWay(add, set **int, addOption, setOption *int) {
	switch {
	case addOption != nil && setOption == nil && *set != nil:
		n.Overridden("badge.set", strconv.Itoa(**set), "add "+strconv.Itoa(*addOption))
		*set = nil
	case setOption != nil && addOption == nil && *add != nil:
		n.Overridden("badge.add", strconv.Itoa(**add), "set "+strconv.Itoa(*setOption))
		*add = nil
	}
}

// Dropped notes a field the vendor has no place for.
func (n *Notes) Dropped(field, from string, why vendors.Text) {
	n.Adjust(field, vendors.AdjustDropped, from, "", why)
}

// Lost is Dropped where the message says something of the field.
func (n *Notes) Lost(field, said string, why vendors.Text) {
	if said != "" {
		n.Dropped(field, said, why)
	}
}

// ShownNowhere notes what m says of a notification where none is shown.
func (n *Notes) ShownNowhere(m *vendors.Message, why vendors.Text) {
	n.Lost("title", m.Title, why)
	n.Lost("body", m.Body, why)
	n.Lost("image", m.Image, why)
	n.Lost("channel", m.Channel, why)
	n.Lost("alert", string(m.Alert), why)
	n.Lost("sound", m.Sound, why)
	if m.Badge != nil {
		n.Dropped("badge", "set", why)
	}
	n.Lost("click.action", m.Click.Action, why)
	n.Lost("click.target", m.Click.Target, why)
}

// NoPriority notes a priority the vendor has no word for, if the message has one.
func (n *Notes) NoPriority(p vendors.Priority) {
	if p != vendors.PriorityDefault {
		n.Dropped("priority", string(p), vendors.Text{EN: n.Name.EN + " has no priority " + string(p), ZH: n.Name.ZH + "没有优先级 " + string(p)})
	}
}

// Clamped notes a value that was moved into the vendor's range.
func (n *Notes) Clamped(field, from, to string, why vendors.Text) {
	n.Adjust(field, vendors.AdjustClamped, from, to, why)
}

// Reject keeps the first reason not to send.
func (n *Notes) Reject(r vendors.Reason, why string) {
	if n.why == "" {
		n.why, n.reason = why, r
	}
}

// Rejected tells why the message cannot be valid at the vendor; nil if it can.
func (n *Notes) Rejected() error {
	if n.why == "" {
		return nil
	}
	return fmt.Errorf("%s: %s", n.reason, n.why)
}

// Rejection is the outcome of a message that was rejected.
func (n *Notes) Rejection() vendors.Outcome {
	return vendors.Outcome{State: vendors.StateRejected, Reason: n.reason, Text: n.why, Retry: vendors.RetryNever}
}

// Text is a text field: the option as it is, else the neutral text, cut to the vendor's
// limit unless the message says to reject.
func (n *Notes) Text(field, neutral string, option *string, limit int) string {
	if option != nil {
		n.Overridden(field, neutral, *option)
		return *option
	}
	short, cut := n.Unit.Cut(neutral, limit)
	if !cut {
		return neutral
	}
	if n.Overflow == vendors.OverflowReject {
		n.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("%s has %d %s, %s takes %d: shorten it, or let it be cut",
			field, n.Unit.Of(neutral), n.Unit.In("en"), n.Name.EN, limit))
		return neutral
	}
	n.Adjust(field, vendors.AdjustTruncated, neutral, short, vendors.Text{
		EN: fmt.Sprintf("%s takes %d %s", n.Name.EN, limit, n.Unit.In("en")), ZH: fmt.Sprintf("%s 最多 %d 个%s", n.Name.ZH, limit, n.Unit.In("zh")),
	})
	return short
}

// Fits rejects a value that may not be cut, because half of it is worth nothing.
func (n *Notes) Fits(field, value string, limit int) { n.FitsIn(n.Unit, field, value, limit) }

// FitsIn is Fits for a field the vendor counts in another unit than texts.
func (n *Notes) FitsIn(unit length.Unit, field, value string, limit int) {
	if unit.Over(value, limit) {
		n.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("%s has %d %s, %s takes %d", field, unit.Of(value), unit.In("en"), n.Name.EN, limit))
	}
}

// Replaces notes an extension that takes the place of data under the same key.
func (n *Notes) Replaces(key, old, ext string) {
	if old == ext {
		return
	}
	n.Adjust("data."+key, vendors.AdjustConflict, old, ext, vendors.Text{
		EN: "extension travels under the key " + key + " and replaces the data of that name", ZH: "extension 占用键 " + key + "，覆盖了同名数据",
	})
}

// Life is how long a message may be kept. Less than nothing is too late already, which no
// vendor has a word for: it becomes the vendor's shortest life, and is noted unless an
// option takes its place.
func (n *Notes) Life(ttl, shortest time.Duration, replaced bool) time.Duration {
	if ttl >= 0 {
		return ttl
	}
	if !replaced {
		n.Clamped("ttl", ttl.String(), shortest.String(), vendors.Text{
			EN: "a message cannot be kept for less than no time; the shortest life is sent", ZH: "有效期不能为负，改发最短有效期",
		})
	}
	return shortest
}

// Units are how many whole units of time ttl is, rounded up: a message is never kept
// for less than was asked for.
func Units(ttl, unit time.Duration) int64 { return int64((ttl + unit - 1) / unit) }
