package lab

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

// overrideFields are a message's vendors' own fields as a scenario writes them.
func overrideFields(m *vendors.Message) (map[string]map[string]any, error) {
	var out map[string]map[string]any
	for _, o := range m.Overrides {
		if o == nil {
			continue
		}
		data, err := json.Marshal(o)
		if err != nil {
			return nil, fmt.Errorf("options of %s: %w", o.OverrideFor(), err)
		}
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber() // an id may be longer than a float's digits
		fields := map[string]any{}
		if err := dec.Decode(&fields); err != nil {
			return nil, fmt.Errorf("options of %s: %w", o.OverrideFor(), err)
		}
		if out == nil {
			out = map[string]map[string]any{}
		}
		out[string(o.OverrideFor())] = plainNumbers(fields).(map[string]any)
	}
	return out, nil
}

// plainNumbers makes whole numbers and fractions of what a decoder kept as text, for a
// writer that would put it in quotes.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = plainNumbers(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = plainNumbers(inner)
		}
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64() // it was a number
		return f
	}
	return v
}

// overridesOf reads the vendors' own fields of a step.
func overridesOf(s *scenario.Send) ([]vendors.Override, error) {
	var out []vendors.Override
	for _, name := range slices.Sorted(maps.Keys(s.Override)) {
		row, ok := catalog.Find(vendors.Vendor(name))
		if !ok {
			return nil, fmt.Errorf("override: no vendor %q%s", name, nearest.Hint(name, catalog.IDs()))
		}
		data, err := json.Marshal(s.Override[name])
		if err != nil {
			return nil, fmt.Errorf("override of %s: %w", name, err)
		}
		o, err := row.DecodeOverride(data)
		if err != nil {
			return nil, fmt.Errorf("override: %w", err)
		}
		out = append(out, o)
	}
	return out, nil
}
