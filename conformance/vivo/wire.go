package vivo

import (
	"crypto/md5"
	"encoding/hex"
)

// sign is the lower-case hex MD5 of the four values without separators.
func sign(appID, appKey, timestamp, appSecret string) string {
	sum := md5.Sum([]byte(appID + appKey + timestamp + appSecret))
	return hex.EncodeToString(sum[:])
}
