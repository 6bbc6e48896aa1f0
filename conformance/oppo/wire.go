package oppo

import (
	"crypto/sha256"
	"encoding/hex"
)

// sign is the signature of a login as OPPO documents it: the lower-case hex SHA-256 of
// the three values one after another.
func sign(appKey, timestamp, masterSecret string) string {
	sum := sha256.Sum256([]byte(appKey + timestamp + masterSecret))
	return hex.EncodeToString(sum[:])
}

// The paths.
const (
	pathAuth      = "/server/v1/auth"
	pathUnicast   = "/server/v1/message/notification/unicast"
	pathBatch     = "/server/v1/message/notification/unicast_batch"
	pathSave      = "/server/v1/message/notification/save_message_content"
	pathBroadcast = "/server/v1/message/notification/broadcast"
	pathUpload    = "/server/v1/media/upload/"
	pathFeedback  = "/server/v1/feedback/"
	pathDevice    = "/server/v1/device/"
)

// Registration ids that no phone has: of a wrong form, and of a phone in India.
const (
	malformed = "CN_not-a-token"
	unknown   = "CN_0123456789abcdef0123456789abcdef"
	abroad    = "OPPO_IN_0123456789abcdef0123456789abcdef"
)
