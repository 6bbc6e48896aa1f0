package meizu

// Rights are none: Meizu's console grants an app nothing that a rule looks at.
func (*Endpoint) Rights() []string { return nil }
