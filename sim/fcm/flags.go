package fcm

import "github.com/offpush/offpush/sim"

// The switches of an app, which is a project here.
const (
	flagRole        = "role"
	flagAccount     = "account"
	flagAPNs        = "apns_key"
	flagServerError = "server_error"
	flagAuthError   = "auth_error"
	flagUnknown     = "unknown_project"
	flagBase        = "base_path"
	flagTopicSize   = "topic_payload"
	flagPriority    = "default_priority"
	flagRetryAfter  = "retry_after"
	flagTopicRate   = "topic_rate"
	flagTexts       = "texts"
)

// The switches of a phone.
const (
	flagPlatform = "platform"
	flagGMS      = "gms"
	flagDoze     = "doze"
	flagStopped  = "force_stopped"
	flagLowered  = "high_priority"
	flagChannel  = "channel"
	flagAndroid  = "android"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	app := []sim.Flag{
		{Name: flagRole, Values: []string{"granted", "missing"}, Default: "granted", Doc: t("whether the service account may send in this project (cloudmessaging.messages.create): 403 without FcmError", "服务账号在该项目是否有发送权限（cloudmessaging.messages.create）：403 且无 FcmError")},
		{Name: flagAccount, Values: []string{"active", "deleted"}, Default: "active", Doc: t("a deleted service account gets invalid_grant", "服务账号已删除时返回 invalid_grant")},
		{Name: flagAPNs, Values: []string{"valid", "missing"}, Default: "valid", Doc: t("the APNs key stored in Firebase: without a valid one messages to iPhones are answered THIRD_PARTY_AUTH_ERROR", "Firebase 中的 APNs 密钥：无效时发往 iPhone 返回 THIRD_PARTY_AUTH_ERROR")},
		{Name: flagServerError, Values: []string{"off", "internal", "unavailable", "502"}, Default: "off", Doc: t("FCM fails: INTERNAL, UNAVAILABLE, or a page of the front end", "FCM 故障：INTERNAL、UNAVAILABLE 或前端 HTML 页面")},
		{Name: flagAuthError, Values: []string{"off", "503"}, Default: "off", Doc: t("the token endpoint fails", "令牌接口故障")},
		{Name: flagUnknown, Values: []string{"403", "404"}, Default: "403", Doc: t("what a project that is not the caller's is answered; Google hides whether it exists", "项目不属于调用方时的状态码；Google 不透露项目是否存在")},
		{Name: flagBase, Values: []string{"lenient", "strict"}, Default: "lenient", Doc: t("lenient: a path without /v1 is taken too; strict: 404 as at Google", "lenient 接受缺少 /v1 的路径；strict 与 Google 一致返回 404")},
		{Name: flagTopicSize, Values: []string{"2048", "4096"}, Default: "2048", Doc: t("largest payload to a topic: Google's pages give both numbers", "主题消息载荷上限：Google 的页面两种说法都有")},
		{Name: flagPriority, Values: []string{"high", "normal"}, Default: "high", Doc: t("priority of a notification message that names none: Google's pages say both", "通知消息未指定优先级时的默认值：Google 的页面两种说法都有")},
		{Name: flagRetryAfter, Values: []string{"on", "off"}, Default: "on", Doc: t("whether the 429 of the project's quota says when to come back", "项目配额的 429 是否带 Retry-After")},
		{Name: flagTopicRate, Values: []string{"call", "results"}, Default: "call", Doc: t("who is told that batchAdd and batchRemove are too fast: the call (429), or each token in results (RESOURCE_EXHAUSTED)", "batchAdd/batchRemove 超速时告知方式：整个调用（429）或 results 中逐个令牌（RESOURCE_EXHAUSTED）")},
		{Name: flagTexts, Values: []string{"usual", "variant"}, Default: "usual", Doc: t("variant: the other texts seen for a malformed token (older) and a bad APNs key (2026)", "variant：令牌格式错误（旧）与 APNs 密钥无效（2026）的另一种文本")},
	}
	return append(app,
		sim.Flag{Name: flagPlatform, Values: []string{"android", "ios"}, Default: "android", Device: true, Doc: t("the phone's system", "手机系统")},
		sim.Flag{Name: flagGMS, Values: []string{"ok", "missing", "blocked"}, Default: "ok", Device: true, Doc: t("missing: Google Play services were removed; blocked: Google's servers cannot be reached, as in mainland China: messages wait until their time is over", "missing：已无 Google Play 服务；blocked：无法连接 Google 服务器（如中国大陆），消息等待至过期")},
		sim.Flag{Name: flagDoze, Values: onOff, Default: "off", Device: true, Doc: t("the phone dozes: normal priority waits for the next maintenance window", "设备处于低电耗模式（Doze）：普通优先级等待维护窗口")},
		sim.Flag{Name: flagStopped, Values: onOff, Default: "off", Device: true, Doc: t("the user stopped the app by force; many makers do so when it is swiped away", "用户强制停止了应用；不少厂商划掉后台即强制停止")},
		sim.Flag{Name: flagLowered, Values: []string{"ok", "lowered"}, Default: "ok", Device: true, Doc: t("lowered: high priority messages of the last 7 days showed nothing, so they count as normal", "lowered：近 7 天高优先级消息未展示通知，被降为普通优先级")},
		sim.Flag{Name: flagChannel, Values: []string{"ok", "blocked", "silent"}, Default: "ok", Device: true, Doc: t("what the user made of the notification channel", "用户对通知渠道的设置")},
		sim.Flag{Name: flagAndroid, Values: []string{"13", "7"}, Default: "13", Device: true, Doc: t("7: older than Android 8, where notification_priority counts and there are no channels", "7：Android 8 以下，notification_priority 生效且没有通知渠道")},
	)
}
