// Package collapse turns a collapse key into the number by which a vendor replaces a
// notification, and an ID into one that replaces nothing else.
package collapse

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"math"
	"strconv"
)

// Number is 1..2147483647: a decimal in range stays, anything else is hashed. Two keys can
// meet in one number; with a thousand live keys per phone the chance is about one in four
// thousand.
func Number(key string) int64 {
	if n, err := strconv.ParseInt(key, 10, 64); err == nil && n >= 1 && n <= math.MaxInt32 && strconv.FormatInt(n, 10) == key {
		return n
	}
	h := fnv.New32a()
	h.Write([]byte(key))
	return int64(h.Sum32()%math.MaxInt32) + 1
}

// RandomID is the id of a message without one, 32 hexadecimal digits.
func RandomID() string {
	var b [16]byte
	rand.Read(b[:]) // crypto/rand does not fail
	return hex.EncodeToString(b[:])
}

// Digest is n hexadecimal digits of the SHA-256 of s, for ids longer than a vendor takes.
func Digest(s string, n int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:n]
}
