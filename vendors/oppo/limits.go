package oppo

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	title, subTitle, content, longText, picture int
	parameters, activity, url, callback, param  int
	alias                                       int
	batch, broadcast                            int
	smallPicture, bigPicture                    int
	ttl                                         time.Duration
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		title: n("title"), subTitle: n("sub_title"), content: n("content"), longText: n("content.style2"), picture: n("content.style3"),
		parameters: n("action_parameters"), activity: n("click_action_activity"), url: n("click_action_url"),
		callback: n("call_back_url"), param: n("call_back_parameter"), alias: n("alias"),
		batch: n("unicast_batch.messages"), broadcast: n("broadcast.targets"),
		smallPicture: n("small_picture"), bigPicture: n("big_picture"),
		ttl: time.Duration(n("off_line_ttl")) * time.Second,
	}
}
