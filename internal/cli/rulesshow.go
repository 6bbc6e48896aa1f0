package cli

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim"
)

// explainRule is a rule where explain has a code otherwise: IDs are what traces name.
func (a *App) explainRule(r *sim.Rule) error {
	shape := rulesShape{schemaVersion, []ruleShape{shapeRule(r)}}
	if !a.text() {
		return lines(a, shape, shape.Rules)
	}
	a.ruleText(&shape.Rules[0])
	return nil
}

// findRule finds a rule of any vendor by its ID, in whatever capitals.
func findRule(id string) (*sim.Rule, bool) {
	for _, row := range catalog.All() {
		rules := row.Endpoint().Rules()
		for i := range rules {
			if strings.EqualFold(rules[i].ID, id) {
				return &rules[i], true
			}
		}
	}
	return nil, false
}

// likeRule is the ID a mistyped one looks like, "" when the word is none at all.
func likeRule(word string) string {
	if strings.Count(word, "-") != 2 {
		return ""
	}
	var ids []string
	for _, row := range catalog.All() {
		for _, r := range row.Endpoint().Rules() {
			ids = append(ids, r.ID)
		}
	}
	return nearest.Name(strings.ToUpper(word), ids)
}

// ruleText is everything about a rule.
func (a *App) ruleText(r *ruleShape) {
	label := func(en, zh, text string) {
		if text != "" {
			a.printf("  %s%s\n", padded(a.t(en, zh), 11), wrapped(text, a.width(), 13))
		}
	}
	a.printf("%s  %s\n", a.paint(r.ID, bold), a.of(r.Title))
	label("vendor", "厂商", string(r.Vendor))
	label("says", "说明", general(a.of(r.Because)))
	label("do", "建议", a.of(r.Advice))
	label("stage", "阶段", fmt.Sprintf("%s (%s)", r.Stage, r.Phase))
	label("code", "错误码", strings.TrimSpace(r.Code+"  "+string(r.Reason)))
	if r.Since != "" || r.Until != "" {
		label("holds", "有效期", validity(r.Since, r.Until))
	}
	var numbers []string
	for _, name := range sorted(r.Params) {
		numbers = append(numbers, fmt.Sprintf("%s=%d", name, r.Params[name]))
	}
	label("numbers", "参数", strings.Join(numbers, "  "))
	label("source", "来源", fmt.Sprintf("%s (%s, %s)", r.Source, r.Confidence, r.Checked))
}

// general is a rule's text about no message in particular: what a trace puts in is left
// open.
func general(text string) string {
	return strings.NewReplacer("{0}", "N", "{1}", "N", "{2}", "N", "{d0}", "N", "{d1}", "N", "{ref}", "…").Replace(text)
}
