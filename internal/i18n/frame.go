package i18n

import "github.com/offpush/offpush/vendors"

// frameTexts are what stands around the screens, and the overlays.
var frameTexts = map[string]vendors.Text{
	"screen.send":     t("Send", "发送"),
	"screen.live":     t("Live", "实时"),
	"screen.devices":  t("Devices", "设备"),
	"screen.diagnose": t("Diagnose", "诊断"),

	"scope.global":   t("Everywhere", "所有界面"),
	"scope.send":     t("Send", "发送"),
	"scope.live":     t("Live", "实时"),
	"scope.devices":  t("Devices", "设备"),
	"scope.diagnose": t("Diagnose", "诊断"),

	"frame.sim":       t("sim %s", "模拟 %s"),
	"frame.theme":     t("theme: %s", "主题：%s"),
	"frame.too-small": t("too small: %dx%d, 40x12 is needed", "窗口太小：%dx%d，至少 40x12"),

	"tally.shown":   t("shown", "已展示"),
	"tally.altered": t("quieter", "降级"),
	"tally.refused": t("refused", "被拒"),
	"tally.dropped": t("lost", "未达"),
	"tally.pending": t("waiting", "等待"),

	"clock.paused":       t("paused", "已暂停"),
	"clock.jump":         t("jumps", "跳跃"),
	"clock.no-speed":     t("this clock stands and jumps: a advances it, space lets it run", "此时钟为跳跃模式：按 a 推进，按空格开始走时"),
	"clock.advance":      t("Advance the clock", "推进时钟"),
	"clock.advance.hint": t("choose, or type a duration such as 45m", "选择，或输入时长，如 45m"),
	"clock.to-next":      t("to the next event", "到下一个事件"),
	"clock.to-midnight":  t("to midnight: day counts begin anew", "到零点：每日计数重新开始"),
	"clock.advanced":     t("the clock stands at %s", "时钟已到 %s"),

	"save.title": t("Save what was done as a scenario", "把刚才的操作存为场景"),
	"save.hint":  t("run it again with: offpush scenario run FILE", "重放：offpush scenario run FILE"),
	"save.done":  t("saved: offpush scenario run %s", "已保存：offpush scenario run %s"),

	"palette.title": t("Everything that can be done here", "此处可用的全部操作"),
	"palette.hint":  t("type to search", "输入以搜索"),
	"menu.hint":     t("type to search", "输入以搜索"),

	"key.arrows":     t("arrows", "方向键"),
	"key.up/down":    t("up/down", "上/下"),
	"key.left/right": t("left/right", "左/右"),
	"key. ":          t("space", "空格"),

	"hint.mark":   t("mark", "勾选"),
	"hint.phone":  t("phone", "选手机"),
	"hint.choose": t("choose", "选择"),
	"hint.tick":   t("tick", "勾选"),
	"hint.step":   t("step", "选步骤"),

	"help.title":    t("Keys", "按键"),
	"help.modes":    t("While a text field has the focus letters are text: use the ctrl keys, or esc first.", "光标在文本框内时字母即文本：请用 ctrl 组合键，或先按 esc。"),
	"help.send":     t("Write a message, see what would happen, send it, see what each phone did.", "编写消息，预测结果，发送，然后看每台手机的反应。"),
	"help.live":     t("Every message, what became of it and the rule that decided.", "每条消息的结局以及起决定作用的规则。"),
	"help.devices":  t("What each phone shows. Change a phone and send again to see the difference.", "每台手机上看到的内容。改变手机状态后再发一次，看看区别。"),
	"help.diagnose": t("Why a message ended like that, rule by rule, and what would change it.", "逐条规则说明消息为何如此，以及怎样能改变结果。"),

	"copy.title":   t("Copy as a command", "复制为命令"),
	"copy.command": t("the same thing on the command line", "等价的命令行"),
	"copy.plain":   t("p: as plain text, to mark with the mouse", "p：显示为纯文本，便于用鼠标选取"),
	"copy.back":    t("(enter goes back)", "（按 enter 返回）"),
	"copy.unsaid":  t("no flag for: %s; a message file says them (send -f)", "没有对应参数：%s；可写在消息文件里（send -f）"),
	"copy.curl":    t("the same as curl, for a shell", "等价的 curl 命令"),
}
