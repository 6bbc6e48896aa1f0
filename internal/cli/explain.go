package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// codeShape is one code in explain -o json.
type codeShape struct {
	Code         string         `json:"code"`
	Where        vendors.Where  `json:"where"`
	HTTPStatus   *int           `json:"http_status"`
	Meaning      vendors.Text   `json:"meaning"`
	Advice       vendors.Text   `json:"advice"`
	Reason       vendors.Reason `json:"reason"`
	TokenDead    bool           `json:"token_dead"`
	Retry        vendors.Retry  `json:"retry"`
	Simulated    bool           `json:"simulated"`
	NotSimulated string         `json:"not_simulated_because"`
	Cases        []string       `json:"cases"`
	Source       string         `json:"source"`
	Checked      string         `json:"checked"`
	Confidence   string         `json:"confidence"`
}

type explainShape struct {
	SchemaVersion int            `json:"schemaVersion"`
	Vendor        vendors.Vendor `json:"vendor"`
	Codes         []codeShape    `json:"codes"`
}

func (a *App) explainCommand() *cobra.Command {
	var list string
	cmd := &cobra.Command{
		Use:   "explain VENDOR CODE | RULE",
		Short: "Explain a vendor's code, receipt code or reason, or a rule",
		Example: "  offpush explain vivo 10071\n" +
			"  offpush explain vivo 100/12000      a receipt: level 1/level 2\n" +
			"  offpush explain VV-CLS-004          a rule that a trace names\n" +
			"  offpush explain --list vivo -o json",
		Long: "Tells what the code means, whether the token is dead, whether to try again, what to do, and where that is written. " +
			"Of a rule: what it does, what to do about it, its source, its date and how sure it is.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 && strings.EqualFold(args[0], imBackEnd) {
				return noBackEndCodes(args[1])
			}
			if list != "" {
				return takes()(cmd, args)
			}
			if len(args) == 1 {
				return oneToExplain(cmd, args)
			}
			return takes("VENDOR", "CODE")(cmd, args)
		},
		ValidArgsFunction: completeCodes,
		RunE: func(_ *cobra.Command, args []string) error {
			if list != "" {
				return a.explainAll(list)
			}
			if r, ok := findRule(args[len(args)-1]); ok && ofVendor(r, args) {
				return a.explainRule(r)
			}
			return a.explain(args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&list, "list", "", "all codes of a `VENDOR` instead of one")
	inGroup(cmd.Flags(), groupWhat, "list")
	_ = cmd.RegisterFlagCompletionFunc("list", completeVendors)
	return cmd
}

// oneToExplain takes a rule alone; a code needs its vendor.
func oneToExplain(cmd *cobra.Command, args []string) error {
	if _, ok := findRule(args[0]); ok {
		return nil
	}
	if id := likeRule(args[0]); id != "" {
		return usage("no rule %q; did you mean %q?", args[0], id)
	}
	if _, err := vendor(args[0]); err == nil {
		return takes("VENDOR", "CODE")(cmd, args)
	}
	whose := ownersOf(args[0])
	if len(whose) == 0 {
		return usage("%q is no vendor, no rule and no vendor's code%s; offpush explain --list VENDOR has the codes", args[0], nearest.Hint(args[0], catalog.IDs()))
	}
	return usage("%q is a code of %s: offpush explain %s %s", args[0], orList(whose), whose[0], args[0])
}

// ownersOf are the vendors that have a code.
func ownersOf(code string) (ids []string) {
	for _, row := range catalog.All() {
		if found, err := findCodes(row, code); err == nil && len(found) > 0 {
			ids = append(ids, string(row.ID))
		}
	}
	return ids
}

// ofVendor tells whether the rule is of the vendor before it, where there is one.
func ofVendor(r *sim.Rule, args []string) bool {
	return len(args) == 1 || strings.EqualFold(string(r.Vendor), args[0])
}

func (a *App) explainAll(name string) error {
	row, err := vendor(name)
	if err != nil {
		return err
	}
	shape := explainShape{schemaVersion, row.ID, shapeCodes(row, row.Facts().Codes)}
	if !a.text() {
		return lines(a, shape, shape.Codes)
	}
	t := &table{}
	for _, c := range shape.Codes {
		t.row(shownCode(c.Code), a.t(string(c.Where), whereZh(c.Where)), string(c.Reason), a.t(string(c.Retry), a.retryText(c.Retry)), a.of(c.Meaning))
	}
	a.printf("%s", t)
	return nil
}

func (a *App) explain(name, code string) error {
	row, err := vendor(name)
	if err != nil {
		return err
	}
	found, err := findCodes(row, code)
	if err != nil {
		return err
	}
	shape := explainShape{schemaVersion, row.ID, shapeCodes(row, found)}
	if !a.text() {
		return lines(a, shape, shape.Codes)
	}
	for i, c := range shape.Codes {
		if i > 0 {
			a.printf("\n")
		}
		a.explainOne(row, &c)
	}
	return nil
}

// imBackEnd is what people type for the codes of their own chat back end.
const imBackEnd = "im"

func noBackEndCodes(code string) error {
	return usage("explain im %s: the codes of the IM back end are not in this version; there is %s",
		strings.TrimPrefix(code, numberMark), orList(catalog.IDs()))
}

// findCodes returns every meaning of a code: a number can mean one thing in an
// answer and another in a receipt. Without one as it is written here, one in other
// capitals does: receivers write some in capitals. A reason finds all its codes, an HTTP status the
// answers that have no code of their own.
func findCodes(row catalog.Entry, code string) ([]vendors.Code, error) {
	var found, folded, byReason, byStatus []vendors.Code
	var known []string
	for _, c := range row.Facts().Codes {
		known = append(known, c.Code)
		switch {
		case c.Code == code:
			found = append(found, c)
		case strings.EqualFold(c.Code, code):
			folded = append(folded, c)
		case c.Reason != "" && strings.EqualFold(string(c.Reason), code):
			byReason = append(byReason, c)
		case c.Code == "" && c.HTTPStatus != 0 && fmt.Sprint(c.HTTPStatus) == code:
			byStatus = append(byStatus, c)
		}
	}
	for _, set := range [][]vendors.Code{found, folded, byReason, byStatus} {
		if len(set) > 0 {
			return set, nil
		}
	}
	var ofStatus []string
	for _, c := range row.Facts().Codes {
		if c.HTTPStatus != 0 && fmt.Sprint(c.HTTPStatus) == code {
			ofStatus = append(ofStatus, c.Code)
		}
	}
	if len(ofStatus) > 0 {
		return nil, usage("%s has no code %q; answers of that status say %s", row.ID, code, orList(unique(ofStatus)))
	}
	return nil, usage("%s has no code %q%s; offpush explain --list %s shows all %d",
		row.ID, code, nearestCodes(code, known), row.ID, len(known))
}

// nearestCodes suggests codes: those of which the word is one level, else the one
// that looks alike. Between numbers that have little in common there is no hint.
func nearestCodes(word string, known []string) string {
	var levels []string
	for _, k := range known {
		if slices.Contains(strings.Split(k, "/"), word) && word != "" {
			levels = append(levels, k)
		}
	}
	if len(levels) > 0 {
		return "; did you mean " + orList(levels[:min(len(levels), 4)]) + "?"
	}
	return nearest.Hint(word, known)
}

func (a *App) explainOne(row catalog.Entry, c *codeShape) {
	label := func(en, zh, text string) {
		if text != "" {
			a.printf("  %s%s\n", padded(a.t(en, zh), 11), wrapped(text, a.width(), 13))
		}
	}
	a.printf("%s  %s\n", a.paint(string(row.ID)+" "+shownCode(c.Code), bold), a.of(c.Meaning))
	label("where", "位置", a.whereText(c.Where))
	label("reason", "原因", string(c.Reason))
	token := a.t("stays valid: do not delete it", "仍然有效，不要删除")
	if c.TokenDead {
		token = a.t("is dead: delete it", "已失效，请删除")
	}
	label("token", "设备标识", token)
	label("retry", "重试", a.t(string(c.Retry)+": ", "")+a.retryText(c.Retry))
	label("do", "建议", a.of(c.Advice))
	simulated := a.t("yes", "是")
	if !c.Simulated {
		simulated = a.t("no: ", "否：") + c.NotSimulated
	}
	label("simulated", "是否模拟", simulated)
	label("cases", "用例", a.someCases(c.Cases))
	label("source", "来源", fmt.Sprintf("%s (%s, %s)", c.Source, c.Confidence, c.Checked))
}

// shownCases is how many cases explain names: some codes are in every second one.
const shownCases = 8

func (a *App) someCases(ids []string) string {
	shown := ids[:min(len(ids), shownCases)]
	if more := len(ids) - len(shown); more > 0 {
		shown = append(slices.Clone(shown), fmt.Sprintf(a.t("and %d more (-o json has all)", "另有 %d 个（-o json 列出全部）"), more))
	}
	return strings.Join(shown, "\n")
}

// shownCode makes the empty code, an answer without one, visible.
func shownCode(code string) string {
	if code == "" {
		return `""`
	}
	return code
}

// whereZh is a place in Chinese, short enough for a column.
func whereZh(w vendors.Where) string {
	switch w {
	case vendors.InResponse:
		return "接口应答"
	case vendors.InReceipt:
		return "回执"
	case vendors.InAuth:
		return "鉴权应答"
	case vendors.InPerToken:
		return "单个标识"
	case vendors.InClient:
		return "手机 SDK"
	case vendors.InSDK:
		return "服务端 SDK"
	}
	return string(w)
}

func (a *App) whereText(w vendors.Where) string {
	switch w {
	case vendors.InResponse:
		return a.t("answer to a call", "接口应答")
	case vendors.InReceipt:
		return a.t("receipt, sent to the callback address later", "回执，稍后推送到回调地址")
	case vendors.InAuth:
		return a.t("answer to the login call", "鉴权接口应答")
	case vendors.InPerToken:
		return a.t("state of one token inside an answer", "应答中单个设备标识的状态")
	case vendors.InClient:
		return a.t("client SDK on the phone", "手机端 SDK")
	case vendors.InSDK:
		return a.t("server SDK on the caller's side", "调用方的服务端 SDK")
	}
	return string(w)
}

func (a *App) retryText(r vendors.Retry) string {
	switch r {
	case vendors.RetryNever:
		return a.t("the same message gets the same answer", "重发同样的消息结果不变")
	case vendors.RetryRefreshOnce:
		return a.t("log in again, repeat once", "重新鉴权后重发一次")
	case vendors.RetryBackoff:
		return a.t("again, later, with growing pauses", "稍后重试，间隔递增")
	case vendors.RetryNextDay:
		return a.t("after the vendor's midnight", "厂商零点之后")
	case vendors.RetryAfterWindow:
		return a.t("when the allowed hours begin", "进入允许时段之后")
	case vendors.RetryNewConnection:
		return a.t("again on a fresh connection", "换新连接重试")
	case vendors.RetrySplit:
		return a.t("again, in smaller parts", "拆小后重试")
	}
	return ""
}

func shapeCodes(row catalog.Entry, codes []vendors.Code) []codeShape {
	cases := row.Cases()
	out := make([]codeShape, len(codes))
	for i, c := range codes {
		out[i] = codeShape{
			Code: c.Code, Where: c.Where, Meaning: c.Meaning, Advice: c.Advice, Reason: c.Reason,
			TokenDead: c.TokenDead, Retry: c.Retry, Simulated: c.NotSimulated == "", NotSimulated: c.NotSimulated,
			Cases: casesFor(cases, &c), Source: c.Source, Checked: c.Checked, Confidence: string(c.Confidence),
		}
		if c.HTTPStatus != 0 {
			out[i].HTTPStatus = &codes[i].HTTPStatus
		}
	}
	return out
}

// casesFor are the conformance cases that make the endpoint answer a code. Cases
// write receipt codes behind "receipt:", because the numbers overlap.
func casesFor(cases []conformance.Case, c *vendors.Code) []string {
	want := c.Code
	if c.Where == vendors.InReceipt {
		want = "receipt:" + c.Code
	}
	ids := []string{}
	for i := range cases {
		if slices.Contains(cases[i].Codes, want) {
			ids = append(ids, cases[i].ID)
		}
	}
	return ids
}
