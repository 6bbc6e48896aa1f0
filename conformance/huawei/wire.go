package huawei

import "github.com/offpush/offpush/conformance/kit"

// The paths; the push paths stand behind /v1/{client id} or /v2/{project id}.
const (
	pathToken       = "/oauth2/v3/token"
	pathTokenV2     = "/oauth2/v2/token"
	pathSend        = "/messages:send"
	pathSubscribe   = "/topic:subscribe"
	pathUnsubscribe = "/topic:unsubscribe"
	pathTopics      = "/topic:list"
)

// Paths of members are those of the message: "android.notification.title". A member
// beside the message is written with kit.Set.
// set writes a member of the message, drop takes members away.
func set(path string, value any) kit.Change { return kit.Set("message."+path, value) }

func drop(paths ...string) kit.Change {
	in := make([]string, len(paths))
	for i, p := range paths {
		in[i] = "message." + p
	}
	return kit.Drop(in...)
}

// notify writes a member of android.notification.
func notify(path string, value any) kit.Change { return set("android.notification."+path, value) }
