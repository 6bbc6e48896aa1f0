package i18n_test

import (
	"fmt"

	"github.com/offpush/offpush/internal/i18n"
)

func Example() {
	lang := i18n.Pick("", "zh_CN.UTF-8")
	fmt.Println(lang.T("send.button", 4))
	fmt.Println(lang.Other().T("send.button", 4))
	// Output:
	// 发送到 4 台手机
	// Send to 4 phones
}
