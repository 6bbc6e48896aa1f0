package meizu

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// limit is a case about both sides of a documented limit.
func limit(id string, rows []string, title, requirement string, source string, good, bad []kit.Change) conformance.Case {
	level := conformance.Must
	if source == aggregators || source == realTraffic {
		level = conformance.Should
	}
	word := strings.ToLower(string(level))
	return conformance.Case{
		ID: "meizu/field/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"200"},
		Title:       title,
		Requirement: "An endpoint " + word + " " + requirement,
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("fold_limit", "100"))
			p := b.Phone("a")
			for _, c := range good {
				b.wantOK(b.push(p, c))
			}
			for _, c := range bad {
				b.refused(b.push(p, c))
			}
			b.WantItems(p, len(good))
		},
	}
}

func sets(path string, values ...any) []kit.Change {
	out := make([]kit.Change, len(values))
	for i, v := range values {
		out[i] = kit.Set(path, v)
	}
	return out
}

// textCases are about title, content and the class.
func textCases() []conformance.Case {
	const title, content = "noticeBarInfo.title", "noticeBarInfo.content"
	return []conformance.Case{
		limit("title-32", []string{"M15", "S05"}, "a title has at most 32 characters",
			"take titles of 32 characters, Chinese or Latin, and refuse 33.", docAPI,
			sets(title, kit.Chinese(32), kit.Letters(32)), sets(title, kit.Chinese(33), kit.Letters(33))),
		limit("content-100", []string{"M16", "S05"}, "a content has at most 100 characters",
			"take contents of 100 characters, Chinese or Latin, and refuse 101.", docAPI,
			sets(content, kit.Chinese(100), kit.Letters(100)), sets(content, kit.Chinese(101), kit.Letters(101))),
		{
			ID: "meizu/field/title-33-content-101-1005", Level: conformance.May, Rows: []string{"M15", "M16", "M18", "M19"}, Source: assumed, Codes: []string{"1005"},
			Title:       "a field over its limit is 1005",
			Requirement: "An endpoint may answer a title of 33 and a content of 101 characters, 101 targets and 73 hours with 1005, a wrong parameter.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.push(p, kit.Set(title, kit.Chinese(33))), "1005")
				b.want(b.push(p, kit.Set(content, kit.Chinese(101))), "1005")
				b.want(b.push(p, kit.Set("pushTimeInfo.validTime", 73)), "1005")
				b.want(b.pushTo(ids(101), private), "1005")
			},
		}, {
			ID: "meizu/field/title-empty", Level: conformance.May, Rows: []string{"M17"}, Source: assumed, Codes: []string{"1005"},
			Title:       "an empty title or content is 1005",
			Requirement: "An endpoint may answer an empty title or content with 1005, and must not take it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.push(p, kit.Set(title, "")), "1005")
				b.want(b.push(p, kit.Drop(title)), "1005")
				b.want(b.push(p, kit.Set(content, "")), "1005")
				b.WantItems(p, 0)
			},
		}, {
			ID: "meizu/field/emoji-are-one", Level: conformance.May, Source: assumed, Codes: []string{"200"},
			Title:       "an emoji is one character",
			Requirement: "An endpoint may count an emoji of one code point as one character.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantOK(b.push(p, kit.Set(title, strings.Repeat("😀", 32))))
				b.refused(b.push(p, kit.Set(title, strings.Repeat("😀", 33))))
			},
		}, {
			ID: "meizu/class/default-class", Level: conformance.Must, Rows: []string{"M21"}, Source: docAPI, Codes: []string{"200", "110011"},
			Title:       "without noticeMsgType a message is public",
			Requirement: "An endpoint must take a message that does not say its class as public, 1 as private and 0 as public.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("device.public", 1))
				for i, x := range []struct {
					change kit.Change
					class  vendors.Class
				}{
					{kit.Drop("noticeBarInfo.noticeMsgType"), vendors.ClassMarketing},
					{kit.Set("noticeBarInfo.noticeMsgType", 0), vendors.ClassMarketing},
					{kit.Set("noticeBarInfo.noticeMsgType", 1), vendors.ClassTransactional},
				} {
					p := b.Phone(string(rune('a' + i)))
					a := b.push(p, x.change)
					b.wantOK(a)
					b.classOf(a, p, x.class)
					if x.class == vendors.ClassMarketing { // and counts as one
						b.wantTarget(b.push(p, x.change), p, "110011")
					}
				}
			},
		},
		limit("msgtype", nil, "noticeMsgType is 0 or 1", "take noticeMsgType 0 and 1 and refuse 2.", docAPI,
			sets("noticeBarInfo.noticeMsgType", 0, 1), sets("noticeBarInfo.noticeMsgType", 2, -1)),
	}
}
