package mutant

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// The senders here send something else than they were given.

func saying(name, en, zh string, change func(*vendors.Message)) conformance.Mutant {
	return onSender(name, en, zh, func() spoilt { return spoilt{message: change} })
}

// BodyCut sends the first half of the text.
func BodyCut() conformance.Mutant {
	return saying("body-cut", "half of the text is lost", "正文被截掉一半", func(m *vendors.Message) {
		r := []rune(m.Body)
		m.Body = string(r[:(len(r)+1)/2])
	})
}

// DataLost sends the notification without its data.
func DataLost() conformance.Mutant {
	return saying("data-lost", "the data for the app is lost", "丢失自定义数据", func(m *vendors.Message) { m.Data = nil })
}

// ExtensionLost sends an IM message that opens no conversation.
func ExtensionLost() conformance.Mutant {
	return saying("extension-lost", "the extension is lost", "丢失 ext 透传字段", func(m *vendors.Message) { m.Extension = "" })
}

// Mojibake takes UTF-8 for Latin-1 and encodes it again.
func Mojibake() conformance.Mutant {
	return saying("mojibake", "UTF-8 is encoded a second time", "UTF-8 被重复编码而乱码", func(m *vendors.Message) {
		m.Title, m.Body = reencoded(m.Title), reencoded(m.Body)
	})
}

func reencoded(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// DoubleEscaped escapes texts that need no escaping.
func DoubleEscaped() conformance.Mutant {
	return saying("double-escaped", "texts are escaped twice", "文本被重复转义", func(m *vendors.Message) {
		m.Title, m.Body = escapedTwice(m.Title), escapedTwice(m.Body)
	})
}

// escapedTwice shows marks and line breaks as the escapes they are written with.
func escapedTwice(s string) string {
	s = html.EscapeString(s)
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`).Replace(s)
}

// ClassRaised sends everything as transactional, as people do to get sound and quota.
func ClassRaised() conformance.Mutant {
	return saying("class-raised", "marketing is sent as transactional", "营销类消息冒充服务类消息", func(m *vendors.Message) {
		m.Class, m.Category = vendors.ClassTransactional, ""
	})
}

// ClassLowered sends everything as marketing.
func ClassLowered() conformance.Mutant {
	return saying("class-lowered", "transactional messages are sent as marketing", "服务类消息被当作营销类消息", func(m *vendors.Message) {
		m.Class, m.Category = vendors.ClassMarketing, ""
	})
}

// CategoryLost leaves the vendor to guess the category.
func CategoryLost() conformance.Mutant {
	return saying("category-lost", "the category is not sent", "未发送 category", func(m *vendors.Message) { m.Category = "" })
}

// LifetimeLost leaves the lifetime to the vendor.
func LifetimeLost() conformance.Mutant {
	return saying("lifetime-lost", "the lifetime (TTL) is not sent", "未发送存活时间", func(m *vendors.Message) { m.TTL = 0 })
}

// LifetimeTimes1000 confuses seconds and milliseconds.
func LifetimeTimes1000() conformance.Mutant {
	return saying("lifetime-times-1000", "the lifetime is a thousand times as long", "存活时间单位弄错，放大一千倍", func(m *vendors.Message) {
		// A thousand times the longest lifetime would not fit a Duration.
		m.TTL = min(m.TTL, time.Duration(1<<62)/1000) * 1000
	})
}

// TestLost sends test messages to everybody.
func TestLost() conformance.Mutant {
	return saying("test-lost", "test messages are sent as real ones", "测试消息被当作正式消息发送", func(m *vendors.Message) { m.Test = false })
}

// TestForced left the test switch on.
func TestForced() conformance.Mutant {
	return saying("test-forced", "real messages are sent in test mode", "正式消息以测试模式发送", func(m *vendors.Message) { m.Test = true })
}

// IDLost makes a new message of every attempt.
func IDLost() conformance.Mutant {
	return onSender("id-lost", "the caller's message id is replaced", "调用方的消息 ID 被替换", func() spoilt {
		n := 0
		return spoilt{message: func(m *vendors.Message) {
			n++
			m.ID = fmt.Sprintf("replaced-%d", n)
		}}
	})
}

// OverrideLost sends the neutral message alone. It is not in All: only cases that hand
// senders their vendor's own fields can notice it, and a vendor that has some declares it.
func OverrideLost() conformance.Mutant {
	return saying("override-lost", "the vendor's own fields are not sent", "未发送厂商自有字段", func(m *vendors.Message) { m.Overrides = nil })
}
