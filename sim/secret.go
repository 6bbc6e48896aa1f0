package sim

// Secretive is an Endpoint that says which parts of its wire are secrets, so that
// captured exchanges never hold them. Names are compared without regard to case;
// they stand for header fields, JSON members at any depth and form fields, in
// requests and in answers. Authorization and cookies are always redacted.
type Secretive interface {
	Secrets() []string
}
