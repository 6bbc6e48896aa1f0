package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

// A terminal that cannot draw, or a form the screen has not, ends in advice.
func TestNoScreenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dumb := map[string]string{"TERM": "dumb"}
	for _, c := range []struct {
		name string
		call call
		say  string
	}{
		{"bare on a dumb terminal", call{terminal: true, env: dumb}, "TERM=dumb"},
		{"tui on a dumb terminal", call{args: []string{"tui"}, terminal: true, env: dumb}, "TERM=dumb"},
		{"json on a terminal", call{args: []string{"-o", "json"}, terminal: true}, "offpush demo -o json"},
		{"no terminal", call{args: []string{"tui"}}, "no terminal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			runCall(t.Context(), c.call).wants(t, 2, c.say, "offpush demo")
		})
	}
}

func TestPlainScreen(t *testing.T) {
	t.Parallel()
	run(t, "tui", "--plain").wants(t, 0, "Send\n", "v5  2  refused", "VV-FLT-002", "Live\n", "Devices\n", "notifications off")
	run(t, "tui", "--plain", "--lang", "zh").wants(t, 0, "发送\n", "预测，未发送", "通知关闭")
	run(t, "tui", "--theme", "pink").wants(t, 2, "want auto, dark")
}

func TestReadyAsJSON(t *testing.T) {
	t.Parallel()
	at, _ := simulator(t)
	var got struct {
		Ready bool   `json:"ready"`
		Admin string `json:"admin"`
	}
	out := run(t, "ready", "--url", at.Admin, "-o", "json").out
	if err := json.Unmarshal([]byte(out), &got); err != nil || !got.Ready || got.Admin != at.Admin {
		t.Errorf("ready -o json = %q, %v", out, err)
	}
}

func TestHelpfulWordsForSmallMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		code int
		say  []string
	}{
		{[]string{"explain", "im", "-201"}, 2, []string{"im -201", "not in this version"}},
		{[]string{"explain", "vivo", "12000"}, 2, []string{"did you mean 100/12000?"}},
		{[]string{"explain", "vivo", "99999"}, 2, []string{`no code "99999"; offpush explain --list vivo`}},
		{[]string{"explain", "vivo", "0"}, 0, []string{" more (-o json has all)"}},
		{[]string{"rules", "vv-qta-002"}, 0, []string{"VV-QTA-002"}},
		{[]string{"sim", "--listen", "127.0.0.1:99999"}, 2, []string{"want a port from 0 to 65535"}},
		{[]string{"scenario", "run", "demo", "vivo-marketing-capp"}, 2, []string{`did you mean "vivo-marketing-cap"?`, "nothing was run"}},
		{[]string{"scenario", "list"}, 0, []string{"Huawei shows two marketing messages", "Three phones that stay dark"}},
		{[]string{"scenario", "run", "vivo-marketing-cap", "--lang", "zh"}, 0, []string{"发送 ", "期望 ", "快进 "}},
		{[]string{"scenario", "run", "vivo-marketing-cap", "-o", "json"}, 0, []string{`"rulebook": "2026-11-01"`}},
		{[]string{"vendors", "--lang", "zh"}, 0, []string{"预演"}},
		{[]string{"conformance", "explain", "vivo/quota/next-day", "--lang", "zh"}, 0, []string{"要求：", "来源："}},
	} {
		run(t, c.args...).wants(t, c.code, c.say...)
	}
	for _, words := range []string{"--to v1", "--message order", "--to vv --message order", "--live --sim x --to v1"} {
		got := run(t, append([]string{"send", "--lang", "zh"}, strings.Fields(words)...)...)
		got.wants(t, 2, "send：")
	}
	empty := file(t, "empty.json", `{"schemaVersion": 1, "cases": []}`)
	run(t, "conformance", "report", "--from", empty).wants(t, 2, "no cases")
}
