package vivo

// desc is vivo's text for a code. Two spellings of some are in use; senders must
// not read them. Success of the audit query is in English.
func desc(op, code string) string {
	if code == "0" {
		if op == opMsgStatus {
			return "success"
		}
		return "请求成功"
	}
	if text, ok := texts[code]; ok {
		return text
	}
	return "请求失败"
}

//nolint:gochecknoglobals // an immutable table
var texts = map[string]string{
	"10000": "权限认证失败",
	"10043": "该应用已关闭push通道",
	"10045": "应用审核中不可发送正式消息",
	"10050": "regId 不能为空",
	"10051": "classification 暂不支持该消息类型",
	"10054": "notifyType 不合法",
	"10055": "title 不能为空",
	"10056": "title 长度不能超过40个字符",
	"10057": "content 不能为空",
	"10058": "content 长度不能超过100个字符",
	"10059": "timeToLive 不合法",
	"10060": "skipType 不合法",
	"10061": "skipType=2，skipContent 不能为空",
	"10062": "skipType=2，skipContent 长度超过限制",
	"10063": "skipType=3，skipContent 不能为空",
	"10064": "skipType=3，skipContent 长度超过限制",
	"10065": "networkType 不合法",
	"10066": "自定义key和value键值对个数不能超过10个",
	"10067": "自定义key和value键值对不合法",
	"10068": "skipType=4，skipContent 不能为空",
	"10069": "skipType=4，skipContent 长度超过限制",
	"10070": "运营消息发送量总量超出限制",
	"10071": "超出发送时间允许范围",
	"10072": "推送速度过快，请稍后再试",
	"10073": "系统消息发送量总量超出限制",
	"10082": "系统消息开关未打开",
	"10092": "profileId 长度超过限制",
	"10094": "鉴权码与请求体对应的appId不一致",
	"10095": "notifyId 非法",
	"10096": "category 错误",
	"10097": "category 与 classification 不对应",
	"10103": "推送内容含敏感信息",
	"10104": "请发送正式消息",
	"10150": "regIds 不能为空",
	"10151": "taskId 不能为空",
	"10152": "taskId 不合法",
	"10153": "regIds 个数不在指定范围[2-1000]",
	"10154": "aliases 个数不在指定范围[2-1000]",
	"10155": "消息不存在或已过期",
	"10200": "appId不能为空",
	"10201": "appKey不能为空",
	"10202": "appKey不合法",
	"10203": "timestamp不能为空",
	"10204": "sign不能为空",
	"10205": "appId不存在",
	"10206": "sign不正确",
	"10207": "timestamp不合法",
	"10252": "批量发送消息体超出限制",
	"10254": "全量发送超过次数限制",
	"10301": "alias 长度超过限制",
	"10302": "regId不合法",
	"10304": "extra 包含不支持的key",
	"10305": "extra callback 长度不能超过128个字符",
	"10306": "extra callback.param 长度超过限制",
	"10311": "该设备当前无法推送",
	"10352": "requestId 不能为空",
	"10353": "requestId 长度不能超过64个字符",
	"10471": "taskIds数量不能超过100个",
	"10472": "taskIds格式错误",
	"10473": "taskIds为空",
	"10600": "name参数不合法",
	"10603": "oldName参数不能为空",
	"10604": "newName参数不能为空",
	"10605": "oldName参数不合法",
	"10606": "newName参数不合法",
	"10608": "type参数不能为空",
	"10609": "ids参数不能为空",
	"10613": "group参数不合法",
	"10614": "ids数量不能超过1000",
	"10615": "tag数量不能超过100",
	"10700": "userids不能为空",
	"10701": "userid个数超过限制",
	"10704": "requestId长度不能超过64个字符",
	"10706": "userType错误",
	"11000": "消息类型错误",
}
