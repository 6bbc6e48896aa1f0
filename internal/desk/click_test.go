package desk_test

import (
	"testing"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/vendors"
)

func TestClicksAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for text, c := range map[string]vendors.Click{
		"":                            {},
		"app":                         {Action: "app"},
		"https://example.com/o?id=1":  {Action: "url", Target: "https://example.com/o?id=1"},
		"intent:#Intent;end":          {Action: "intent", Target: "intent:#Intent;end"},
		"/orders":                     {Action: "page", Target: "/orders"},
		"page=https://example.com":    {Action: "page", Target: "https://example.com"},
		"url=app.example://orders?a=": {Action: "url", Target: "app.example://orders?a="},
		"page=url=1":                  {Action: "page", Target: "url=1"},
		"page=app":                    {Action: "page", Target: "app"},
	} {
		if got := desk.ParseClick(text); got != c {
			t.Errorf("ParseClick(%q) = %+v, want %+v", text, got, c)
		}
		if got := desk.ClickText(c); got != text {
			t.Errorf("ClickText(%+v) = %q, want %q", c, got, text)
		}
	}
}
