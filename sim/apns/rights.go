package apns

// Rights are the entitlements of the app that a phone looks at.
func (*Endpoint) Rights() []string { return []string{rightSensitive, rightCritical} }
