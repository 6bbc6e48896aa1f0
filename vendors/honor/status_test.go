package honor_test

import (
	"context"
	"fmt"
	"testing"
)

// A code that is known says what it says at any status; one that is not leaves 429 and 5xx
// what they are.
func TestStatusOfAnAnswerWithACode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		code   string
		want   string
	}{
		{403, "80200022", "refused RIGHT_MISSING never"},
		{503, "80300008", "refused PAYLOAD_TOO_LARGE never"},
		{400, "99999999", "refused VENDOR_ERROR never"},
		{429, "99999999", "refused QPS backoff"},
		{500, "99999999", "refused VENDOR_ERROR backoff"},
		{502, "99999999", "unknown VENDOR_ERROR backoff"},
		{503, "99999999", "refused QPS backoff"},
		{504, "99999999", "unknown VENDOR_ERROR never"},
	} {
		res, err := mute(t).Say(pathToken, 200, `{"access_token":"first.token","expires_in":3600}`).
			Say(pathSend, c.status, answered(c.code, nil, nil)).Open().Send(context.Background(), chat(), chatTokens())
		o := res.Outcomes[0]
		if got := fmt.Sprintf("%s %s %s", o.State, o.Reason, o.Retry); err != nil || got != c.want || o.Code != c.code || o.Text == "" || o.TokenDead {
			t.Errorf("HTTP %d with %s: %s (code %q, text %q, dead %t), %v; want %s", c.status, c.code, got, o.Code, o.Text, o.TokenDead, err, c.want)
		}
	}
}
