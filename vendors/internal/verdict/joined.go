package verdict

import "github.com/offpush/offpush/vendors"

// Joinable are the tokens that can stand in a list joined by a separator, in their order.
// One that holds the separator would be two at the vendor, and one of them somebody
// else's.
func Joinable(tokens []vendors.Token, fits func(vendors.Token) bool) []vendors.Token {
	for i, t := range tokens {
		if fits(t) {
			continue
		}
		good := append(make([]vendors.Token, 0, len(tokens)-1), tokens[:i]...)
		for _, t := range tokens[i+1:] {
			if fits(t) {
				good = append(good, t)
			}
		}
		return good
	}
	return tokens
}

// Around puts the outcomes of the joinable tokens, in their order, between those that
// could not be sent, which all have the outcome left.
func Around(tokens []vendors.Token, sent []vendors.Outcome, left vendors.Outcome, fits func(vendors.Token) bool) []vendors.Outcome {
	if len(sent) == len(tokens) {
		return sent
	}
	out := make([]vendors.Outcome, len(tokens))
	for i, t := range tokens {
		out[i] = left
		if fits(t) {
			out[i], sent = sent[0], sent[1:]
		}
		out[i].Token = t
	}
	return out
}
