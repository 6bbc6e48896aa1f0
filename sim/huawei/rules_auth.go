package huawei

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

func form(c *sim.Ctx) *TokenForm {
	if f, ok := c.Call.Wire.(*TokenForm); ok {
		return f
	}
	return &TokenForm{}
}

// pathRules judge what comes before Huawei's own codes.
func pathRules() []sim.Rule {
	op := func(name string, status int) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != name {
				return rule.Skip
			}
			c.Quote(c.Call.Request.Path)
			return c.RefuseStatus(status)
		}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "HW-VAL-001", Order: 10, Reason: vendors.ReasonBadRequest,
		Title:   t("No such path", "找不到服务，URI 错误"),
		Because: t("Huawei has no operation at {ref}", "{ref} 不是华为推送的接口"),
		Advice:  t("check the path: v1 takes the client id, v2 the project id and messages:send only", "检查路径：v1 用 client id，v2 用项目 ID 且只有 messages:send"),
	}, Apply: op(opNoPath, http.StatusNotFound)}, sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "HW-VAL-002", Order: 20, Reason: vendors.ReasonBadRequest,
		Title:      t("Wrong method", "请求方法错误"),
		Because:    t("{ref} takes POST", "{ref} 只支持 POST"),
		Advice:     t("POST every call", "所有接口都用 POST"),
		Provenance: docAccount(),
	}, Apply: op(opNoMethod, http.StatusMethodNotAllowed)})
}

// loginRules judge the token endpoint, both of its versions alike.
func loginRules() []sim.Rule {
	auth := sim.For(sim.VerbAuth)
	bad := func(is func(f *TokenForm) bool) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return is(form(c)) })
	}
	copyID := t("copy client_id from AppGallery Connect, project settings", "从 AppGallery Connect 项目设置复制 client_id")
	copySecret := t("copy client_secret again and URL-encode it in the form", "重新复制 client_secret，并在表单中做 URL 编码")
	return ruletable.In(rule.Gate, rule.StageAuth, docAccount(), authDown(auth), sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-002", Order: 120, Code: "1101/20182", Reason: vendors.ReasonBadRequest,
		Title:   t("grant_type of a login", "grant_type 错误"),
		Because: t("grant_type is not client_credentials, or the body is no form", "grant_type 不是 client_credentials，或请求体不是表单"),
		Advice:  t("send a form with grant_type=client_credentials", "以表单提交 grant_type=client_credentials"),
	}, Apply: bad(func(f *TokenForm) bool { return f.GrantType != "client_credentials" })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-003", Order: 130, Code: "1101/20002", Reason: vendors.ReasonCredentialWrong,
		Title:   t("client_id is 1 to 64 digits", "client_id 格式错误"),
		Because: t("client_id is not 1 to 64 digits", "client_id 不是 1-64 位数字"),
		Advice:  copyID,
	}, Apply: bad(func(f *TokenForm) bool { return !digits(f.ClientID) || len(f.ClientID) > 64 })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-004", Order: 140, Code: "1101/20003", Reason: vendors.ReasonCredentialWrong,
		Title:   t("client_id does not exist", "client_id 不存在"),
		Because: t("no app has the client_id {ref}", "没有 client_id 为 {ref} 的应用"),
		Advice:  copyID,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Known() && form(c).ClientID == c.Ref() {
			return rule.Skip
		}
		c.Quote(form(c).ClientID)
		return c.Refuse()
	}}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-005", Order: 150, Code: "1101/20171", Reason: vendors.ReasonCredentialWrong,
		Title:   t("Login without client_secret", "client_secret 为空"),
		Because: t("client_secret is empty", "client_secret 为空"),
		Advice:  copySecret,
	}, Apply: bad(func(f *TokenForm) bool { return f.ClientSecret == "" })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-006", Order: 160, Code: "1101/20172", Reason: vendors.ReasonCredentialWrong,
		Title:      t("Form of client_secret", "client_secret 格式错误"),
		Because:    t("client_secret has a blank around it or a control character", "client_secret 首尾有空格或含控制字符"),
		Advice:     t("copy client_secret without blanks and line ends", "复制 client_secret 时不要带空格和换行"),
		Provenance: checked.Assumed("the code is documented; which form is wrong is not: blanks around it and control characters are a default of this project"),
	}, Apply: bad(func(f *TokenForm) bool { return illFormed(f.ClientSecret) })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-007", Order: 170, Code: "1101/12304", Reason: vendors.ReasonCredentialWrong,
		Title:   t("client_secret is compared", "client_secret 错误"),
		Because: t("client_secret is not the app's; a + that was not URL-encoded arrives as a blank", "client_secret 与应用不符；未编码的 + 会变成空格"),
		Advice:  copySecret,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return form(c).ClientSecret != c.Credential("client_secret") })}, issue(auth))
}

func illFormed(secret string) bool {
	return strings.TrimSpace(secret) != secret || strings.IndexFunc(secret, func(r rune) bool { return r < 0x20 || r == 0x7f }) >= 0
}

func authDown(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-001", Order: 100, Reason: vendors.ReasonVendorError,
		Title:   t("The account service fails", "账号服务故障"),
		Because: t("the switch auth_error of this app is at {0}", "该应用的 auth_error 开关为 {0}"),
		Advice:  t("try again with growing pauses; a 403 is a network policy and stays", "递增间隔重试；403 为网络策略拦截，重试无效"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		status, err := strconv.Atoi(c.Flag(flagAuthError))
		if err != nil {
			return rule.Skip
		}
		c.Note(int64(status), 0, 0)
		return c.RefuseStatus(status)
	}}
}

func issue(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "HW-AUT-008", Order: 190,
		Title:   t("An access token for an hour", "获取 access token（有效期一小时）"),
		Because: t("the token is valid for {d0}; earlier ones stay valid", "access token 有效 {d0}，之前的仍然有效"),
		Advice:  t("keep one token per app and renew it a few minutes before it ends", "按应用缓存 token，到期前几分钟更新"),
		Params:  map[string]int64{"life_s": 3600},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		life := c.Param("life_s")
		c.Note(life, 0, 0)
		c.Reply(life)
		return c.Issue(c.Now().Add(time.Duration(life) * time.Second))
	}}
}
