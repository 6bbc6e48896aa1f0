package vivo_test

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// reached sets an app counter so that one more is allowed, and pushes two messages
// of the class, each to its own phone.
func reached(counter string, limit int64, m func(n int) fields) func(w *world) string {
	return func(w *world) string {
		a, b := w.Phone("v1"), w.Phone("v2")
		if err := w.Engine.SetCount(w.App.ID, counter, limit-1); err != nil {
			w.T.Fatal(err)
		}
		first := w.send(a, m(1)).said()
		w.Settle()
		return first + " " + w.send(b, m(2)).said()
	}
}

// overrun is reached without waiting for the first to arrive.
func overrun(counter string, limit int64, m func(n int) fields) func(w *world) string {
	return func(w *world) string {
		a, b := w.Phone("v1"), w.Phone("v2")
		if err := w.Engine.SetCount(w.App.ID, counter, limit-1); err != nil {
			w.T.Fatal(err)
		}
		return w.send(a, m(1)).said() + " " + w.send(b, m(2)).said() + " " + w.Fate()
	}
}

func quotaProofs() []proof {
	promo := func(n int) fields { return fields{"content": fmt.Sprintf("第%d件半价", n)} }
	im := func(n int) fields { return chat("李雷", fmt.Sprintf("晚上 %d 点见", n)) }
	users := func(kind string) options {
		return options{app: func(a *sim.AppSpec) { a.Users, a.Kind = 20_000, kind }}
	}
	day2022, day2025 := "2022-06-01", "2025-06-01"
	proofs := []proof{
		{Rule: "VV-QTA-001", Want: "0 10070", World: users("shopping"), Run: reached("operational", 40_000, promo)},
		{Rule: "VV-QTA-001", Want: "0 10070", World: users("news"), Run: reached("operational", 60_000, promo)},
		{Rule: "VV-QTA-001", Want: "0 10070", Run: reached("operational", 10_000, promo)},
		{Rule: "VV-QTA-006", Date: day2022, Want: "0 10070", World: users("news"), Run: reached("operational", 20_000, promo)},
		{Rule: "VV-QTA-003", Want: "0 10073", World: users("news"), Run: reached("system", 400_000, im)},
		{Rule: "VV-QTA-004", Date: day2025, Want: "0 10073", World: users("shopping"), Run: reached("system", 60_000, im)},
		{Rule: "VV-QTA-005", Date: day2022, Want: "0 10073", World: users("shopping"), Run: reached("system", 20_000, im)},
		{Rule: "VV-QTA-010", Want: "0 0 dropped 100/11001", World: users("shopping"), Run: overrun("operational", 40_000, promo)},
		{Rule: "VV-QTA-011", Date: day2022, Want: "0 0 dropped 100/11001", World: users("shopping"), Run: overrun("operational", 20_000, promo)},
		{Rule: "VV-QTA-012", Want: "0 0 dropped 100/11001", World: users("shopping"), Run: overrun("system", 400_000, im)},
		{Rule: "VV-QTA-013", Date: day2025, Want: "0 0 dropped 100/11001", World: users("shopping"), Run: overrun("system", 60_000, im)},
		{Rule: "VV-QTA-014", Date: day2022, Want: "0 0 dropped 100/11001", World: users("shopping"), Run: overrun("system", 20_000, im)},
	}
	return append(proofs, capProofs(promo)...)
}

func capProofs(promo func(n int) fields) []proof {
	capped := func(n int) func(w *world) string {
		return func(w *world) string {
			id := w.Phone("v1")
			var said []string
			for i := range n {
				w.send(id, promo(i))
				said = append(said, w.Fate())
			}
			return strings.Join(said, ", ")
		}
	}
	news := options{app: func(a *sim.AppSpec) { a.Kind = "news" }}
	day2022 := "2022-06-01"
	test := func(counter string, limit int64, m fields) func(w *world) string {
		return func(w *world) string {
			id := w.Phone("v1", func(p *device.Phone) { p.Test = true })
			if err := w.Engine.SetCount(w.App.ID, counter, limit-1); err != nil {
				w.T.Fatal(err)
			}
			m["pushMode"] = 1
			return w.send(id, m).said() + " " + w.send(id, m).said()
		}
	}
	return []proof{
		{Rule: "VV-QTA-002", Want: "silent, silent, dropped 100/12000", Run: capped(3)},
		{Rule: "VV-QTA-002", Want: "silent, silent, silent, silent, silent, dropped 100/12000", World: news, Run: capped(6)},
		{Rule: "VV-QTA-007", Date: day2022, Want: "silent, silent, silent, silent, silent, dropped 100/12000", Run: capped(6)},
		{Rule: "VV-QTA-008", Want: "0 10252", Run: func(w *world) string {
			w.Limit("saved", 1)
			return saves(nil, nil)(w)
		}},
		{Rule: "VV-QTA-009", Want: "0 10254", Run: func(w *world) string {
			return w.post("/message/all", w.message(nil)).said() + " " + w.post("/message/all", w.message(nil)).said()
		}},
		{Rule: "VV-QTA-015", Want: "2", Run: func(w *world) string {
			id := w.Phone("v1")
			w.send(id, promo(1))
			w.send(id, promo(2))
			w.send(id, promo(3)) // over the phone's cap: it does not arrive
			w.Settle()
			n, _ := w.Engine.Count(w.App.ID, "operational", "")
			return fmt.Sprint(n)
		}},
		{Rule: "VV-QTA-016", Date: day2022, Want: "0 10070", Run: test("test.operational", 100, fields{})},
		{Rule: "VV-QTA-017", Date: day2022, Want: "0 10073", Run: test("test.system", 10000, chat("李雷", "在吗？"))},
	}
}
