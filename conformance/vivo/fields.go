package vivo

import (
	"strconv"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// fieldCheck is one check of one field of a single push: nothing else is wrong
// with the request.
type fieldCheck struct {
	id     string
	rows   []string
	level  conformance.Level // Must when empty
	source string            // docCodes when empty
	what   string            // "a title of 41 characters"
	change []kit.Change
	code   string
}

func (f fieldCheck) asCase() conformance.Case {
	if f.level == "" {
		f.level = conformance.Must
	}
	if f.source == "" {
		f.source = docCodes
	}
	word := strings.ToLower(string(f.level))
	c := conformance.Case{
		ID: "vivo/field/" + f.id, Level: f.level, Rows: f.rows, Source: f.source, Codes: []string{f.code},
		Title:       f.what + " is " + f.code,
		Requirement: "An endpoint " + word + " answer a single push with " + f.what + " with " + f.code + ".",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a"), f.change...), f.code)
		},
	}
	if f.code == "0" {
		c.Title = f.what + " is accepted"
		c.Requirement = "An endpoint " + word + " accept a single push with " + f.what + "."
		c.Run = func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, f.change...)
			b.wantTask(a)
			b.WantVisible(a, p)
		}
	}
	return c
}

func checks(list ...fieldCheck) []conformance.Case {
	out := make([]conformance.Case, len(list))
	for i, f := range list {
		out[i] = f.asCase()
	}
	return out
}

// chinese is a text of n Chinese characters, letters one of n Latin ones and
// digits mixed with one Chinese character, so that the content rule has nothing
// against it.
func chinese(n int) string { return strings.Repeat("货", n) }
func letters(n int) string { return "单" + strings.Repeat("a1", n)[:n-1] }

// fieldCases are the checks of codes 10051 to 10069, in the vendor's order.
func fieldCases() []conformance.Case {
	url := func(n int) string { return "https://m.example.com/" + strings.Repeat("a", n-22) }
	cases := checks(
		fieldCheck{id: "classification-two", what: "classification 2", change: []kit.Change{kit.Set("classification", 2), kit.Drop("category")}, code: "10051"},
		fieldCheck{id: "classification-negative", what: "classification -1", change: []kit.Change{kit.Set("classification", -1), kit.Drop("category")}, code: "10051"},
		fieldCheck{id: "notifytype-zero", what: "notifyType 0", change: []kit.Change{kit.Set("notifyType", 0)}, code: "10054"},
		fieldCheck{id: "notifytype-five", what: "notifyType 5", change: []kit.Change{kit.Set("notifyType", 5)}, code: "10054"},
		fieldCheck{id: "notifytype-missing", what: "no notifyType", change: []kit.Change{kit.Drop("notifyType")}, code: "10054",
			level: conformance.May, source: docAPI + " (required); the answer is " + assumed},
		fieldCheck{id: "title-missing", what: "no title", change: []kit.Change{kit.Drop("title")}, code: "10055"},
		fieldCheck{id: "title-empty", what: "an empty title", change: []kit.Change{kit.Set("title", "")}, code: "10055"},
		fieldCheck{id: "title-blank", what: "a title of white space", change: []kit.Change{kit.Set("title", " \t")}, code: "10055",
			level: conformance.Should, source: sdk2 + "; " + docCodes},
		fieldCheck{id: "title-40-chinese", rows: []string{"V13"}, source: docNewer, what: "a title of 40 Chinese characters",
			change: []kit.Change{kit.Set("title", chinese(40))}, code: "0"},
		fieldCheck{id: "title-41-chinese", rows: []string{"V14"}, what: "a title of 41 Chinese characters", change: []kit.Change{kit.Set("title", chinese(41))}, code: "10056"},
		fieldCheck{id: "title-41", rows: []string{"V14"}, what: "a title of 41 letters and digits mixed with Chinese", change: []kit.Change{kit.Set("title", letters(41))}, code: "10056"},
		fieldCheck{id: "title-40-letters", rows: []string{"V13"}, what: "a title of 40 letters and digits mixed with Chinese", change: []kit.Change{kit.Set("title", letters(40))}, code: "0"},
		fieldCheck{id: "content-missing", what: "no content", change: []kit.Change{kit.Drop("content")}, code: "10057"},
		fieldCheck{id: "content-empty", what: "an empty content", change: []kit.Change{kit.Set("content", "")}, code: "10057"},
		fieldCheck{id: "content-blank", what: "a content of white space", change: []kit.Change{kit.Set("content", " \n")}, code: "10057",
			level: conformance.Should, source: sdk2 + "; " + docCodes},
		fieldCheck{id: "content-100", source: docNewer, what: "a content of 100 Chinese characters", change: []kit.Change{kit.Set("content", chinese(100))}, code: "0"},
		fieldCheck{id: "content-101", what: "a content of 101 Chinese characters", change: []kit.Change{kit.Set("content", chinese(101))}, code: "10058"},
		fieldCheck{id: "ttl-59", rows: []string{"V15"}, what: "timeToLive 59", change: []kit.Change{kit.Set("timeToLive", 59)}, code: "10059"},
		fieldCheck{id: "ttl-one", what: "timeToLive 1", change: []kit.Change{kit.Set("timeToLive", 1)}, code: "10059"},
		fieldCheck{id: "ttl-zero", what: "timeToLive 0", change: []kit.Change{kit.Set("timeToLive", 0)}, code: "0",
			level: conformance.May, source: sdk2 + " (cannot leave it out); what it means is " + assumed},
		fieldCheck{id: "ttl-60", rows: []string{"V15"}, what: "timeToLive 60", change: []kit.Change{kit.Set("timeToLive", 60)}, code: "0"},
		fieldCheck{id: "ttl-86401", rows: []string{"V15"}, what: "timeToLive 86401", change: []kit.Change{kit.Set("timeToLive", 86401)}, code: "0"},
		fieldCheck{id: "skiptype-zero", what: "skipType 0", change: []kit.Change{kit.Set("skipType", 0)}, code: "10060"},
		fieldCheck{id: "skiptype-five", what: "skipType 5", change: []kit.Change{kit.Set("skipType", 5)}, code: "10060"},
		fieldCheck{id: "skiptype-missing", what: "no skipType", change: []kit.Change{kit.Drop("skipType")}, code: "10060",
			level: conformance.May, source: docAPI + " (required); the answer is " + assumed},
		fieldCheck{id: "networktype-zero", what: "networkType 0", change: []kit.Change{kit.Set("networkType", 0)}, code: "10065"},
		fieldCheck{id: "networktype-left-out", source: docAPI, what: "no networkType", change: []kit.Change{kit.Drop("networkType")}, code: "0"},
		fieldCheck{id: "custom-1024", what: "a clientCustomMap of 1024 characters", change: []kit.Change{kit.Set("clientCustomMap", map[string]string{"data": strings.Repeat("a", 1020)})}, code: "0"},
		fieldCheck{id: "custom-1025", what: "a clientCustomMap of 1025 characters", change: []kit.Change{kit.Set("clientCustomMap", map[string]string{"data": strings.Repeat("a", 1021)})}, code: "10067"},
		fieldCheck{id: "custom-keys-count", what: "a clientCustomMap whose keys and values are 1025 characters together",
			change: []kit.Change{kit.Set("clientCustomMap", map[string]string{strings.Repeat("k", 513): strings.Repeat("v", 512)})}, code: "10067"},
		fieldCheck{id: "custom-not-strings", what: "a clientCustomMap with an object as a value",
			change: []kit.Change{kit.Set("clientCustomMap", map[string]any{"data": map[string]any{"id": 1}})}, code: "10067", level: conformance.Should},
	)
	for _, s := range []struct{ skipType, empty, long string }{{"2", "10061", "10062"}, {"3", "10063", "10064"}, {"4", "10068", "10069"}} {
		n, _ := strconv.Atoi(s.skipType)
		rows := []string(nil)
		id := "skip-" + s.skipType + "-empty"
		if n == 2 {
			id, rows = "skip-url-empty", []string{"V16"}
		}
		kind := kit.Set("skipType", n)
		cases = append(cases, checks(
			fieldCheck{id: id, rows: rows, what: "skipType " + s.skipType + " without skipContent", change: []kit.Change{kind}, code: s.empty},
			fieldCheck{id: "skip-" + s.skipType + "-2048", what: "skipType " + s.skipType + " and a skipContent of 2048 characters",
				change: []kit.Change{kind, kit.Set("skipContent", url(2048))}, code: "0"},
			fieldCheck{id: "skip-" + s.skipType + "-2049", what: "skipType " + s.skipType + " and a skipContent of 2049 characters",
				change: []kit.Change{kind, kit.Set("skipContent", url(2049))}, code: s.long},
		)...)
	}
	return append(cases, orderCase(), legacyTitleCase())
}

// orderCase: several fields are wrong, one is named.
func orderCase() conformance.Case {
	return conformance.Case{
		ID: "vivo/field/first-failure-wins", Level: conformance.May, Rows: []string{"S11"}, Source: assumed,
		Codes:       []string{"10055", "10056", "10057", "10059", "10061"},
		Title:       "the first failed check is the answer",
		Requirement: "An endpoint may check the fields in the order of their codes and must report one failure only, the first.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			wrong := []kit.Change{kit.Drop("title", "content"), kit.Set("timeToLive", 1), kit.Set("skipType", 2)}
			b.want(b.send(p, wrong...), "10055")
			b.want(b.send(p, append(wrong, kit.Set("title", chinese(41)))...), "10056")
			b.want(b.send(p, append(wrong, kit.Set("title", "订单"))...), "10057")
			b.want(b.send(p, append(wrong, kit.Set("title", "订单"), kit.Set("content", "已发货"))...), "10059")
			b.want(b.send(p, append(wrong, kit.Set("title", "订单"), kit.Set("content", "已发货"), kit.Set("timeToLive", 60))...), "10061")
		},
	}
}

func legacyTitleCase() conformance.Case {
	return conformance.Case{
		ID: "vivo/field/title-legacy-count", Level: conformance.Should, Rows: []string{"V13"}, Source: sdk2, Codes: []string{"0", "10056"},
		Title:       "by the older count a Chinese character is two",
		Requirement: "An endpoint should take, when switched to the older count, a title of 20 Chinese characters and answer one of 21 with 10056.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("title_count", "legacy"))
			p := b.Phone("a")
			b.want(b.send(p, kit.Set("title", chinese(20))), "0")
			b.want(b.send(p, kit.Set("title", chinese(21))), "10056")
		},
	}
}

// optionCases are the checks of the optional fields.
func optionCases() []conformance.Case {
	extra := func(pairs ...string) kit.Change {
		m := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return kit.Set("extra", m)
	}
	callback := func(n int) string { return "http://127.0.0.1:9/" + strings.Repeat("c", n-19) }
	return checks(
		fieldCheck{id: "profileid-64", what: "a profileId of 64 characters", change: []kit.Change{kit.Set("profileId", strings.Repeat("p", 64))}, code: "0"},
		fieldCheck{id: "profileid-65", what: "a profileId of 65 characters", change: []kit.Change{kit.Set("profileId", strings.Repeat("p", 65))}, code: "10092"},
		fieldCheck{id: "notifyid-zero", what: "notifyId 0", change: []kit.Change{kit.Set("notifyId", 0)}, code: "10095"},
		fieldCheck{id: "notifyid-too-big", what: "notifyId 2147483648", change: []kit.Change{kit.Set("notifyId", int64(2147483648))}, code: "10095"},
		fieldCheck{id: "notifyid-max", what: "notifyId 2147483647", change: []kit.Change{kit.Set("notifyId", 2147483647)}, code: "0"},
		fieldCheck{id: "extra-key", rows: []string{"V46"}, what: "a key foo in extra", change: []kit.Change{extra("foo", "bar")}, code: "10304"},
		fieldCheck{id: "extra-empty", source: realTraffic, what: "an empty extra", change: []kit.Change{extra()}, code: "0"},
		fieldCheck{id: "callback-128", what: "an extra.callback of 128 characters", change: []kit.Change{extra("callback", callback(128))}, code: "0"},
		fieldCheck{id: "callback-129", what: "an extra.callback of 129 characters", change: []kit.Change{extra("callback", callback(129))}, code: "10305"},
		fieldCheck{id: "callback-param-192", what: "an extra.callback.param of 192 characters",
			change: []kit.Change{extra("callback", callback(30), "callback.param", strings.Repeat("p", 192))}, code: "0"},
		fieldCheck{id: "callback-param-193", what: "an extra.callback.param of 193 characters",
			change: []kit.Change{extra("callback", callback(30), "callback.param", strings.Repeat("p", 193))}, code: "10306"},
		fieldCheck{id: "requestid-missing", rows: []string{"V17"}, what: "no requestId", change: []kit.Change{kit.Drop("requestId")}, code: "10352"},
		fieldCheck{id: "requestid-64", rows: []string{"V17"}, what: "a requestId of 64 characters", change: []kit.Change{kit.Set("requestId", strings.Repeat("r", 64))}, code: "0"},
		fieldCheck{id: "requestid-65", rows: []string{"V17"}, what: "a requestId of 65 characters", change: []kit.Change{kit.Set("requestId", strings.Repeat("r", 65))}, code: "10353"},
	)
}
