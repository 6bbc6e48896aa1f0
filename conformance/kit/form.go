package kit

import (
	"net/url"
	"slices"
	"strings"
)

// Form is an x-www-form-urlencoded body with its order and repetitions.
type Form []Pair

// Pair is one field of a form.
type Pair struct{ Name, Value string }

// FormOf makes a form of names and values in turn.
func FormOf(namesAndValues ...string) Form {
	var f Form
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		f = append(f, Pair{namesAndValues[i], namesAndValues[i+1]})
	}
	return f
}

// DecodeForm reads a form; ok is false when it is none.
func DecodeForm(raw []byte) (f Form, ok bool) {
	for part := range strings.SplitSeq(string(raw), "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil {
			return nil, false
		}
		f = append(f, Pair{n, v})
	}
	return f, len(f) > 0
}

// Encode writes the form in its order.
func (f Form) Encode() string {
	parts := make([]string, len(f))
	for i, p := range f {
		parts[i] = url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value)
	}
	return strings.Join(parts, "&")
}

// Get is the first value of a field, "" when there is none; Has tells them apart.
func (f Form) Get(name string) string {
	for _, p := range f {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Has reports whether there is a field of this name.
func (f Form) Has(name string) bool {
	return slices.ContainsFunc(f, func(p Pair) bool { return p.Name == name })
}

// All are the values of a field that may be repeated.
func (f Form) All(name string) []string {
	var out []string
	for _, p := range f {
		if p.Name == name {
			out = append(out, p.Value)
		}
	}
	return out
}

// Names are the names of the fields in their order.
func (f Form) Names() []string {
	out := make([]string, len(f))
	for i, p := range f {
		out[i] = p.Name
	}
	return out
}

// Sorted is the form in the order of its names, as signatures want it.
func (f Form) Sorted() Form {
	out := slices.Clone(f)
	slices.SortStableFunc(out, func(a, b Pair) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// JSON is a field that holds a JSON object; nil when it is none.
func (f Form) JSON(name string) Object {
	o, _ := Decode([]byte(f.Get(name)))
	return o
}

// FormChange edits a form and returns it.
type FormChange func(Form) Form

// With is a copy of the form after the changes.
func (f Form) With(changes ...FormChange) Form {
	out := slices.Clone(f)
	for _, c := range changes {
		out = c(out)
	}
	return out
}

// Field gives a field these values, at its place or, when it is new, at the end;
// several values repeat it.
func Field(name string, values ...string) FormChange {
	return func(f Form) Form {
		pairs := make([]Pair, len(values))
		for i, v := range values {
			pairs[i] = Pair{name, v}
		}
		at := slices.IndexFunc(f, func(p Pair) bool { return p.Name == name })
		if at < 0 {
			return append(f, pairs...)
		}
		rest := slices.DeleteFunc(slices.Clone(f[at:]), func(p Pair) bool { return p.Name == name })
		return slices.Concat(f[:at], pairs, rest)
	}
}

// Without takes fields away.
func Without(names ...string) FormChange {
	return func(f Form) Form {
		return slices.DeleteFunc(f, func(p Pair) bool { return slices.Contains(names, p.Name) })
	}
}

// InField makes changes to the JSON object a field holds. What is no object becomes
// an empty one first.
func InField(name string, changes ...Change) FormChange {
	return func(f Form) Form {
		object := Body(f.JSON(name))
		if object == nil {
			object = Body{}
		}
		raw, err := Encode(object.With(changes...))
		if err != nil {
			return f // the change put in what JSON cannot say
		}
		return Field(name, string(raw))(f)
	}
}
