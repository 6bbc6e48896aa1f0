package xiaomi

// Secrets implements sim.Secretive. The secret travels in Authorization, which no
// capture shows anyway.
func (*Endpoint) Secrets() []string { return nil }
