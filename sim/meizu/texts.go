package meizu

// message is Meizu's text for a code; senders must not read it. A yes has none.
func message(code string) string {
	if code == codeYes {
		return ""
	}
	if text, ok := texts[code]; ok {
		return text
	}
	return "其他异常"
}

//nolint:gochecknoglobals // an immutable table
var texts = map[string]string{
	"500":    "其他异常",
	"1001":   "系统错误",
	"1003":   "服务器忙",
	"1005":   "参数错误",
	"1006":   "签名认证失败",
	"110000": "APPID不合法",
	"110002": "pushId未注册",
	"110003": "pushId非法",
	"110004": "参数不能为空",
	"110009": "应用被加入黑名单",
	"110010": "应用请求频率超过限制",
	"110019": "超过该应用每天推送次数限制",
	"110031": "packageName不合法",
	"110032": "非法的taskId",
	"110051": "超过该应用的次数限制",
	"110053": "透传超过限制",
}

// The texts of refusals that only their words tell apart.
const (
	textOver     = "任务已取消[已完成]，无法取消" // as the document prints it, for both
	textOrder    = "结束时间不能早于开始时间"
	textSpan     = "开始时间和结束时间不能相差30天以上"
	textCallback = "callback not registered"
)
