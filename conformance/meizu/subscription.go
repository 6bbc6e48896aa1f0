package meizu

import (
	"strconv"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// about asks an operation of the other host about a phone.
func (b *bench) about(name string, p device.Phone, more ...string) kit.Answer {
	return b.ask(server+"/message/"+name, kit.FormOf(append([]string{"pushId", p.Token}, more...)...))
}

// wantMembers says what members of value must be, with their types.
func (b *bench) wantMembers(a kit.Answer, want kit.Body) {
	b.want(a, "200")
	if got, want := kit.Text(a.JSON.At("value")), kit.Text(want); got != want {
		b.T.Errorf("%v, want value %s", a, want)
	}
}

// subscriptionCases are about what a phone subscribed to.
func subscriptionCases() []conformance.Case {
	return append([]conformance.Case{{
		ID: "meizu/subscription/switch", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "switches are read",
		Requirement: "An endpoint must answer the switches of a pushId as the numbers 0 and 1: the notification switch is off when the user switched messages off.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Blocked)
			on, off := b.about("getRegisterSwitch", p), b.about("getRegisterSwitch", q)
			b.want(on, "200")
			if on.Number("value.barTypeSwitch") != "1" || on.JSON.Field("value.pushId") != p.Token || on.Kind("value.directTypeSwitch") != "number" {
				t.Errorf("%v, want barTypeSwitch 1, a number directTypeSwitch and the pushId", on)
			}
			if off.Number("value.barTypeSwitch") != "0" {
				t.Errorf("%v, want barTypeSwitch 0", off)
			}
		},
	}, {
		ID: "meizu/subscription/turned", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "110010"},
		Title:       "a switch that is turned holds for pushes",
		Requirement: "An endpoint must answer a pushId whose notification switch was turned off under 110010, and take it when it was turned on again.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if a := b.about("changeRegisterSwitch", p, "msgType", "0", "subSwitch", "0"); a.Number("value.barTypeSwitch") != "0" || a.Number("value.directTypeSwitch") != "1" {
				t.Errorf("%v, want the notification switch off and the other as it was", a)
			}
			b.wantTarget(b.push(p), p, "110010")
			b.about("changeAllSwitch", p, "subSwitch", "1")
			b.wantOK(b.push(p))
			b.about("changeAllSwitch", p, "subSwitch", "0")
			b.wantTarget(b.push(p), p, "110010")
		},
	}, {
		ID: "meizu/subscription/switch-values", Level: conformance.Should, Source: docAPI, Codes: []string{"1005"},
		Title:       "msgType and subSwitch are 0 or 1",
		Requirement: "An endpoint should answer msgType 2 or subSwitch 2 with 1005.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.about("changeRegisterSwitch", p, "msgType", "2", "subSwitch", "0"), "1005")
			b.want(b.about("changeRegisterSwitch", p, "msgType", "0", "subSwitch", "2"), "1005")
			b.wantOK(b.push(p))
		},
	}, {
		ID: "meizu/subscription/pushid-illegal", Level: conformance.Must, Source: docAPI, Codes: []string{"110003"},
		Title:       "what is no pushId is 110003",
		Requirement: "An endpoint must answer a question about a text that is no pushId with 110003.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.about("getRegisterSwitch", device.Phone{Token: "!!"}), "110003")
			b.want(b.about("subscribeAlias", device.Phone{Token: "!!"}, "alias", "u1"), "110003")
		},
	}, {
		ID: "meizu/subscription/pushid-unknown", Level: conformance.Must, Source: docAPI, Codes: []string{"110002"},
		Title:       "an unregistered pushId is 110002",
		Requirement: "An endpoint must answer a question about a pushId nobody has, or that was unsubscribed, with 110002.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.about("getSubTags", device.Phone{Token: unknownID(1)}), "110002")
			b.want(b.about("getSubAlias", b.Phone("a", kit.Unsubscribed)), "110002")
		},
	}}, bindingCases()...)
}

// bindingCases are about aliases, tags and pictures.
func bindingCases() []conformance.Case {
	type m = map[string]any
	return []conformance.Case{{
		ID: "meizu/subscription/alias", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "110005"},
		Title:       "an alias is bound, read and taken away",
		Requirement: "An endpoint must push to an alias that was bound by a call, answer it when asked, and not know it after it was taken away.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			byAlias := func() kit.Answer {
				return b.ask(pathAlias, kit.FormOf("alias", "u7", "messageJson", private))
			}
			b.wantMembers(b.about("subscribeAlias", p, "alias", "u7"), kit.Body{"pushId": p.Token, "alias": "u7"})
			b.wantMembers(b.about("getSubAlias", p), kit.Body{"pushId": p.Token, "alias": "u7"})
			b.wantOK(byAlias())
			b.want(b.about("unSubscribeAlias", p, "alias", "u7"), "200")
			b.wantValue(byAlias(), `{"110005":["u7"]}`)
		},
	}, {
		ID: "meizu/subscription/tags", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "tags are bound, read and taken away",
		Requirement: "An endpoint must push to tags that were bound by a call, answer them with number and name, and deliver nothing after they were taken away.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.about("subscribeTags", p, "tags", "体育,科技")
			b.want(a, "200")
			tags, _ := a.JSON.At("value.tags").([]any)
			if len(tags) != 2 {
				t.Fatalf("%v, want two tags", a)
			}
			first, _ := tags[0].(m)
			if kit.Object(first).Number("tagId") == "" || first["tagName"] != "体育" {
				t.Errorf("%v, want tagId, a number, and tagName", a)
			}
			b.task(b.toTags("科技", "0", private))
			b.WantItems(p, 1)
			b.want(b.about("unSubscribeTags", p, "tags", "科技"), "200")
			read := b.about("getSubTags", p)
			if left, _ := read.JSON.At("value.tags").([]any); len(left) != 1 {
				t.Errorf("%v, want one tag", read)
			}
			cleared := b.about("unSubAllTags", p)
			if cleared.Kind("value") != "bool" || cleared.JSON.Field("value") != "true" {
				t.Errorf("%v, want value true", cleared)
			}
			b.task(b.toTags("体育,科技", "0", private))
			b.WantItems(p, 1)
		},
	}, {
		ID: "meizu/subscription/tags-100", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "there are at most 100 tags of 20 characters",
		Requirement: "An endpoint must take 100 tags and refuse one more, and a tag of 21 characters.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			names := make([]string, 100)
			for i := range names {
				names[i] = "t" + strconv.Itoa(i)
			}
			b.want(b.about("subscribeTags", p, "tags", strings.Join(names, ",")), "200")
			b.refused(b.about("subscribeTags", p, "tags", "t100"))
			b.refused(b.about("subscribeTags", b.Phone("b"), "tags", kit.Chinese(21)))
		},
	}, {
		ID: "meizu/subscription/picture", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "a picture is taken over by its address",
		Requirement: "An endpoint must answer an uploaded picture with imgType and imgUrl, and refuse a type that is none.",
		Run: func(t *conformance.T) {
			b := open(t)
			upload := func(kind string) kit.Answer {
				return b.ask(server+"/push/uploadImg", kit.FormOf("imgType", kind, "imgUrl", "https://img.example.com/a.png", "pushIds", b.App.Credentials["app_id"]))
			}
			a := upload("1")
			b.want(a, "200")
			if a.JSON.Field("value.imgType") != "1" || a.Kind("value.imgUrl") != "string" {
				t.Errorf("%v, want imgType and imgUrl", a)
			}
			b.refused(upload("2"))
		},
	}}
}
