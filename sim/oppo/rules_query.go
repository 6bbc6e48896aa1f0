package oppo

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// What the feedback interfaces answer.
type (
	invalidIDs struct{ ids []string }
	permit     struct{ total, remain int64 }
)

// queryRules answer the two feedback interfaces.
func queryRules() []sim.Rule {
	query := sim.For(sim.VerbQuery)
	lineage := checked.Observed("three code bases of one lineage (github.com/316014408/oppo-push and its forks)")
	return ruletable.In(rule.Admit, rule.StageDeliver, lineage, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "OP-QRY-001", Order: 800,
		Title:   t("Void registration ids", "失效的 registration_id"),
		Because: t("{0} ids were found void since the last call; each is handed out once", "自上次查询以来有 {0} 个失效 id，每个只返回一次"),
		Advice:  t("delete them; the receipt regid_invalid is the surer way", "删除这些 id；以回执 regid_invalid 为准"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opInvalid {
			return rule.Skip
		}
		known, _ := c.Remembered(voidKey)
		ids := strings.Fields(known)
		if len(ids) > 0 {
			c.Effect(sim.Effect{Kind: sim.EffRemember, Key: voidKey, At: c.Now()})
		}
		c.Note(int64(len(ids)), 0, 0)
		return c.Reply(invalidIDs{ids})
	}}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "OP-QRY-002", Order: 810,
		Title:      t("What is left of today's quota", "剩余推送额度"),
		Because:    t("{0} of {1} are left", "剩余 {0}，总量 {1}"),
		Advice:     t("ask before a campaign", "大规模推送前查询"),
		Params:     dayParams(),
		Provenance: checked.Observed("a console client shows remain_count; total_count is a default of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opPermit {
			return rule.Skip
		}
		p := permit{total: dayLimit(c)}
		p.remain = max(p.total-c.Count(countPublic), 0)
		c.Note(p.remain, p.total, 0)
		return c.Reply(p)
	}})
}

// needs are the members of a device call.
func needs(op string) (id, alias, tags bool) {
	switch op {
	case opSetAlias:
		return true, true, false
	case opDeleteAlias:
		return false, true, false
	}
	return true, false, true
}

// deviceRules judge the device host. What its failures look like is not known but for -1.
func deviceRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	alias := checked.Documented("open.oppomobile.com page 11087 (alias), as copied on yimenapp.com")
	compare := t("compare the body with the page of aliases", "对照别名接口文档检查请求")
	device := func(bad func(c *sim.Ctx, b *DeviceBody) bool) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool {
			b, ok := c.Call.Wire.(*DeviceBody)
			return ok && bad(c, b)
		})
	}
	return append(ruletable.In(rule.Gate, rule.StageValidate, alias, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-001", Order: 1100, Code: "40", Reason: vendors.ReasonBadRequest, Advice: compare,
		Title:      t("Device call without its members", "别名或标签接口缺少参数"),
		Because:    t("registration_id, alias or tags is missing, or the body is no JSON object", "缺少 registration_id、alias 或 tags，或请求体不是 JSON 对象"),
		Provenance: checked.Assumed("the members are known from clients; the code is the general one for what is missing"),
	}, Apply: device(func(c *sim.Ctx, b *DeviceBody) bool {
		id, alias, tags := needs(c.Call.Op)
		return (id && b.RegistrationID.S == "") || (alias && b.Alias.S == "") || (tags && b.Tags.S == "")
	})}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-002", Order: 1110, Code: "41", Reason: vendors.ReasonBadRequest,
		Title:      t("An alias has at most 64 characters and no semicolon", "别名不超过 64 个字符，不含分号"),
		Because:    t("alias is over {0} characters, or has a semicolon", "别名超过 {0} 个字符或含分号"),
		Advice:     t("use a shorter alias without a semicolon", "使用更短且不含分号的别名"),
		Params:     map[string]int64{"max": 64},
		Provenance: checked.Assumed("the limit is on page 11087 (alias); the code is the general one for a bad value"),
	}, Apply: device(func(c *sim.Ctx, b *DeviceBody) bool {
		c.Note(c.Param("max"), 0, 0)
		return length(b.Alias.S) > c.Param("max") || strings.Contains(b.Alias.S, ";")
	})}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-003", Order: 1120, Code: "10000", Reason: vendors.ReasonTokenInvalid, Advice: compare,
		Title:      t("Form of a registration id, device call", "registration_id 格式不正确（别名与标签）"),
		Because:    t("it is no registration id", "不是 registration_id"),
		Provenance: checked.Assumed("the code is that of pushes to such an id"),
	}, Apply: device(func(c *sim.Ctx, b *DeviceBody) bool {
		return b.RegistrationID.S != "" && !isRegistrationID(b.RegistrationID.S, c.Flag(flagRegID) == "narrow")
	})}), ruletable.In(rule.Admit, rule.StageDeliver, alias, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-004", Order: 820, Advice: t("the last binding wins", "以最后一次绑定为准"),
		Title:   t("Aliases and tags are bound", "绑定别名与标签"),
		Because: t("done", "已完成"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b, ok := c.Call.Wire.(*DeviceBody)
		if !ok {
			return rule.Skip
		}
		bind(c, b)
		return c.Reply(nil)
	}})...)
}

func bind(c *sim.Ctx, b *DeviceBody) {
	phone := c.View.Phone(b.RegistrationID.S)
	switch c.Call.Op {
	case opSetAlias:
		if phone != nil {
			c.Effect(sim.Effect{Kind: sim.EffAlias, Phone: phone, Text: b.Alias.S})
		}
	case opDeleteAlias:
		if owner := c.PhoneByAlias(b.Alias.S); owner != nil {
			c.Effect(sim.Effect{Kind: sim.EffAlias, Phone: owner})
		}
	default:
		n := int64(1)
		if c.Call.Op == opUnsubscribe {
			n = -1
		}
		for tag := range strings.SplitSeq(b.Tags.S, ",") {
			if phone != nil && tag != "" {
				c.Effect(sim.Effect{Kind: sim.EffTag, Phone: phone, Text: tag, N: n})
			}
		}
	}
}

// pictureKey is under which an uploaded picture is remembered, apart for each kind.
func pictureKey(op, id string) string { return op + " " + id }

// uploaded reports whether the id is one of a picture that is still kept; no id is fine.
func uploaded(c *sim.Ctx, op, id string) bool {
	if id == "" {
		return true
	}
	_, ok := c.Remembered(pictureKey(op, id))
	return ok
}

// uploadRules judge pictures. Their pixels are not looked at.
func uploadRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	form := func(bad func(c *sim.Ctx, f *UploadForm) bool) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool {
			f, ok := c.Call.Wire.(*UploadForm)
			return ok && bad(c, f)
		})
	}
	send := t("send multipart/form-data with auth_token, picture_ttl in seconds and file", "以 multipart/form-data 提交 auth_token、picture_ttl（秒）、file")
	kinds := t("upload PNG, JPG or JPEG: small at most 50 KiB, big at most 1 MiB", "上传 PNG、JPG、JPEG：小图不超过 50 KiB，大图不超过 1 MiB")
	return append(ruletable.In(rule.Gate, rule.StageValidate, sdk110(), sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-010", Order: 1200, Code: "40", Reason: vendors.ReasonBadRequest, Advice: send,
		Title:   t("Upload without file or picture_ttl", "上传缺少 file 或 picture_ttl"),
		Because: t("file or picture_ttl is missing, or the body is not multipart/form-data", "缺少 file 或 picture_ttl，或请求体不是 multipart/form-data"),
	}, Apply: form(func(_ *sim.Ctx, f *UploadForm) bool { return !f.File || !f.PictureTTL.Given() })}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-011", Order: 1210, Code: "41", Reason: vendors.ReasonBadRequest, Advice: send,
		Title:   t("picture_ttl is a positive number of seconds", "picture_ttl 须为正整数秒"),
		Because: t("picture_ttl is {0} or no number", "picture_ttl 为 {0} 或不是数字"),
	}, Apply: form(func(c *sim.Ctx, f *UploadForm) bool {
		c.Note(f.PictureTTL.N, 0, 0)
		return f.PictureTTL.Given() && (f.PictureTTL.State == Wrong || f.PictureTTL.N < 1)
	})}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-012", Order: 1220, Code: "51", Reason: vendors.ReasonBadRequest, Advice: kinds,
		Title:   t("Type and size of a picture", "图片格式或大小不合法"),
		Because: t("the file is of another type or over {1} bytes: {0} bytes", "文件格式不支持或超过 {1} 字节：{0} 字节"),
		Params:  map[string]int64{"small": 51200, "big": 1048576},
	}, Apply: form(func(c *sim.Ctx, f *UploadForm) bool {
		most := c.Param("small")
		if c.Call.Op == opBigPicture {
			most = c.Param("big")
		}
		c.Note(int64(f.Size), most, 0)
		return !isPicture(f.FileName) || int64(f.Size) > most
	})}), ruletable.In(rule.Admit, rule.StageQuota, docCodes(), sim.Rule{Verbs: manage, Counter: countUploads, Limit: ownLimit(countUploads), Info: rule.Info{
		ID: "OP-QTA-006", Order: 530, Code: "34", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("Uploaded pictures of a day", "当日上传图片数量超限"),
		Because: t("{0} uploaded today, {1} are allowed", "今日已上传 {0}，上限 {1}"),
		Advice:  t("use an uploaded picture again", "复用已上传的图片"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, ok := c.Call.Wire.(*UploadForm); !ok {
			return rule.Skip
		}
		return own(countUploads)(c)
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "OP-MNG-013", Order: 830, Stage: rule.StageDeliver, Provenance: sdk110(),
		Title:   t("A picture is kept for its picture_ttl", "图片保存至 picture_ttl"),
		Because: t("kept for {d0}", "保存 {d0}"),
		Advice:  t("send the id before picture_ttl is over", "在 picture_ttl 内使用图片 ID"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		f, ok := c.Call.Wire.(*UploadForm)
		if !ok {
			return rule.Skip
		}
		id := fmt.Sprintf("69%022x", f.Digest^sim.Digest(c.Call.Op, c.Ref()))
		c.Note(f.PictureTTL.N, 0, 0)
		kept := time.Duration(min(f.PictureTTL.N, safeTTL)) * time.Second
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: pictureKey(c.Call.Op, id), Text: id, At: c.Now().Add(kept)})
		return c.Reply(id)
	}})...)
}

func isPicture(name string) bool {
	i := strings.LastIndexByte(name, '.')
	switch strings.ToLower(name[i+1:]) {
	case "png", "jpg", "jpeg":
		return i >= 0
	}
	return false
}
