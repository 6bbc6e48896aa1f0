package xiaomi

import "github.com/offpush/offpush/sim"

// The switches of an app.
const (
	flagTrouble   = "trouble"
	flagDenied    = "denied"
	flagBlacklist = "blacklist"
	flagReview    = "review"
	flagDefault   = "default_channel"
	flagTemplate  = "private_template"
	flagLicence   = "news_licence"
	flagPenalty   = "penalty"
	flagFeedback  = "feedback_api"
	flagTestWords = "test_words"
)

// The switches of a phone.
const (
	flagRegion   = "region"
	flagDisabled = "push_disabled"
	flagRegID    = "regid"
	flagTaps     = "taps"
	flagLocale   = "locale"
	flagVersion  = "app_version"
	flagNetwork  = "network"
)

const (
	off    = "off"
	on     = "on"
	byDate = "by_date"
)

// troubles are the codes the service can be made to fail with: its own faults, calls
// that are too many somewhere, and statuses without a body.
func troubles() (faults, rates, statuses []string) {
	return []string{
			"-1", "1", "10001", "10002", "10003", "10009", "10010", "10011", "10037", "20607", "26003", "65029", "65030", "20216",
		},
		[]string{"10022", "10023", "10024", "10027", "10028"},
		[]string{"400", "500", "503"}
}

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{off, on}
	faults, rates, statuses := troubles()
	trouble := append(append(append([]string{off}, faults...), rates...), statuses...)
	app := []sim.Flag{
		{Name: flagTrouble, Values: trouble, Default: off, Doc: t("the service fails with this code, or with a bare HTTP status", "服务故障：返回该错误码，或仅 HTTP 状态码")},
		{Name: flagDenied, Values: []string{off, "10004", "10005", "10014", "10036", "10038", "21303"}, Default: off, Doc: t("what the app may not do: 10038 statistics and traces alone, the others everything", "应用被限制：10038 仅统计与 trace，其余为全部接口")},
		{Name: flagBlacklist, Values: []string{off, "10031", "10026"}, Default: off, Doc: t("the app is on the black list, with the code of the documents or of the SDK", "应用在黑名单中：返回文档的 10031 或 SDK 的 10026")},
		{Name: flagReview, Values: onOff, Default: off, Doc: t("messages have to be reviewed by people first: 26006", "发送需要人工审核：26006")},
		{Name: flagDefault, Values: []string{byDate, "allow", "forbid"}, Default: byDate, Doc: t("messages without a channel: by the date of the rules, allowed, or forbidden as for apps that moved to the new classes", "无 channel_id 的消息：按规则日期、允许、或禁止（应用已全量进入新消息分类）")},
		{Name: flagTemplate, Values: []string{byDate, "optional", "required"}, Default: byDate, Doc: t("private messages without a template: refused by the date of the rules (from 2026-12-31 on), never, or at once as for apps connected since 2026-07-01", "未使用模板的私信：按规则日期（2026-12-31 起）拒绝、允许、或立即拒绝（2026-07-01 起新接入的应用）")},
		{Name: flagLicence, Values: []string{"no", "yes"}, Default: "no", Doc: t("the app holds the Internet news information service licence: 3 times the phones, 8 a phone and day", "应用持有《互联网新闻信息服务许可证》：通知开启数 × 3，单设备每天 8 条")},
		{Name: flagPenalty, Values: onOff, Default: off, Doc: t("too many users switched notifications off: 1.5 times the phones, 3 a phone and day (licensed 2.5 and 5)", "通知动态关闭率超标处罚：通知开启数 × 1.5，单设备每天 3 条（持许可证为 2.5 与 5）")},
		{Name: flagFeedback, Values: []string{byDate, on, off}, Default: byDate, Doc: t("the feedback interface: by the date of the rules, on, or off line", "feedback 接口：按规则日期、可用或已下线")},
		{Name: flagTestWords, Values: onOff, Default: off, Doc: t("messages with test words are held back as unimportant", "含“测试”“test”字样的消息被视为不重要而不下发")},
	}
	return append(app,
		sim.Flag{Name: flagRegion, Values: []string{"china", "russia", "india", "europe", "global"}, Default: "china", Device: true, Doc: t("where the phone was registered; the other regions' hosts do not know its id", "设备注册区域；其他区域的域名不认识该 regId")},
		sim.Flag{Name: flagDisabled, Values: onOff, Default: off, Device: true, Doc: t("the app called disablePush: receipt 32", "应用调用了 disablePush：回执 32")},
		sim.Flag{Name: flagRegID, Values: []string{"current", "renewed"}, Default: "current", Device: true, Doc: t("renewed: the phone has a newer registration id than the one pushed to: receipt 16 with the new one", "renewed：设备已有新的 regId，回执 16 并带 replaceTarget")},
		sim.Flag{Name: flagTaps, Values: onOff, Default: off, Device: true, Doc: t("the user taps what is shown: receipt 2", "用户点击展示的通知：回执 2")},
		sim.Flag{Name: flagLocale, Values: []string{"zh_CN", "zh_TW", "en_US"}, Default: "zh_CN", Device: true, Doc: t("the phone's language, for extra.locale", "设备语言，用于 extra.locale 过滤")},
		sim.Flag{Name: flagVersion, Values: []string{"1.0", "2.0"}, Default: "1.0", Device: true, Doc: t("the app's version, for extra.app_version", "应用版本，用于 extra.app_version 过滤")},
		sim.Flag{Name: flagNetwork, Values: []string{"wifi", "mobile"}, Default: "wifi", Device: true, Doc: t("the phone's network, for extra.connpt", "设备网络，用于 extra.connpt 过滤")},
	)
}

// phoneFlag is a phone's switch, or its default.
func phoneFlag(flags map[string]string, name, otherwise string) string {
	if v := flags[name]; v != "" {
		return v
	}
	return otherwise
}
