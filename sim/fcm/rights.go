package fcm

// Rights are none: FCM's console grants an app nothing that a rule looks at.
func (*Endpoint) Rights() []string { return nil }
