package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/offpush/offpush/internal/i18n"
)

func TestEveryTextHasBothLanguages(t *testing.T) {
	t.Parallel()
	sameInBoth := map[string]bool{"action.diagnose.copy": true} // "curl" is a name
	for _, key := range i18n.Keys() {
		text := i18n.Text(key)
		switch {
		case text.EN == "" || text.ZH == "":
			t.Errorf("%s: en %q, zh %q: both are needed", key, text.EN, text.ZH)
		case verbs(text.EN) != verbs(text.ZH):
			t.Errorf("%s: %q and %q take different arguments", key, text.EN, text.ZH)
		case !sameInBoth[key] && !strings.ContainsFunc(text.ZH, isHan) && key != "action.language":
			t.Errorf("%s: %q is not Chinese", key, text.ZH)
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// verbs are the formatting verbs of a text, in order.
func verbs(s string) string {
	var b strings.Builder
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '%' {
			b.WriteByte(s[i+1])
			i++
		}
	}
	return b.String()
}

// made are keys put together from a prefix and a word of the field.
func made(key string) bool {
	for _, prefix := range []string{
		"action.", "fate.", "outcome.", "stage.", "confidence.", "class.", "phone.", "shade.", "screen.", "scope.", "help.", "key.", "env.", "unit.",
	} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func TestTheCatalogueHasWhatTheScreensUseAndNoMore(t *testing.T) {
	t.Parallel()
	used := literals(t, "../../tui")
	for _, key := range i18n.Keys() {
		if !used[key] && !made(key) {
			t.Errorf("nothing uses the text %q", key)
		}
	}
	families := map[string]bool{} // "send" of "send.title"
	for _, key := range i18n.Keys() {
		family, _, _ := strings.Cut(key, ".")
		families[family] = true
	}
	for text := range used {
		if family, rest, ok := strings.Cut(text, "."); ok && families[family] && rest != "" && !i18n.Has(text) && !isAction(text) && isKey(text) {
			t.Errorf("%q looks like a key and has no text", text)
		}
	}
}

// isAction: the IDs of actions look like keys; their texts begin with "action.".
func isAction(id string) bool { return i18n.Has("action." + id) }

func isKey(s string) bool {
	return !strings.HasSuffix(s, ".") && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz.-") == "" && !strings.HasSuffix(s, ".yaml")
}

// literals are the string literals of the Go files below root, tests left out.
func literals(t *testing.T, root string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					out[s] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPickChoosesTheLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		asked string
		env   []string
		want  i18n.Lang
	}{
		{"", nil, i18n.EN},
		{"zh", []string{"en_US.UTF-8"}, i18n.ZH},
		{"", []string{"", "", "zh_CN.UTF-8"}, i18n.ZH},
		{"", []string{"C", "", "zh_CN.UTF-8"}, i18n.EN}, // LC_ALL rules
		{"en", []string{"zh_CN.UTF-8"}, i18n.EN},
		{"", []string{"de_DE.UTF-8"}, i18n.EN},
	} {
		if got := i18n.Pick(c.asked, c.env...); got != c.want {
			t.Errorf("Pick(%q, %q) = %s, want %s", c.asked, c.env, got, c.want)
		}
	}
}

func TestAMissingKeyIsSeen(t *testing.T) {
	t.Parallel()
	if got := i18n.ZH.T("no.such-key"); got != "no.such-key" {
		t.Errorf("T of a missing key = %q", got)
	}
}
