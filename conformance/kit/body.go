package kit

import "strings"

// Body is a JSON request. A Change edits one; paths name a member of a member
// ("android.notification.title").
type (
	Body   map[string]any
	Change func(Body)
)

// With is the body after the changes, which are made in place.
func (b Body) With(changes ...Change) Body {
	for _, c := range changes {
		c(b)
	}
	return b
}

// Set writes a member; objects on its path are made when they are not there.
func Set(path string, value any) Change {
	return func(b Body) { put(b, path, value) }
}

// Drop takes members away.
func Drop(paths ...string) Change {
	return func(b Body) {
		for _, p := range paths {
			cut(b, p)
		}
	}
}

// Under makes changes to the object under a path.
func Under(path string, changes ...Change) Change {
	return func(b Body) {
		object := map[string]any(b)
		for name := range strings.SplitSeq(path, ".") {
			object = member(object, name)
		}
		Body(object).With(changes...)
	}
}

func put(object map[string]any, path string, value any) {
	head, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		object[head] = value
		return
	}
	put(member(object, head), rest, value)
}

func cut(object map[string]any, path string) {
	head, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		delete(object, head)
		return
	}
	if _, there := object[head]; there {
		cut(member(object, head), rest)
	}
}

// member is the object under a name, made when it is not there.
func member(object map[string]any, name string) map[string]any {
	switch m := object[name].(type) {
	case map[string]any:
		return m
	case Body:
		return m
	}
	m := map[string]any{}
	object[name] = m
	return m
}
