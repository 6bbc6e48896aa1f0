// Package hours tells how long it is until an hour of the vendor's day.
package hours

import "time"

// China is GMT+8 all year, fixed so that no time zone data is needed.
func China() *time.Location { return time.FixedZone("GMT+8", 8*60*60) }

// Until is how long from now it is the given hour of the day in zone again; more than
// zero. Hour 0 is the next midnight.
func Until(now time.Time, zone *time.Location, hour int) time.Duration {
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), hour, 0, 0, 0, zone)
	if !at.After(local) {
		at = at.AddDate(0, 0, 1)
	}
	return at.Sub(local)
}
