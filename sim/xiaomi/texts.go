package xiaomi

import (
	"fmt"

	"github.com/offpush/offpush/sim"
)

// description is the Chinese text of the code table.
func description(code string) string {
	if text, ok := descriptions[code]; ok {
		return text
	}
	return "未知错误"
}

// descriptions are the table's texts; those of 200001 and 200002, which no source shows,
// are ours.
//
//nolint:gochecknoglobals // an immutable table, read for every answer
var descriptions = map[string]string{
	"0": "成功", "-1": "未知错误", "1": "内部错误",
	"10001": "系统错误", "10002": "系统繁忙", "10003": "远程服务错误", "10004": "IP限制", "10005": "permission denied",
	"10007": "不支持的MIME类型", "10008": "参数错误", "10009": "系统繁忙", "10010": "任务超时", "10011": "RPC错误",
	"10014": "接口访问权限受限", "10016": "缺失必选参数", "10017": "参数值非法", "10018": "请求长度超过限制",
	"10020": "接口不存在", "10021": "HTTP方法不支持", "10022": "IP请求频率超过上限", "10023": "用户请求频率超过上限",
	"10024": "用户请求特殊接口频率超过上限", "10026": "应用被加入黑名单", "10027": "应用的API调用太频繁",
	"10028": "API调用总数太频繁", "10029": "不合法的设备", "10031": "应用在黑名单中,禁止发送消息",
	"10033": "黑名单,禁止feedback", "10035": "没有更多的失效alias", "10036": "应用操作被禁止", "10037": "请求过期",
	"10038": "禁止访问统计和trace", "10039": "统计和trace太过频繁",
	"20215": "订阅主题失败", "20216": "退订主题失败", "20301": "发送消息失败", "20315": "删除广播消息失败", "20607": "DB错误",
	"21301": "认证失败", "21303": "被限制的请求", "22022": "应用程序package name不合法",
	"26003": "消息Push内部调用失败", "26004": "广播消息发送太频繁", "26006": "发送需要审核", "27001": "channel相关信息不匹配",
	"65009": "消息内容太长", "65011": "未提供参数", "65012": "alias为空", "65013": "topic为空", "65014": "键值对数目太多",
	"65015": "键值对总长度太长", "65016": "account为空", "65028": "未查询到相应消息", "65029": "远程服务异常",
	"65030": "构建json异常", "65035": "topic数目太多", "65036": "callback param太长", "65038": "callback url不合法",
	"200001": "超出应用当日推送总量", "200002": "超过应用 QPS 上限",
}

// reason is the specific English text of a refusal. Those of 21301, 20301, 65011, the
// black list, 27001 and 200001 were seen or are documented; the others are ours.
func reason(d *sim.Decision, code string) string {
	switch code {
	case "21301":
		return "Invalid application secret."
	case "20301":
		return "No valid targets!"
	case "65011":
		return "Title or Description is empty!"
	case "27001":
		return "invalid channel info!"
	case "22022":
		return "Invalid package name."
	case "200002":
		return "exceed qps"
	case "10002":
		return "Service is busy."
	case "10020":
		return "API not found."
	case "10007":
		return "Unsupported mime type."
	case "10031", "10026", "10033":
		return "AppId(id=" + cause(d) + ") in the blacklist, forbid to send messages"
	case codeOverTotal:
		n := numbers(d)
		return fmt.Sprintf("exceed quota, quota: %d, have acked: %d", n[1], n[0])
	}
	return "Request failed: " + code + "."
}

// cause is what the refusing step quotes; numbers are its numbers.
func cause(d *sim.Decision) string {
	if n := len(d.Trace); n > 0 {
		return d.Trace[n-1].Ref
	}
	return ""
}

func numbers(d *sim.Decision) [3]int64 {
	if n := len(d.Trace); n > 0 {
		return d.Trace[n-1].N
	}
	return [3]int64{}
}
