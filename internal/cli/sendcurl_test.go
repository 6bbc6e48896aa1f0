package cli

import (
	"os/exec"
	"strings"
	"testing"
)

// The lines of --curl do what the command would: a shell runs them, and the message
// reaches the phone.
func TestCurlLinesWorkInAShell(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "curl", "sed"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("no %s here", tool)
		}
	}
	ready, _ := simulator(t)
	for name, to := range map[string]string{"one phone": "v1", "a list": "v1,v2"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := run(t, "send", "--sim", ready.Admin, "--to", to, "--message", "seed-im", "--dry-run", "--curl")
			got.wants(t, 0, ready.HTTP+"/vivo/", "$authToken")
			if strings.Contains(got.out, "vivo.com.cn") || strings.Contains(got.out, "Content-Length") {
				t.Errorf("the lines name vivo's own host, or headers curl makes itself:\n%s", got.out)
			}
			out, err := exec.CommandContext(t.Context(), "sh", "-euc", got.out).CombinedOutput()
			if err != nil || !strings.Contains(string(out), `"result":0`) {
				t.Errorf("sh: %v\n%s\nof\n%s", err, out, got.out)
			}
		})
	}
}

// Without a server nothing can be logged in to: secrets are variables of the shell,
// and the table of results is not in the shell's way.
func TestCurlWithoutAServer(t *testing.T) {
	t.Parallel()
	got := run(t, "send", "--to", "v1,v2", "--message", "seed-im", "--curl")
	got.wants(t, 0, "https://api-push.vivo.com.cn/message/saveListPayload", `"$OFFPUSH_VIVO_APP_ID"`,
		`'Authtoken: '"$OFFPUSH_VIVO_AUTHTOKEN"''`, `"$OFFPUSH_VIVO_TASKID"`)
	if strings.Contains(got.out, "[redacted]") || strings.Contains(got.out, "accepted") {
		t.Errorf("stdout is not only lines for a shell:\n%s", got.out)
	}
	if !strings.Contains(got.err, "v1  accepted") {
		t.Errorf("stderr has no result:\n%s", got.err)
	}
}

func TestDryRunExplainIsAForecast(t *testing.T) {
	t.Parallel()
	got := run(t, "send", "--to", "v2", "--message", "im-promo", "--dry-run", "--explain")
	got.wants(t, 0, "nothing was sent", "folded", "VV-CLS-004  alter", "checked: ")
	if strings.Contains(got.out, "POST ") {
		t.Errorf("requests among the forecast:\n%s", got.out)
	}
	conforms(t, "send", run(t, "send", "--to", "v2", "--message", "im-promo", "--dry-run", "--explain", "-o", "json").out)
	run(t, "send", "--sim", "http://127.0.0.1:1", "--to", "v1", "--message", "order", "--dry-run", "--explain").wants(t, 3)
}

// A rule that let a message through does not tell what it would have refused.
func TestPassedStepsDoNotReadAsFailures(t *testing.T) {
	t.Parallel()
	for lang, word := range map[string]string{"en": "checked: ", "zh": "已检查："} {
		got := run(t, "send", "--to", "v1", "--message", "seed-im", "--explain", "--lang", lang)
		got.wants(t, 0)
		for line := range strings.Lines(got.out) {
			if strings.Contains(line, "  pass  ") && !strings.Contains(line, word) && !strings.ContainsAny(line[30:], "0123456789") {
				t.Errorf("%s: a passed step without numbers says %q", lang, line)
			}
		}
	}
}
