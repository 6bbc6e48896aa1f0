package vivo_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// Three campaigns to one phone: two stand in the drawer without a sound, the third
// is thrown away behind a good answer, and the next day there is room again.
func TestTwoOperationalMessagesADay(t *testing.T) {
	t.Parallel()
	w := open(t, options{
		start: time.Date(2026, 11, 11, 8, 0, 0, 0, beijing),
		rules: sim.RuleOptions{Date: "2026-11-01"},
	})
	id := w.Phone("v1")
	send := func(title, body string) { t.Helper(); w.want(w.send(id, fields{"title": title, "content": body}), "0") }

	send("双十一开售", "您关注的商品降价了")
	w.WantFate(device.Silent, "VV-DLV-035", "")
	send("夜场加码", "第二件半价只到零点")
	w.WantFate(device.Silent, "VV-DLV-035", "")
	send("最后一小时", "购物车里的商品还在等您")
	w.WantFate(device.Dropped, "VV-QTA-002", "100/12000")
	if n := len(w.Shade("v1").Items); n != 2 {
		t.Errorf("%d notifications on the phone, want 2", n)
	}

	w.Until(time.Date(2026, 11, 12, 0, 1, 0, 0, beijing))
	w.want(w.send(id, fields{"title": "返场", "content": "零点开抢"}), "10071")

	w.Until(time.Date(2026, 11, 12, 8, 0, 0, 0, beijing))
	w.token = w.login()
	send("返场最后一天", "优惠今晚结束")
	w.WantFate(device.Silent, "VV-DLV-035", "")
	if n := len(w.Shade("v1").Items); n != 3 {
		t.Errorf("%d notifications on the phone, want 3", n)
	}
}
