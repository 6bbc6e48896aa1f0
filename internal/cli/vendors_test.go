package cli

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/vendors"
)

// The capability table has a line for each ability and a column for each sender.
func TestVendorsCapabilityTable(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh"} {
		_, table, ok := strings.Cut(run(t, "vendors", "vivo", "--lang", lang).out, "\n\n")
		if !ok {
			t.Fatalf("%s: no second table", lang)
		}
		golden(t, filepath.Join("testdata", "vendors", "vivo-"+lang+".golden"), table)
	}
	_, table, _ := strings.Cut(run(t, "vendors", "--lang", "en").out, "\n\n")
	lines := strings.Split(strings.TrimRight(table, "\n"), "\n")
	if want := 1 + len(vendors.AllAbilities()); len(lines) != want {
		t.Errorf("%d lines, want %d", len(lines), want)
	}
	var names []string
	for _, row := range catalog.All() {
		names = append(names, string(row.ID))
		for _, l := range row.Logins {
			if l.Version != "" {
				names = append(names, string(row.ID)+"/"+l.Version)
			}
		}
	}
	if head := strings.Fields(lines[0]); !slices.Equal(head[len(head)-len(names):], names) {
		t.Errorf("columns %v, want the senders %v", head, names)
	}
}

// What JSON lists is what the opened senders have.
func TestVendorsAbilitiesAreTheSenders(t *testing.T) {
	t.Parallel()
	var got struct {
		Vendors []struct {
			Vendor    vendors.Vendor
			Abilities []string
			Logins    []struct {
				Version   string
				Abilities []string
			}
		}
	}
	if err := json.Unmarshal([]byte(run(t, "vendors", "-o", "json").out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Vendors) != len(catalog.All()) {
		t.Errorf("%d vendors, want %d", len(got.Vendors), len(catalog.All()))
	}
	for _, v := range got.Vendors {
		if len(v.Abilities) < 2 || v.Abilities[0] != "send" || !slices.Contains(v.Abilities, "dry-run") {
			t.Errorf("%s: abilities %v, want at least send and dry-run", v.Vendor, v.Abilities)
		}
		for _, l := range v.Logins {
			if (l.Version == "") != (len(l.Abilities) == 0) || slices.Equal(l.Abilities, v.Abilities) {
				t.Errorf("%s %s: abilities %v, want others than %v of another sender alone", v.Vendor, l.Version, l.Abilities, v.Abilities)
			}
		}
	}
}
