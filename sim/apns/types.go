package apns

import "strings"

// pushType is one value of apns-push-type.
type pushType struct {
	name string
	// suffix is what apns-topic has behind the bundle id.
	suffix string
	// ownTopic: the topic is no bundle id but the certificate's own.
	ownTopic bool
	// tokenOnly and certOnly types go with one kind of authentication.
	tokenOnly, certOnly bool
	// screen types are for the user's eyes; the others wake the app or the system.
	screen bool
}

const (
	typeAlert      = "alert"
	typeBackground = "background"
	typeVoIP       = "voip"
	typeActivity   = "liveactivity"
)

// pushTypes is the table of apns-push-type, made once: every push looks into it.
//
//nolint:gochecknoglobals // an immutable table
var pushTypes = []pushType{
	{name: typeAlert, screen: true},
	{name: typeBackground},
	{name: "location", suffix: ".location-query", tokenOnly: true},
	{name: typeVoIP, suffix: ".voip"},
	{name: "complication", suffix: ".complication"},
	{name: "fileprovider", suffix: ".pushkit.fileprovider"},
	{name: "mdm", ownTopic: true, certOnly: true},
	{name: typeActivity, suffix: ".push-type.liveactivity", tokenOnly: true},
	{name: "pushtotalk", suffix: ".voip-ptt"},
	{name: "widgets", suffix: ".push-type.widgets", tokenOnly: true},
	{name: "controls", suffix: ".push-type.controls", tokenOnly: true},
}

// findType returns the type with this name, nil if Apple has none.
func findType(name string) *pushType {
	for i := range pushTypes {
		if pushTypes[i].name == name {
			return &pushTypes[i]
		}
	}
	return nil
}

// splitTopic takes the suffix of a push type off a topic.
func splitTopic(topic string) (bundle string, of *pushType) {
	for i := range pushTypes {
		p := &pushTypes[i]
		if p.suffix != "" && len(topic) > len(p.suffix) && strings.HasSuffix(topic, p.suffix) {
			return strings.TrimSuffix(topic, p.suffix), p
		}
	}
	return topic, nil
}
