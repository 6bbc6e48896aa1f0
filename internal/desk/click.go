package desk

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// ClickOn is what opening target means: a web address, an intent, or else a page of
// the app.
func ClickOn(target string) vendors.Click {
	switch {
	case target == "":
		return vendors.Click{}
	case strings.HasPrefix(target, "http://"), strings.HasPrefix(target, "https://"):
		return vendors.Click{Action: "url", Target: target}
	case strings.HasPrefix(target, "intent:"):
		return vendors.Click{Action: "intent", Target: target}
	}
	return vendors.Click{Action: "page", Target: target}
}

// ParseClick reads what ClickText writes: a target, "app", or an action and its target
// as in "page=/orders".
func ParseClick(text string) vendors.Click {
	action, target, _ := strings.Cut(text, "=")
	if text == "app" || slices.Contains([]string{"url", "intent", "page"}, action) && action != text {
		return vendors.Click{Action: action, Target: target}
	}
	return ClickOn(text)
}

// ClickText is a click in one word: its target where that says the action, too.
func ClickText(c vendors.Click) string {
	if c.Action == "" || ParseClick(c.Target) == c {
		return c.Target
	}
	if c.Target == "" {
		return c.Action
	}
	return c.Action + "=" + c.Target
}
