package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkFlags refuses unknown flags and values: a typo must not look like a test.
func checkFlags(ep Endpoint, ofDevice bool, flags map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		value := flags[name]
		i := slices.IndexFunc(ep.Flags(), func(f Flag) bool { return f.Name == name && f.Device == ofDevice })
		if i < 0 {
			return fmt.Errorf("unknown flag %q; %s has %v", name, ep.Vendor(), flagNames(ep, ofDevice))
		}
		if f := ep.Flags()[i]; value != "" && f.Values != nil && !slices.Contains(f.Values, value) {
			return fmt.Errorf("flag %s: %q is none of %v", name, value, f.Values)
		}
	}
	return nil
}

// CheckRights refuses rights the vendor's console has not got, as checkFlags does flags.
func CheckRights(ep Endpoint, rights []string) error {
	g, ok := ep.(Granting)
	if !ok {
		return nil
	}
	known := g.Rights()
	for _, right := range rights {
		if slices.ContainsFunc(known, func(k string) bool { return right == k || kindOfRights(k) && strings.HasPrefix(right, k) }) {
			continue
		}
		if len(known) == 0 {
			return fmt.Errorf("unknown right %q; %s has none", right, ep.Vendor())
		}
		return fmt.Errorf("unknown right %q; %s has %v", right, ep.Vendor(), known)
	}
	return nil
}

func kindOfRights(name string) bool {
	return strings.HasSuffix(name, ":") || strings.HasSuffix(name, ".")
}

func flagNames(ep Endpoint, ofDevice bool) []string {
	var names []string
	for _, f := range ep.Flags() {
		if f.Device == ofDevice {
			names = append(names, f.Name)
		}
	}
	return names
}
