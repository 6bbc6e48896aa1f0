package suite_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/suite"
	"github.com/offpush/offpush/vendors"
)

func ExampleAll() {
	sides := map[conformance.Direction]bool{}
	for _, c := range suite.All() {
		sides[c.Direction] = true
	}
	fmt.Println(sides[conformance.Sender], sides[conformance.Endpoint])
	// Output: true true
}

func TestAllIsWellFormed(t *testing.T) {
	t.Parallel()
	if err := conformance.Validate(suite.All()); err != nil {
		t.Fatal(err)
	}
	slug := regexp.MustCompile(`^[a-z0-9]+(/[a-z0-9]+(-[a-z0-9]+)*){2}$`)
	version := regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	known := []vendors.Vendor{vendors.Huawei, vendors.Honor, vendors.Xiaomi, vendors.OPPO, vendors.Vivo, vendors.Meizu, vendors.APNs, vendors.FCM}
	for _, c := range suite.All() {
		switch {
		case !slug.MatchString(c.ID):
			t.Errorf("%s: the id is no slug vendor/feature/name", c.ID)
		case !slices.Contains(known, c.Vendor) || !strings.HasPrefix(c.ID, string(c.Vendor)+"/"):
			t.Errorf("%s: vendor %q is unknown or not the first part of the id", c.ID, c.Vendor)
		case c.Title == "" || c.Requirement == "" || c.Source == "":
			t.Errorf("%s: title, requirement or source is empty", c.ID)
		case !version.MatchString(c.Since):
			t.Errorf("%s: since %q is no version", c.ID, c.Since)
		case !slices.Contains(strings.Fields(c.Requirement), strings.ToLower(string(c.Level))):
			t.Errorf("%s: the requirement of a %s says no %q: %s", c.ID, c.Level, strings.ToLower(string(c.Level)), c.Requirement)
		case !strings.HasSuffix(c.Requirement, "."):
			t.Errorf("%s: the requirement is no sentence: %s", c.ID, c.Requirement)
		}
	}
}

// TestFeaturesAreKnown: a feature nobody can declare skips its case for ever.
func TestFeaturesAreKnown(t *testing.T) {
	t.Parallel()
	known := []string{
		"single", "list", "each", "aliases", "accounts", "broadcast", "tag", "topics", "alias-bind", "recall", "cancel", "statistics",
		"audit", "quota", "check", "dead-tokens", "pictures", "test-mode", "receipts", "second-protocol",
	}
	for _, c := range suite.All() {
		for _, f := range c.Features {
			if !slices.Contains(known, f) {
				t.Errorf("%s needs the feature %q, which no subject declares", c.ID, f)
			}
		}
	}
}
