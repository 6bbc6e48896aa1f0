package apns

import "github.com/offpush/offpush/conformance"

// Mutants are bad senders for APNs.
func Mutants() []conformance.Mutant { return nil }
