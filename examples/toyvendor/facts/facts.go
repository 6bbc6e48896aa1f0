// Package facts is what the toy vendor says, as data: codes, limits and quotas,
// each with its source. The sender, the endpoint and explain read it; the cases
// do not, so that a mistake here is found.
package facts

import "github.com/offpush/offpush/vendors"

// Vendor is the toy's name.
const Vendor vendors.Vendor = "toy"

// source is where all facts of a vendor come from, if it has one page of
// documentation. Real vendors have many, and every fact names its own.
func source() vendors.Provenance {
	return vendors.Provenance{
		Source: "docs/adding-a-vendor.md, the toy's protocol", Checked: "2026-11-01",
		Confidence: vendors.Documented,
	}
}

// Facts is everything about the toy that is data. The result is the caller's.
func Facts() *vendors.Facts {
	return &vendors.Facts{
		Vendor:   Vendor,
		Name:     vendors.Text{EN: "Toy push", ZH: "玩具推送"},
		TimeZone: "Asia/Shanghai", Checked: "2026-11-01",
		Batch: vendors.Batch{Min: 1, Max: 100},
		Codes: []vendors.Code{
			code("0", vendors.InResponse, vendors.ReasonNone, vendors.RetryNever, "accepted", "已接收"),
			code("10", vendors.InResponse, vendors.ReasonBadRequest, vendors.RetryNever, "the request is not of the right form", "请求格式错误"),
			code("11", vendors.InResponse, vendors.ReasonPayloadTooLarge, vendors.RetryNever, "the title is too long", "标题过长"),
			code("30", vendors.InResponse, vendors.ReasonTokenInvalid, vendors.RetryNever, "no token of the call is alive", "所有 token 均无效"),
			code("41", vendors.InResponse, vendors.ReasonCredentialExpired, vendors.RetryRefreshOnce, "the access token is not valid", "访问令牌失效"),
			code("42", vendors.InAuth, vendors.ReasonCredentialWrong, vendors.RetryNever, "key or secret are wrong", "key 或 secret 错误"),
		},
		Limits: []vendors.Limit{{
			Name: "title", Value: 20, Unit: "characters", Code: "11", Provenance: source(),
			Meaning: vendors.Text{EN: "characters of a title", ZH: "标题字数"},
		}},
		Quotas: []vendors.Quota{{
			Name: "device.news", Class: vendors.ClassMarketing, Scope: "device", Window: "day", Value: 1,
			Formula: vendors.Text{EN: "one piece of news a day and phone", ZH: "每台设备每天一条资讯"}, Provenance: source(),
		}},
	}
}

func code(c string, where vendors.Where, reason vendors.Reason, retry vendors.Retry, en, zh string) vendors.Code {
	return vendors.Code{
		Code: c, Where: where, Meaning: vendors.Text{EN: en, ZH: zh}, Reason: reason, Retry: retry,
		TokenDead: reason == vendors.ReasonTokenInvalid, Provenance: source(),
	}
}
