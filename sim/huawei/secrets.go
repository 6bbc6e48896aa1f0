package huawei

// Secrets implements sim.Secretive: what a capture of Huawei's wire must not show.
func (*Endpoint) Secrets() []string { return []string{"client_secret", "access_token"} }
