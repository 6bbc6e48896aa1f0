package xiaomi

// Rights are what the console made for the app: channels by their ids, and templates.
func (*Endpoint) Rights() []string { return []string{privateChannel, publicChannel, templateRight} }
