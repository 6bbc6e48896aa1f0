package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/vendors"
)

// The whole table: every code of the facts, with texts, and where a case reaches
// it. That every code has one is a test of the catalogue.
func TestExplainList(t *testing.T) {
	t.Parallel()
	for _, row := range catalog.All() {
		var got explainShape
		if err := json.Unmarshal([]byte(run(t, "explain", "--list", string(row.ID), "-o", "json").out), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Codes) != len(row.Facts().Codes) {
			t.Errorf("%s: %d codes, the facts have %d", row.ID, len(got.Codes), len(row.Facts().Codes))
		}
		for _, c := range got.Codes {
			switch {
			case c.Where == vendors.InReceipt && c.Simulated && len(c.Cases) == 0:
				t.Errorf("%s %s %q is simulated and no case reaches it", row.ID, c.Where, c.Code)
			case !c.Simulated && c.NotSimulated == "":
				t.Errorf("%s %s %q is not simulated and does not say why", row.ID, c.Where, c.Code)
			case c.Meaning.EN == "" || c.Meaning.ZH == "" || c.Advice.EN == "" || c.Advice.ZH == "" || c.Source == "":
				t.Errorf("%s %s %q lacks a text or its source", row.ID, c.Where, c.Code)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for args, words := range map[string][]string{
		"10071":         {"outside the hours", "OUTSIDE_HOURS", "do not delete it", "after_window", "documented"},
		"10302":         {"delete"},
		"100/12000":     {"receipt", "QUOTA_DEVICE_DAY"},
		"outside_hours": {"vivo 10071"},
		"500":           {`vivo ""`, "backoff"},
		"10040":         {"no: "},
	} {
		run(t, "explain", "vivo", args).wants(t, 0, words...)
	}
	if got := run(t, "explain", "vivo", "0").out; !strings.Contains(got, "answer to a call") || !strings.Contains(got, "receipt") {
		t.Errorf("a code with two meanings shows:\n%s", got)
	}
}

// OPPO's server SDK makes codes of its own. A receipt that some write in capitals is found
// by them too.
func TestExplainOPPO(t *testing.T) {
	t.Parallel()
	run(t, "explain", "oppo", "--", "-3").wants(t, 0, "oppo -3", "server SDK on the caller's side")
	run(t, "explain", "oppo", "33", "--lang", "zh").wants(t, 0, "调用方的服务端 SDK", "34")
	run(t, "explain", "oppo", "MESSAGE_NIGHT_CONTROL").wants(t, 0, "oppo message_night_control")
}

func TestRules(t *testing.T) {
	t.Parallel()
	run(t, "rules", "VV-QTA-002").wants(t, 0, "VV-QTA-002", "quota", "100/12000")
	quota := run(t, "rules", "--stage", "quota").out
	if strings.Contains(quota, "validate") || !strings.Contains(quota, "VV-QTA-001") {
		t.Errorf("--stage quota shows:\n%s", quota)
	}
	run(t, "rules", "--date", "2001-01-01", "--stage", "rate").wants(t, 0)
	lenient, strict := run(t, "rules", "--profile", "lenient").out, run(t, "rules", "--profile", "strict").out
	if strings.Count(lenient, "\n") >= strings.Count(strict, "\n") {
		t.Error("the lenient profile has as many rules as the strict one")
	}
	if got := run(t, "rules", "diff", "2026-11-01", "2026-11-01"); got.out != "" {
		t.Errorf("a date differs from itself:\n%s", got.out)
	}
	diff := run(t, "rules", "diff", "2023-01-01", "2026-11-01")
	diff.wants(t, 0, "+ VV-QTA-002 ", "- VV-QTA-007 ")
	ids := map[string][]string{} // by vendor, which come in the catalogue's order
	for line := range strings.Lines(diff.out) {
		id := strings.Fields(line)[1]
		vendor, _, _ := strings.Cut(id, "-")
		ids[vendor] = append(ids[vendor], id)
	}
	for vendor, of := range ids {
		if !slices.IsSorted(of) {
			t.Errorf("changes of %s are not in the order of IDs: %v", vendor, of)
		}
	}
}

func TestVendorsAndVersion(t *testing.T) {
	t.Parallel()
	run(t, "vendors").wants(t, 0, "vivo", "2..1000", "take a message back", "show requests without sending")
	run(t, "version").wants(t, 0, "rulebook", rulebookDate())
	if _, err := rowsOf("all"); err != nil {
		t.Error(err)
	}
	lines := strings.Count(run(t, "rules", "-o", "jsonl").out, "\n")
	if want := strings.Count(run(t, "rules").out, "\n"); lines != want {
		t.Errorf("jsonl has %d lines, the table %d", lines, want)
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		run(t, "completion", shell).wants(t, 0, "offpush")
	}
	for line, word := range map[string]string{
		"explain ":              "vivo",
		"explain vivo ":         "10071",
		"rules VV":              "VV-QTA-002",
		"conformance run vi":    "vivo/auth/auth-ok",
		"scenario run vi":       "vivo-marketing-cap",
		"send --message ":       "seed-im",
		"send --vendor ":        "vivo",
		"conformance explain v": "vivo/auth/auth-ok",
	} {
		args := append([]string{"__complete"}, strings.Split(line, " ")...)
		run(t, args...).wants(t, 0, word)
	}
}

// A trace names rules, and a rule tells everything about itself wherever it is asked for.
func TestExplainARule(t *testing.T) {
	t.Parallel()
	all := []string{"OP-CLS-022  ", "vendor", "says", "do ", "classify (admit)", "source", "documented"}
	for _, args := range []string{"explain OP-CLS-022", "explain op-cls-022", "explain oppo OP-CLS-022", "rules OP-CLS-022", "rules op-cls-022 VV-CLS-004"} {
		run(t, strings.Fields(args)...).wants(t, 0, all...)
	}
	run(t, "explain", "VV-CLS-004", "--lang", "zh").wants(t, 0, "建议", "来源")
	run(t, "explain", "OP-CLS-922").wants(t, 2, `no rule "OP-CLS-922"; did you mean "OP-CLS-`)
	run(t, "explain", "vivo", "OP-CLS-022").wants(t, 2, `vivo has no code "OP-CLS-022"`)
	run(t, "explain", "oppo").wants(t, 2, "CODE is missing")
	run(t, "explain", "80000000").wants(t, 2, `"80000000" is a code of huawei: offpush explain huawei 80000000`)
	run(t, "explain", "NOPE-1").wants(t, 2, `"NOPE-1" is no vendor, no rule and no vendor's code`)
	run(t, "explain", "vvo").wants(t, 2, `did you mean "vivo"?`)
	if got := run(t, "explain", "VV-CLS-004").out; strings.Contains(got, "{") {
		t.Errorf("the text has places for a trace's numbers:\n%s", got)
	}
	s := conforms(t, "rules", run(t, "explain", "OP-CLS-022", "-o", "json").out)
	if r := s["rules"].([]any)[0].(map[string]any); r["advice"].(map[string]any)["zh"] == "" || r["source"] == "" {
		t.Errorf("got %v", r)
	}
}
