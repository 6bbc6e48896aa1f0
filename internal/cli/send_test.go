package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

const testToken = "15638535410301000000001" // looks like one, belongs to nobody

func TestSend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args string
		code       int
		words      []string
	}{
		{"accepted", "--to v1 --message seed-im", 0, []string{"v1  accepted 0", "shown with sound"}},
		{"refused", "--to v5 --message seed-im", 1, []string{"v5  refused 10302", "TOKEN_UNREGISTERED", "VV-FLT-002", "do: "}},
		{"refused as expected", "--to v5 --message seed-im --expect refused", 0, nil},
		{"one of two refused", "--to v1,v5 --message seed-im", 1, []string{"v1  accepted", "v5  refused"}},
		{"not as expected", "--to v2 --message im-promo --expect shown", 1, []string{"v2: expected shown, got folded"}},
		{"delivered is what can be seen", "--to v2 --message im-promo --expect delivered", 0, nil},
		{"dark after a yes", "--to v1,v4 --message seed-im --expect delivered", 1, []string{"v4: expected delivered, got dropped"}},
		{"a body that was not stored", "--to v1,v2 --title a --body b --class transactional --category NOSUCH --explain", 1, []string{"v1  refused 10096", "v2  refused 10096", "VV-CLS-001  refuse"}},
		{"and is foreseen", "--to o1,o2 --title a --body b --class marketing --category BAD --dry-run --explain", 0, []string{"o1  refused 67", "o2  refused 67", "OP-CLS-010  refuse"}},
		{"cut, and both ends too long to show", "--to v1 --title a --body " + strings.Repeat("x", 120), 1, []string{"(120 -> 100 characters)"}},
		{"explained by the sender", "--to m1 --title a --body b --test --explain", 1, []string{"no trace: it was not sent"}},
		{"at night", "--to v6 --message marketing --at 2026-11-11T23:30:00+08:00", 1, []string{"10071", "VV-FLT-008", "7h30m"}},
		{"explained", "--to v2 --message im-promo --explain", 0, []string{"VV-CLS-004", "alter", "VV-QTA-002  pass"}},
		{"a token nobody has", "--to " + testToken + " --message order", 1, []string{testToken + "  refused 10302"}},
		{"test mode", "--to v7 --message test-words --test --expect delivered", 0, nil},
		{"own fields", `--to v1 --message order --override {"category":"MARKETING","classification":0} --explain`, 0, []string{"silent"}},
		{"own fields by vendor", `--to v1 --message order --override {"vivo":{"category":"MARKETING","classification":0},"oppo":{}} --explain`, 0, []string{"silent"}},
		{"own fields by vendor, for the vendor", `--vendor vivo --to v1 --message order --override {"vivo":{"category":"MARKETING","classification":0}}`, 0, []string{"silent"}},
		{"own fields by another vendor", `--to x1 --message order --override {"vivo":{"category":"IM"}}`, 2, []string{"--override is for vivo, and the message goes to xiaomi"}},
		{"a vendor's name can be a field", `--to g1 --message order --override {"apns":{"headers":{"a":"b"}}}`, 0, []string{"g1  accepted"}},
		{"a wrong field is told in the phone's vendor's words", `--to v1 --message order --override {"notifyTyp":1}`, 2, []string{`--override: vivo: options: notifyTyp: unknown field, did you mean "notifyType"?`}},
		{"and for a token in the app's", "--to " + testToken + ` --vendor vivo --message order --override {"notifyTyp":1}`, 2, []string{`did you mean "notifyType"?`}},
		{"no object of fields", `--to v1 --message order --override {x`, 2, []string{"--override: want an object of JSON such as"}},
		{"no JSON for the app", `--to v1 --message order --extension {x`, 2, []string{`--extension "{x" is no JSON text`}},
		{"what the sender does not send", "--to m1 --title a --body b --test", 1, []string{"m1  rejected", "has no test mode"}},
		{"another vendor's fields", `--to x1 --message order --override {"category":"IM"}`, 2, []string{"--override", "category"}},
		{"a long text is cut in the notes", "--to o1 --title " + strings.Repeat("长", 300) + " --body b", 0, []string{"adjusted title truncated", "…\" ->"}},
		{"own words", "--to v1 --title 李雷 --body 晚上一起吃饭吗？ --class transactional --category im --data a=b --ttl 1h", 0, nil},
		{"priority", "--to g1 --title a --body b --priority high --dry-run", 0, []string{`"priority":"HIGH"`}},
		{"no such priority", "--to g1 --title a --body b --priority soon", 2, []string{"--priority", "high"}},
		{"dry run", "--to v1 --message seed-im --dry-run", 0, []string{"POST https://", "/message/send", "Authtoken: [redacted]"}},
		{"what a tap opens", "--to v1 --message order --click https://example.com/o/1 --dry-run", 0, []string{`https://example.com/o/1`}},
		{"a channel", "--to x1 --message order --channel 135009 --dry-run", 0, []string{"extra.channel_id=135009"}},
		{"curl", "--to v1 --message seed-im --dry-run --curl", 0, []string{"curl -sS -X POST 'https://", "--data-binary '{"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run(t, append([]string{"send"}, strings.Fields(c.args)...)...).wants(t, c.code, c.words...)
		})
	}
}

func TestSendFile(t *testing.T) {
	t.Parallel()
	path := file(t, "msg.yaml", `
to: [v1]
title: 李雷
body: 晚上一起吃饭吗？
class: transactional
category: im
ttl: 1h
---
to: [v3]
title: 周末活动开始
body: 全场满减，低至五折
class: marketing
override: {vivo: {notifyType: 1}}
`)
	got := run(t, "send", "-f", path, "-o", "json")
	got.wants(t, 0)
	var s sendShape
	if err := json.Unmarshal([]byte(got.out), &s); err != nil {
		t.Fatal(err)
	}
	if c := s.Results[1].Cause; c != nil && c.Advice == "" {
		t.Errorf("%s has no advice", c.Rule)
	}
	if len(s.Results) != 2 || s.Results[0].Device != "v1" || s.Results[1].Device != "v3" {
		t.Fatalf("results = %+v, want v1 and v3", s.Results)
	}
	sent := ""
	for _, r := range s.Requests {
		sent += r.Body
	}
	if !strings.Contains(sent, `"timeToLive":3600`) || !strings.Contains(sent, `"notifyType":1`) {
		t.Errorf("the file's ttl and override are not on the wire:\n%s", sent)
	}
	run(t, "send", "-f", path, "--to", "v5").wants(t, 1, "10302") // flags win
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	runCall(t.Context(), call{args: []string{"send", "-f", "-"}, in: string(text)}).wants(t, 0, "v1  accepted", "v3  accepted")
	runCall(t.Context(), call{args: []string{"send", "-f", "-"}, in: "titel: x"}).wants(t, 2, "standard input:1:1: unknown key")
}

func TestSendFileIsStrict(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"to: [v1]\ntitel: x\n":             `:2:1: unknown key "titel"; did you mean "title"?`,
		"to: [v1]\nclick: {actoin: url}\n": `unknown key "actoin"; did you mean "action"?`,
		"to: [v1\n":                        "msg.yaml:",
		"":                                 "no message in the file",
		"to: [v1]\ntitle: x\noverride: {vvo: {a: 1}}": `unknown vendor "vvo"`,
	} {
		run(t, "send", "-f", file(t, "msg.yaml", text)).wants(t, 2, want)
	}
	run(t, "send", "-f", "nothing.yaml").wants(t, 2, "nothing.yaml")
}

// What a sender sends must not show its secrets, in any form of the output.
func TestSendShowsNoSecrets(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"OFFPUSH_VIVO_APP_ID": "105000001", "OFFPUSH_VIVO_APP_KEY": "test-key-0123456789abcdef0123456789",
		"OFFPUSH_VIVO_APP_SECRET": "test-secret-0123456789abcdef",
	}
	for _, extra := range []string{"--dry-run", "--dry-run --curl", "--dry-run -o json", ""} {
		args := "send --live --vendor vivo --to " + testToken + " --message order " + extra
		got := runCall(t.Context(), call{args: strings.Fields(args), env: env})
		for _, secret := range []string{env["OFFPUSH_VIVO_APP_SECRET"], env["OFFPUSH_VIVO_APP_KEY"]} {
			if strings.Contains(got.out+got.err, secret) {
				t.Errorf("%s shows a secret:\n%s%s", args, got.out, got.err)
			}
		}
	}
}

// Nothing is ever sent live without a confirmation that names what it is about.
func TestLiveAsksFirst(t *testing.T) {
	t.Parallel()
	env := map[string]string{"OFFPUSH_VIVO_APP_ID": "105000001", "OFFPUSH_VIVO_APP_KEY": "k", "OFFPUSH_VIVO_APP_SECRET": "s"}
	args := strings.Fields("send --live --vendor vivo --message order --to " + testToken)
	says := "1 message(s) to 1 token(s) of vivo, production"
	runCall(t.Context(), call{args: args, env: env}).wants(t, 2, "refused, nothing was sent", says, "--yes")
	runCall(t.Context(), call{args: append(args, "--no-input"), env: env, terminal: true}).wants(t, 2, "refused", says)
	runCall(t.Context(), call{args: args, env: env, terminal: true, in: "yes\n"}).wants(t, 2, says, `the answer was not "vivo"`)
	runCall(t.Context(), call{args: args, env: env, terminal: true}).wants(t, 2, "refused")
	env["OFFPUSH_YES"] = "true" // has to be typed
	runCall(t.Context(), call{args: args, env: env}).wants(t, 2, "refused")
	device := strings.Fields("send --live --yes --vendor vivo --message order --to v1")
	runCall(t.Context(), call{args: device, env: env}).wants(t, 2, `"v1" is no token`)
}
