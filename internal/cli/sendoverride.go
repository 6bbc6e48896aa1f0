package cli

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/vendors"
)

// flagOverride reads --override: one vendor's own fields, or those of several by vendor
// as message files have them.
func (f *sendFlags) flagOverride(p *parcel) error {
	data := []byte(f.draft.override)
	if p.vendor == "" {
		return p.anyOverride(data)
	}
	row, err := vendor(p.vendor)
	if err != nil {
		return err
	}
	o, err := row.DecodeOverride(data)
	if err == nil {
		p.message.Overrides = append(p.message.Overrides, o)
		return nil
	}
	if byVendor := membersByVendor(data); byVendor != nil {
		return p.namedOverrides(byVendor)
	}
	return usage("--override: %w", err)
}

// anyOverride takes --override without a vendor for each vendor that has such fields;
// the phone decides which one it is, and says what is wrong when it is none.
func (p *parcel) anyOverride(data []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return usage(`--override: want an object of JSON such as {"field":1}, or {"%s":{"field":1}}: %w`, catalog.IDs()[0], err)
	}
	byVendor := membersByVendor(data)
	var problem error
	if byVendor != nil {
		if problem = p.namedOverrides(byVendor); problem == nil {
			return nil
		}
	}
	p.message.Overrides = nil
	for _, row := range catalog.All() {
		if o, err := row.DecodeOverride(data); err == nil {
			p.message.Overrides = append(p.message.Overrides, o)
		}
	}
	if len(p.message.Overrides) == 0 && problem != nil {
		return problem
	}
	p.loose = string(data)
	return nil
}

// membersByVendor are the members of an object that has nothing but vendors' names; nil
// for any other.
func membersByVendor(data []byte) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal(data, &m) != nil || len(m) == 0 {
		return nil
	}
	for name := range m {
		if !slices.Contains(catalog.IDs(), name) {
			return nil
		}
	}
	return m
}

func (p *parcel) namedOverrides(byVendor map[string]json.RawMessage) error {
	for _, name := range sorted(byVendor) {
		row, err := vendor(name)
		if err != nil {
			return err
		}
		o, err := row.DecodeOverride(byVendor[name])
		if err != nil {
			return usage("--override: %w", err)
		}
		p.message.Overrides = append(p.message.Overrides, o)
	}
	p.named = sorted(byVendor)
	return nil
}

// suits tells whether --override has something for the phones' vendor: fields of another
// one would go nowhere without a word.
func (p *parcel) suits(name vendors.Vendor) error {
	if len(p.named) > 0 && !slices.Contains(p.named, string(name)) {
		return usage("--override is for %s, and the message goes to %s", strings.Join(p.named, ", "), name)
	}
	if p.loose == "" {
		return nil
	}
	row, err := vendor(string(name))
	if err != nil {
		return err
	}
	if _, err := row.DecodeOverride([]byte(p.loose)); err != nil {
		return usage("--override: %w", err)
	}
	return nil
}
