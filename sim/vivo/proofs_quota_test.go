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
		a, b := w.phone("v1"), w.phone("v2")
		if err := w.engine.SetCount(w.app.ID, counter, limit-1); err != nil {
			w.t.Fatal(err)
		}
		first := w.send(a, m(1)).said()
		w.settle()
		return first + " " + w.send(b, m(2)).said()
	}
}

// overrun is reached without waiting for the first to arrive.
func overrun(counter string, limit int64, m func(n int) fields) func(w *world) string {
	return func(w *world) string {
		a, b := w.phone("v1"), w.phone("v2")
		if err := w.engine.SetCount(w.app.ID, counter, limit-1); err != nil {
			w.t.Fatal(err)
		}
		return w.send(a, m(1)).said() + " " + w.send(b, m(2)).said() + " " + w.fate()
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
		{rule: "VV-QTA-001", want: "0 10070", world: users("shopping"), run: reached("operational", 40_000, promo)},
		{rule: "VV-QTA-001", want: "0 10070", world: users("news"), run: reached("operational", 60_000, promo)},
		{rule: "VV-QTA-001", want: "0 10070", run: reached("operational", 10_000, promo)},
		{rule: "VV-QTA-006", date: day2022, want: "0 10070", world: users("news"), run: reached("operational", 20_000, promo)},
		{rule: "VV-QTA-003", want: "0 10073", world: users("news"), run: reached("system", 400_000, im)},
		{rule: "VV-QTA-004", date: day2025, want: "0 10073", world: users("shopping"), run: reached("system", 60_000, im)},
		{rule: "VV-QTA-005", date: day2022, want: "0 10073", world: users("shopping"), run: reached("system", 20_000, im)},
		{rule: "VV-QTA-010", want: "0 0 dropped 100/11001", world: users("shopping"), run: overrun("operational", 40_000, promo)},
		{rule: "VV-QTA-011", date: day2022, want: "0 0 dropped 100/11001", world: users("shopping"), run: overrun("operational", 20_000, promo)},
		{rule: "VV-QTA-012", want: "0 0 dropped 100/11001", world: users("shopping"), run: overrun("system", 400_000, im)},
		{rule: "VV-QTA-013", date: day2025, want: "0 0 dropped 100/11001", world: users("shopping"), run: overrun("system", 60_000, im)},
		{rule: "VV-QTA-014", date: day2022, want: "0 0 dropped 100/11001", world: users("shopping"), run: overrun("system", 20_000, im)},
	}
	return append(proofs, capProofs(promo)...)
}

func capProofs(promo func(n int) fields) []proof {
	capped := func(n int) func(w *world) string {
		return func(w *world) string {
			id := w.phone("v1")
			var said []string
			for i := range n {
				w.send(id, promo(i))
				said = append(said, w.fate())
			}
			return strings.Join(said, ", ")
		}
	}
	news := options{app: func(a *sim.AppSpec) { a.Kind = "news" }}
	day2022 := "2022-06-01"
	test := func(counter string, limit int64, m fields) func(w *world) string {
		return func(w *world) string {
			id := w.phone("v1", func(p *device.Phone) { p.Test = true })
			if err := w.engine.SetCount(w.app.ID, counter, limit-1); err != nil {
				w.t.Fatal(err)
			}
			m["pushMode"] = 1
			return w.send(id, m).said() + " " + w.send(id, m).said()
		}
	}
	return []proof{
		{rule: "VV-QTA-002", want: "silent, silent, dropped 100/12000", run: capped(3)},
		{rule: "VV-QTA-002", want: "silent, silent, silent, silent, silent, dropped 100/12000", world: news, run: capped(6)},
		{rule: "VV-QTA-007", date: day2022, want: "silent, silent, silent, silent, silent, dropped 100/12000", run: capped(6)},
		{rule: "VV-QTA-008", want: "0 10252", run: func(w *world) string {
			w.limit("saved", 1)
			return saves(nil, nil)(w)
		}},
		{rule: "VV-QTA-009", want: "0 10254", run: func(w *world) string {
			return w.post("/message/all", w.message(nil)).said() + " " + w.post("/message/all", w.message(nil)).said()
		}},
		{rule: "VV-QTA-015", want: "2", run: func(w *world) string {
			id := w.phone("v1")
			w.send(id, promo(1))
			w.send(id, promo(2))
			w.send(id, promo(3)) // over the phone's cap: it does not arrive
			w.settle()
			n, _ := w.engine.Count(w.app.ID, "operational", "")
			return fmt.Sprint(n)
		}},
		{rule: "VV-QTA-016", date: day2022, want: "0 10070", run: test("test.operational", 100, fields{})},
		{rule: "VV-QTA-017", date: day2022, want: "0 10073", run: test("test.system", 10000, chat("李雷", "在吗？"))},
	}
}
