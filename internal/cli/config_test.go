package cli

import (
	"os"
	"strings"
	"testing"
)

func TestConfigIsStrict(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"lnag: zh\n":                              `config.yaml:1:1: unknown key "lnag"; did you mean "lang"?`,
		"lang: zh\nsim:\n  listne: x\n":           `config.yaml:3:3: unknown key "listne"; did you mean "listen"?`,
		"sim: {clok: x60}\n":                      `unknown key "clok"; did you mean "clock"?`,
		"lang: french\n":                          `config.yaml:1:7: lang "french": want en or zh`,
		"sned: {to: v1}\n":                        `unknown key "sned"; did you mean "send"?`,
		"send: {live: true}\n":                    `unknown key "live"`,
		"lang: zh\nlang: en\n":                    "config.yaml:2:1: ",
		"sim: [a]\n":                              `want "key: value" here`,
		"lang: {a: b}\n":                          "want a single value here",
		"lang: [zh\n":                             "config.yaml:",
		"- a\n":                                   `want "key: value" here`,
		"a: 1\n---\nb: 2\n":                       "2 documents",
		"credentials: {vvo: {app_id: 1}}\n":       `unknown vendor "vvo"; did you mean "vivo"?`,
		"credentials:\n  vivo: {app_secrte: x}\n": `config.yaml:2:10: unknown credential "app_secrte" of vivo; did you mean "app_secret"?`,
		"credentials: {vivo: {app_secret: [hush-hush]}}\n":  "want a single value here",
		"credentials: {vivo: {app_secret: 1, app_secret}\n": "config.yaml:1:",
	} {
		got := run(t, "version", "--config", file(t, "config.yaml", text))
		got.wants(t, 2, want)
		if strings.Contains(got.err, "hush-hush") {
			t.Errorf("the error shows a secret: %s", got.err)
		}
	}
	run(t, "version", "--config", "nothing.yaml").wants(t, 2, "nothing.yaml")
}

// A flag wins over the environment, that over the file, that over the default.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	path := file(t, "config.yaml", "# mine\noutput: jsonl\nsend: {expect: shown, dry_run: false}\nlang: zh\n")
	env := map[string]string{}
	check := func(args, want string) {
		t.Helper()
		got := runCall(t.Context(), call{args: strings.Fields(args + " --config " + path), env: env})
		if !strings.HasPrefix(got.out, want) {
			t.Errorf("%s with %v prints %.40q, want %q first", args, env, got.out, want)
		}
	}
	check("version", `{"schemaVersion"`)
	env["OFFPUSH_OUTPUT"] = "json"
	check("version", "{\n")
	check("version -o text", "offpush")
	env["OFFPUSH_OUTPUT"] = "yaml"
	runCall(t.Context(), call{args: []string{"version"}, env: env}).wants(t, 2, `OFFPUSH_OUTPUT="yaml": want text, json or jsonl`)
	// A command's own section, and the file named by the environment.
	got := runCall(t.Context(), call{args: strings.Fields("send --to v2 --message im-promo"), env: map[string]string{"OFFPUSH_CONFIG": path}})
	got.wants(t, 1, "expected shown, got folded")
}

func TestConfigInItsUsualPlace(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.MkdirAll(home+"/.config/offpush", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(home+"/.config/offpush/config.yaml", []byte("lang: zh\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	runCall(t.Context(), call{args: []string{"explain", "vivo", "10071"}, env: map[string]string{"HOME": home}}).wants(t, 0, "建议")
}

func TestCredentialsOfAFile(t *testing.T) {
	t.Parallel()
	path := file(t, "config.yaml", "credentials:\n  vivo: {app_id: 105000001, app_key: \"k\", app_secret: \"s\"}\n")
	args := strings.Fields("send --live --vendor vivo --dry-run --message order --to " + testToken + " --config " + path)
	run(t, args...).wants(t, 0, `"appId":105000001`)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, args...).wants(t, 2, "can be read by others (mode 0644); run: chmod 600")
}

// Whatever a file holds, reading it ends in a value or in an error with its name.
func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		"", "lang: zh\n", "sim: {listen: 127.0.0.1:0, fault: [html, reset]}\n", "credentials: {vivo: {app_id: 1}}\n",
		"send:\n  to: [v1, v2]\n", "a: &x [1]\nb: *x\n", "? a\n: b\n", "- 1\n", "lang: |\n  zh\n", "{", "sim: {env: {url: x}}\n", "<<: {a: 1}\n", "lang: !!binary x\n",
	} {
		f.Add(seed)
	}
	known := knownKeys(newApp(Stdio{}).root())
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseConfig("config.yaml", []byte(text), known)
		if (c == nil) == (err == nil) {
			t.Fatalf("config %v, error %v: want exactly one", c, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "config.yaml") {
			t.Errorf("error %q does not name the file", err)
		}
	})
}

func FuzzMessageFile(f *testing.F) {
	for _, seed := range []string{"", "to: [v1]\ntitle: x\n", "titel: x\n", "---\n---\n", "override: {vivo: {a: [1]}}\n", "ttl: 1h\n", "ttl: x\n", "badge: {set: 1}\n", "{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		letters, err := parseLetters("msg.yaml", []byte(text))
		if err == nil && len(letters) == 0 {
			t.Fatal("no message and no error")
		}
		if err != nil && !strings.HasPrefix(err.Error(), "msg.yaml") {
			t.Errorf("error %q does not name the file", err)
		}
	})
}
