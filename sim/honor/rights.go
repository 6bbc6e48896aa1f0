package honor

// Rights are the self-classification right, and an importance alone.
func (*Endpoint) Rights() []string { return []string{rightSelf, "NORMAL", "LOW"} }
