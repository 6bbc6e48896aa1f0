package vivo

// Secrets implements sim.Secretive: what a capture of vivo's wire must not show.
func (*Endpoint) Secrets() []string { return []string{"authToken", "appKey", "sign"} }
