package sim

import "strings"

// MatchPath reports whether a path is one a site's pattern means: the path itself, a
// path below a prefix that ends in a slash, or a path whose segments fit where a
// segment of the pattern is "*", which stands for one that is not empty.
func MatchPath(pattern, path string) bool {
	switch {
	case IsPathPattern(pattern):
		return matchSegments(pattern, path)
	case strings.HasSuffix(pattern, "/"):
		return strings.HasPrefix(path, pattern)
	}
	return pattern == path
}

// IsPathPattern reports whether a segment of a site's path is "*".
func IsPathPattern(path string) bool { return strings.Contains(path+"/", "/*/") }

// PathsMeet reports whether some path is meant by both patterns.
func PathsMeet(a, b string) bool {
	for a != "" && b != "" {
		one, restA := segment(a)
		two, restB := segment(b)
		if (one != "*" || two == "") && (two != "*" || one == "") && one != two {
			// A prefix ends in an empty segment, which every longer path continues.
			return (one == "" && restA == "") || (two == "" && restB == "")
		}
		a, b = restA, restB
	}
	return a == b
}

func matchSegments(pattern, path string) bool {
	for pattern != "" && path != "" {
		want, restPattern := segment(pattern)
		got, restPath := segment(path)
		if want == "" && restPattern == "" {
			return true // the pattern is a prefix
		}
		if want != got && (want != "*" || got == "") {
			return false
		}
		pattern, path = restPattern, restPath
	}
	return pattern == path
}

// segment splits "/a/b" into "a" and "/b".
func segment(path string) (first, rest string) {
	path = strings.TrimPrefix(path, "/")
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}
