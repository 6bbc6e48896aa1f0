package oppo

import (
	"testing"

	facts "github.com/offpush/offpush/fixtures/oppo"
	"github.com/offpush/offpush/fixtures/oppo/exchanges"
)

func TestSignVectors(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.SignVectors()
	if err != nil || len(vectors) < 2 {
		t.Fatalf("%d vectors, %v; want two or more", len(vectors), err)
	}
	for _, v := range vectors {
		if got := sign(v.AppKey, v.Timestamp, v.MasterSecret.Reveal()); got != v.Sign {
			t.Errorf("%s: sign is %s, want %s", v.Name, got, v.Sign)
		}
	}
}

func TestEveryLimitIsInTheFacts(t *testing.T) {
	t.Parallel()
	l := limitsFrom(facts.Facts())
	for name, v := range map[string]int{
		"title": l.title, "sub_title": l.subTitle, "content": l.content, "content.style2": l.longText, "content.style3": l.picture,
		"action_parameters": l.parameters, "click_action_activity": l.activity, "click_action_url": l.url,
		"call_back_url": l.callback, "call_back_parameter": l.param, "alias": l.alias,
		"unicast_batch.messages": l.batch, "broadcast.targets": l.broadcast,
		"small_picture": l.smallPicture, "big_picture": l.bigPicture, "off_line_ttl": int(l.ttl),
	} {
		if v <= 0 {
			t.Errorf("the facts have no limit %q: the sender would check nothing", name)
		}
	}
}
