package yamlfile

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// BadValue is the error of an UnmarshalYAML(ast.Node) method: Decode tells it with
// the value's place.
func BadValue(n ast.Node, format string, args ...any) error {
	return &yaml.SyntaxError{Message: fmt.Sprintf(format, args...), Token: n.GetToken()}
}

// inWords says what was wanted where the library speaks of Go types; "" when it
// does not.
func inWords(err yaml.Error) string {
	var want string
	switch e := err.(type) { //nolint:errorlint // the library does not wrap these
	case *yaml.TypeError:
		want = kindName(e.DstType)
	case *yaml.OverflowError:
		want = kindName(e.DstType)
		if strings.HasPrefix(e.SrcNum, "-") && e.DstType.Kind() >= reflect.Uint && e.DstType.Kind() <= reflect.Uint64 {
			want = "a whole number of at least 0"
		} else {
			want += " that is not so large"
		}
	case *yaml.UnexpectedNodeTypeError:
		want = map[ast.NodeType]string{ast.MappingType: `"key: value" lines`, ast.SequenceType: `a list, such as "- a" lines or [a, b]`}[e.Expected]
	}
	if want == "" {
		return ""
	}
	return keyOf(err.GetToken()) + "want " + want + ", got " + got(err.GetToken())
}

func kindName(t reflect.Type) string {
	switch k := t.Kind(); {
	case k == reflect.Bool:
		return "true or false"
	case k == reflect.String:
		return "a text"
	case k == reflect.Float32 || k == reflect.Float64:
		return "a number"
	case k >= reflect.Int && k <= reflect.Uint64:
		if t.PkgPath() == "time" {
			return "a length of time such as 90s or 10m"
		}
		return "a whole number"
	case k == reflect.Map || k == reflect.Struct:
		return `"key: value" lines`
	case k == reflect.Slice:
		return "a list"
	case k == reflect.Pointer:
		return kindName(t.Elem())
	}
	return "another kind of value"
}

// keyOf is "key: " when a value's token stands behind its key.
func keyOf(tk *token.Token) string {
	if tk == nil || tk.Prev == nil || tk.Prev.Type != token.MappingValueType || tk.Prev.Prev == nil {
		return ""
	}
	return tk.Prev.Prev.Value + ": "
}

func got(tk *token.Token) string {
	switch {
	case tk == nil:
		return "something else"
	case tk.Type == token.MappingStartType || tk.Type == token.MappingValueType:
		return `"key: value"`
	case tk.Type == token.SequenceStartType || tk.Type == token.SequenceEntryType:
		return "a list"
	}
	const most = 60
	if r := []rune(tk.Value); len(r) > most {
		return fmt.Sprintf("%q", string(r[:most])+"…")
	}
	return fmt.Sprintf("%q", tk.Value)
}
