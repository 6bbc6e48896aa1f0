package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// call is one run of the program in a process of its own making.
type call struct {
	args []string
	env  map[string]string
	in   string
	// terminal: a person is there.
	terminal bool
}

type answer struct {
	code     int
	out, err string
}

// run runs a command line in process. There is no configuration, no locale and no
// terminal unless the test says so.
func run(t *testing.T, args ...string) answer {
	t.Helper()
	return runCall(t.Context(), call{args: args})
}

func runCall(ctx context.Context, c call) answer {
	var out, errs bytes.Buffer
	code := Main(ctx, c.args, Stdio{
		In: strings.NewReader(c.in), Out: &out, Err: &errs, Terminal: c.terminal,
		Getenv: func(name string) string { return c.env[name] },
	})
	return answer{code, out.String(), errs.String()}
}

// wants checks an answer: the exit code, and texts that must be in stdout and
// stderr together.
func (a answer) wants(t *testing.T, code int, texts ...string) {
	t.Helper()
	var bad []string
	if a.code != code {
		bad = append(bad, fmt.Sprintf("exit code = %d, want %d", a.code, code))
	}
	for _, text := range texts {
		if !strings.Contains(a.out+a.err, text) {
			bad = append(bad, fmt.Sprintf("no %q in the output", text))
		}
	}
	if bad != nil {
		t.Errorf("%s\nstdout:\n%s\nstderr:\n%s", strings.Join(bad, "\n"), a.out, a.err)
	}
}

// file writes a file into the test's folder.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Wrong input always says what to do, on stderr, with the exit code of the contract.
func TestWrongInputSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args string
		code int
		say  string
	}{
		{"unknown command", "demp", 2, `unknown command "demp" for offpush; did you mean "demo"?`},
		{"unknown sub-command", "scenario rum", 2, `did you mean "run"?`},
		{"group without a command", "scenario", 2, "offpush scenario needs one of its commands: check, list or run"},
		{"unknown flag", "demo --sed 1", 2, "unknown flag --sed; did you mean --seed?"},
		{"unknown short flag", "demo -x", 2, "unknown flag -x; see offpush demo --help"},
		{"flag without a value", "demo --seed", 2, "--seed needs a value"},
		{"wrong number", "demo --seed seven", 2, `--seed "seven": want a whole number`},
		{"wrong choice", "rules --stage qota", 2, `did you mean "quota"?`},
		{"wrong output", "version -o jsn", 2, `did you mean "json"?`},
		{"argument too many", "version now", 2, `offpush version takes no argument, got "now"`},
		{"argument missing", "explain vivo", 2, "CODE is missing"},
		{"unknown vendor", "explain vvo 10071", 2, `unknown vendor "vvo"; did you mean "vivo"?`},
		{"unknown code", "explain vivo 1007", 2, `vivo has no code "1007"`},
		{"a status that is no code", "explain apns 410", 2, "answers of that status say Unregistered or ExpiredToken"},
		{"negative numbers are arguments", "explain vivo -1", 2, `vivo has no code "-1"`},
		{"unknown vendor to list", "explain --list vvo", 2, `did you mean "vivo"?`},
		{"unknown rule", "rules VV-QTA-02", 2, `no rule "VV-QTA-02"; did you mean "VV-QTA-`},
		{"wrong date", "rules --date yesterday", 2, `--date "yesterday": want a date such as 2026-11-01`},
		{"wrong dates to compare", "rules diff 2026 2027", 2, `A "2026": want a date`},
		{"unknown shell", "completion bsh", 2, `did you mean "bash"?`},
		{"no target", "send --title a --body b", 2, "no target: pass --to with a device (v1, v2"},
		{"unknown device", "send --to v9 --message order", 2, `no device "v9"; did you mean "v`},
		{"empty message", "send --to v1", 2, "the message is empty: pass --title and --body"},
		{"unknown message", "send --to v1 --message sed-im", 2, `did you mean "seed-im"?`},
		{"unknown override", `send --to v1 --title x --override {"titel":1}`, 2, "titel"},
		{"wrong time", "send --to v1 --message order --at noon", 2, `--at "noon": want a time`},
		{"live without a vendor", "send --live --to 15638535410301000000001 --message order", 2, "live: pass --vendor; there is "},
		{"live without credentials", "send --live --vendor vivo --to 15638535410301000000001 --message order", 2, "set OFFPUSH_VIVO_APP_ID, OFFPUSH_VIVO_APP_KEY, OFFPUSH_VIVO_APP_SECRET"},
		{"live with half a login", "send --live --vendor huawei --to IQAAAACy0000000000000000 --message order", 2, "set OFFPUSH_HUAWEI_CLIENT_ID, OFFPUSH_HUAWEI_CLIENT_SECRET, or"},
		{"live with several logins", "send --live --vendor apns --to 15638535410301000000001 --message order", 2, "set OFFPUSH_APNS_TEAM_ID, OFFPUSH_APNS_KEY_ID, OFFPUSH_APNS_P8, OFFPUSH_APNS_TOPIC, or put them under credentials in a --config file with mode 0600; instead of them OFFPUSH_APNS_P12 or OFFPUSH_APNS_CERTIFICATE will do"},
		{"live with another login of huawei", "send --live --vendor huawei --to IQAAAACy0000000000000000 --message order", 2, "instead of them OFFPUSH_HUAWEI_API_VERSION=v3 with OFFPUSH_HUAWEI_PROJECT_ID with"},
		{"a time for another clock", "send --sim http://127.0.0.1:1 --to v1 --message order --at 2026-11-11T23:30:00+08:00", 2, "send: --at is about the built-in lab"},
		{"a seed for another world", "send --sim http://127.0.0.1:1 --to v1 --message order --seed 4", 2, "send: --seed is about the built-in lab"},
		{"live and simulator", "send --live --sim http://127.0.0.1:1 --to x", 2, "exclude each other"},
		{"no word of a story", "scenario run zzz", 2, `no file or story "zzz"; offpush scenario list shows all`},
		{"no demo of its own", "demo --story huawei", 2, `no story "huawei"; its phones are in offpush demo, and a demo of its own has vivo`},
		{"nothing to disable", "conformance run vivo/auth/auth-ok --disable no/such/**", 2, `--disable: `},
		{"no story", "scenario run vivo-marketing-cup", 2, `did you mean "vivo-marketing-cap"`},
		{"no case", "conformance run no/such/**", 4, `no case matches pattern "no/such/**"`},
		{"nothing in all of the selection", "conformance run vivo/auth/auth-ok --level may", 4, "no case matches all of the selection"},
		{"wrong level", "conformance run --level mst", 2, "want must, should or may"},
		{"wrong shard", "conformance run --shard 5/4", 2, "--shard"},
		{"wrong report", "conformance run --report juint=x", 2, `did you mean "junit"?`},
		{"rule to take out", "conformance run --without VV-QTA-02", 2, `--without: no rule "VV-QTA-02"`},
		{"case to explain", "conformance explain vivo/auth/auth-of", 2, "did you mean"},
		{"no report to read", "conformance report", 2, "--from is missing"},
		{"report that is not there", "conformance report --from nothing.json", 2, "nothing.json"},
		{"everybody may connect", "sim --listen 0.0.0.0:0", 2, "pass --expose if that is meant"},
		{"no port", "sim --listen 127.0.0.1", 2, "want host:port"},
		{"wrong clock", "sim --clock fast", 2, `--clock "fast": want real, manual or a speed such as x60`},
		{"wrong fault", "sim --fault htm", 2, `did you mean "html"?`},
		{"nobody there", "sim env --url http://127.0.0.1:1", 3, "no simulator answers at http://127.0.0.1:1"},
		{"no address", "sim env --url nonsense", 2, `--url "nonsense"`},
		{"help of nothing", "help demp", 2, `did you mean "demo"?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, strings.Fields(c.args)...)
			got.wants(t, c.code, "offpush: ", c.say)
			if got.out != "" && c.name != "group without a command" {
				t.Errorf("stdout = %q, want nothing: errors belong to stderr", got.out)
			}
		})
	}
}

func TestBareWithoutATerminalNamesTheDemo(t *testing.T) {
	t.Parallel()
	got := run(t)
	got.wants(t, 2, "offpush demo")
	if got.out != "" {
		t.Errorf("stdout = %q, want nothing", got.out)
	}
	run(t, "tui").wants(t, 2, "offpush demo")
	runCall(t.Context(), call{env: map[string]string{"LANG": "zh_CN.UTF-8"}}).wants(t, 2, "当前不是终端")
}

// Stopping is told apart from failing.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	runCall(ctx, call{args: []string{"demo"}}).wants(t, 130)
	runCall(ctx, call{args: []string{"ready", "--timeout", "1h"}}).wants(t, 130)
	runCall(ctx, call{args: []string{"conformance", "run"}}).wants(t, 130, "did not run")
}

func TestColours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		env  map[string]string
		want bool
	}{
		{"vendors", nil, false},
		{"vendors --color always", nil, true},
		{"vendors", map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"vendors", map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{"vendors", map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
		{"vendors --color always", map[string]string{"NO_COLOR": "1"}, true},
	} {
		got := runCall(t.Context(), call{args: strings.Fields(c.args), env: c.env})
		if has := strings.Contains(got.out, "\x1b["); has != c.want {
			t.Errorf("%s with %v: colours = %t, want %t", c.args, c.env, has, c.want)
		}
	}
}
