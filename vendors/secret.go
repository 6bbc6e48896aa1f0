package vendors

import "log/slog"

// Redacted is what a secret looks like wherever people or files can see it.
const Redacted = "[redacted]"

// Secret is a credential that prints as [redacted] through fmt, slog and JSON.
// Reveal is the one way to the value and is called where the wire form is built.
type Secret string

// Reveal returns the value itself.
func (s Secret) Reveal() string { return string(s) }

// String implements fmt.Stringer.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return Redacted
}

// GoString implements fmt.GoStringer, so %#v does not leak either.
func (s Secret) GoString() string { return s.String() }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText keeps secrets out of JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Credentials are one app's keys under the vendor's own field names, such as
// "app_id", "app_key", "app_secret".
type Credentials map[string]Secret
