package conformance

import "strings"

// A pattern names cases by id: "*" stands for any run of characters within one
// segment, "**" for any run across segments; "a/**/b" also matches "a/b".
// Everything else stands for itself.

// tokenKind says what one piece of a pattern matches.
type tokenKind uint8

const (
	oneByte      tokenKind = iota
	anySegment             // "*": any run without a slash
	anything               // "**": any run
	anyDirectory           // "**/" at the start of a segment: nothing, or any run that ends in a slash
)

type token struct {
	kind tokenKind
	byte byte
}

func tokens(pattern string) []token {
	var out []token
	for i := 0; i < len(pattern); {
		atStart := i == 0 || pattern[i-1] == '/'
		switch rest := pattern[i:]; {
		case atStart && strings.HasPrefix(rest, "**/"):
			out, i = append(out, token{kind: anyDirectory}), i+3
		case strings.HasPrefix(rest, "**"):
			out, i = append(out, token{kind: anything}), i+2
		case rest[0] == '*':
			out, i = append(out, token{kind: anySegment}), i+1
		default:
			out, i = append(out, token{byte: rest[0]}), i+1
		}
	}
	return out
}

// Match reports whether a pattern matches an id. Its time is bounded by the
// product of both lengths, whatever the pattern.
func Match(pattern, id string) bool {
	// at[i] tells that the tokens so far can have consumed id[:i].
	at := make([]bool, len(id)+1)
	at[0] = true
	for _, tk := range tokens(pattern) {
		at = step(at, tk, id)
	}
	return at[len(id)]
}

// step advances the set of reachable positions by one token.
func step(at []bool, tk token, id string) []bool {
	next := make([]bool, len(at))
	open := false // an earlier position can still be extended to here
	for i := range at {
		switch tk.kind {
		case oneByte:
			if i > 0 && at[i-1] && id[i-1] == tk.byte {
				next[i] = true
			}
		case anySegment:
			if i > 0 && id[i-1] == '/' {
				open = false
			}
			open = open || at[i]
			next[i] = open
		case anything:
			open = open || at[i]
			next[i] = open
		case anyDirectory:
			next[i] = at[i] || (open && i > 0 && id[i-1] == '/')
			open = open || at[i]
		}
	}
	return next
}

// matchesCase reports whether a pattern matches a case by its id or by one it had.
func matchesCase(pattern string, c *Case) bool {
	if Match(pattern, c.ID) {
		return true
	}
	for _, a := range c.Aliases {
		if Match(pattern, a) {
			return true
		}
	}
	return false
}

// nearest returns the candidate with the fewest edits from word, "" when none is
// near enough to be what somebody meant.
func nearest(word string, candidates []string) string {
	best, limit := "", max(3, len(word)/3)+1
	for _, c := range candidates {
		if d := distance(word, c, limit); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// distance is the Levenshtein distance, or limit as soon as it cannot be less.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least >= limit {
			return limit
		}
	}
	return row[len(b)]
}
