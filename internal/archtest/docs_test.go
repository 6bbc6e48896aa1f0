package archtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree calls f with every text file people wrote, relative to the root.
func tree(t *testing.T, f func(name, text string)) {
	t.Helper()
	suffixes := regexp.MustCompile(`\.(go|md|ya?ml|sh|mod|json|golden|txt|svg)$|^(Makefile|run|LICENSE|\.editorconfig|\.gitignore|\.gitattributes)$`)
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch d.Name() {
		case ".git", "dist", "bin", "results":
			return filepath.SkipDir
		}
		if d.IsDir() || !suffixes.MatchString(d.Name()) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		f(filepath.ToSlash(name), string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// unwanted are patterns with what is wrong about them. Where a pattern is written
// so that it does not match itself, this file needs no exception.
func unwanted() map[string]string {
	return map[string]string{
		// The word alone is a vendor's category and a directive of TAP.
		`(^|[^.\w])(TO[D]O|FIX[M]E|XX[X])[:(]`: "a note to oneself is not read by others: do it, or open an issue",
		`(^|[^\w.])/(wor[k]|roo[t]|hom[e])/\w`: "a path of one machine",
		`\.\./share[d]\b`:                      "not part of the repository",
	}
}

func TestNoUnwantedWords(t *testing.T) {
	t.Parallel()
	patterns := map[*regexp.Regexp]string{}
	for p, why := range unwanted() {
		patterns[regexp.MustCompile(p)] = why
	}
	tree(t, func(name, text string) {
		for p, why := range patterns {
			for _, at := range p.FindAllStringIndex(text, -1) {
				t.Errorf("%s:%d: %q: %s", name, 1+strings.Count(text[:at[0]], "\n"), text[at[0]:at[1]], why)
			}
		}
	})
}

func TestUnwantedPatterns(t *testing.T) {
	t.Parallel()
	hits := func(s string) (n int) {
		for p := range unwanted() {
			n += len(regexp.MustCompile(p).FindAllString(s, -1))
		}
		return n
	}
	for _, s := range []string{"// TO" + "DO: later", "# FIX" + "ME(me)", "see /wor" + "k/x", "cat ../share" + "d/x", "(/hom" + "e/me/x)"} {
		if hits(s) != 1 {
			t.Errorf("%q is not noticed", s)
		}
	}
	for _, s := range []string{`"TO` + `DO": 1`, "context.TO" + "DO()", "not ok 1 # TO" + "DO known", "https://example.com/wo" + "rk/x", "the /homepage"} {
		if hits(s) != 0 {
			t.Errorf("%q is noticed", s)
		}
	}
}

// The two READMEs say the same: the same headings at the same places, the same
// commands, the same links. Words are left to people.
func TestReadmesAreInStep(t *testing.T) {
	t.Parallel()
	en, zh := read(t, "README.md"), read(t, "README.zh-CN.md")
	if diff := cmp.Diff(outline(en), outline(zh)); diff != "" {
		t.Errorf("headings, commands or links differ (-README.md +README.zh-CN.md):\n%s", diff)
	}
	if !strings.Contains(en, "README.zh-CN.md") || !strings.Contains(zh, "README.md") {
		t.Error("each README names the other")
	}
}

// outline is what of a document is the same in every language: the levels of its
// headings, the commands of its code blocks without their comments, the places it
// links to, and the number of its table rows.
func outline(text string) []string {
	link := regexp.MustCompile(`\]\(([^)#]+)`)
	var out []string
	inCode := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "```"):
			inCode = !inCode
			out = append(out, line)
		case inCode:
			command, _, _ := strings.Cut(line, " #")
			out = append(out, strings.TrimSpace(command))
		case strings.HasPrefix(line, "#"):
			level, _, _ := strings.Cut(line, " ")
			out = append(out, level+" heading")
		case strings.HasPrefix(line, "|"):
			// The first cell is a command or a name and is not translated.
			first := strings.TrimSpace(strings.Split(line, "|")[1])
			if strings.HasPrefix(first, "`") {
				out = append(out, "| "+first)
			} else {
				out = append(out, "| row")
			}
		}
		if !inCode {
			for _, m := range link.FindAllStringSubmatch(line, -1) {
				if target := m[1]; !strings.HasPrefix(target, "README") {
					out = append(out, "link "+target)
				}
			}
		}
	}
	return out
}

func TestOutline(t *testing.T) {
	t.Parallel()
	en := "# A\n\n```sh\ngo run .  # opens\n```\n\n| `x` | does |\n\n[see](docs/a.md#part) [zh](README.zh-CN.md)\n"
	zh := "# 甲\n\n```sh\ngo run .  # 打开\n```\n\n| `x` | 做 |\n\n[见](docs/a.md) [en](README.md)\n"
	if diff := cmp.Diff(outline(en), outline(zh)); diff != "" {
		t.Errorf("the same document differs:\n%s", diff)
	}
	for name, other := range map[string]string{
		"heading": strings.Replace(zh, "# 甲", "## 甲", 1),
		"command": strings.Replace(zh, "go run .", "go run ./x", 1),
		"row":     strings.Replace(zh, "`x`", "`y`", 1),
		"link":    strings.Replace(zh, "docs/a.md", "docs/b.md", 1),
	} {
		if cmp.Equal(outline(en), outline(other)) {
			t.Errorf("a different %s is not noticed", name)
		}
	}
}

// The first page promises two commands, and CI runs the second.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	readme, ci := read(t, "README.md"), read(t, ".ci/run")
	for _, want := range []string{"go run .", "go test ./..."} {
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(want) + `(\s|$)`).MatchString(readme) {
			t.Errorf("README.md does not show %q at the start of a line", want)
		}
	}
	if !strings.Contains(ci, "\ngo test ./...\n") {
		t.Error(".ci/run does not run the README's test command")
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)]+)\)|(?:src|srcset|href)="([^"]+)"`)
	tree(t, func(name, text string) {
		if !strings.HasSuffix(name, ".md") {
			return
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target := m[1] + m[2]
			target, _, _ = strings.Cut(target, "#")
			if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), target)); err != nil {
				t.Errorf("%s links to %s, which does not exist", name, target)
			}
		}
	})
}

func TestChangelogIsOpen(t *testing.T) {
	t.Parallel()
	text := read(t, "CHANGELOG.md")
	_, unreleased, found := strings.Cut(text, "\n## [Unreleased]\n")
	if !found {
		t.Fatal("CHANGELOG.md has no section ## [Unreleased]")
	}
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	allowed := map[string]bool{"Added": true, "Changed": true, "Deprecated": true, "Removed": true,
		"Fixed": true, "Security": true, "Vendor facts": true}
	for _, m := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(unreleased, -1) {
		if !allowed[m[1]] {
			t.Errorf("CHANGELOG.md: section %q is none of keep-a-changelog's, nor Vendor facts", m[1])
		}
	}
}

// A decision is one page with the same four parts, numbered without gaps, and is
// superseded and never edited away.
func TestDecisions(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(root, "docs/decisions/*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no decisions: %v", err)
	}
	name := regexp.MustCompile(`^(\d{4})-[a-z0-9-]+\.md$`)
	next := 1
	for _, file := range files {
		base := filepath.Base(file)
		if base == "README.md" {
			continue
		}
		m := name.FindStringSubmatch(base)
		if m == nil {
			t.Errorf("%s: want NNNN-title-in-words.md", base)
			continue
		}
		if want := fmt.Sprintf("%04d", next); m[1] != want {
			t.Errorf("%s: want number %s", base, want)
		}
		next++
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for _, part := range []string{"\n- Date: 20", "\n- Status: ", "\n## Context\n", "\n## Choice\n", "\n## Alternatives that lost\n", "\n## Consequences\n"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s has no %q", base, strings.TrimSpace(part))
			}
		}
		if n := strings.Count(text, "\n"); n > 80 {
			t.Errorf("%s has %d lines; a decision is one page", base, n)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
