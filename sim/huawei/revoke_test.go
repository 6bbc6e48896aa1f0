package huawei_test

import "testing"

// revoke takes a notification back.
func (w *world) revoke(id any, tokens ...string) reply {
	w.T.Helper()
	return w.posted("/v1/"+w.App.Credentials["client_id"]+"/messages:revoke", w.jwt(nil), "0", fields{"notifyId": id, "token": tokens})
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a, b := w.next("p1"), w.next("p2")
	waiting := w.next("p3", offline)
	w.alert(chatNext(fields{hNotice + "notifyId": 7}), a, b, waiting)
	w.alert(chatNext(fields{hNotice + "notifyId": 8}), a)
	w.Settle()
	if got := w.revoke(7, a, waiting).said(); got != "80000000" {
		t.Fatalf("revoke: %s", got)
	}
	w.Change("p3", func(p *phoneState) { p.Offline = false })
	w.Settle()
	for phone, want := range map[string]int{"p1": 1, "p2": 1, "p3": 0} {
		if got := len(w.Shade(phone).Items); got != want {
			t.Errorf("%s shows %d, want %d", phone, got, want)
		}
	}
	if got := w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:revoke", w.jwt(nil), "0", fields{}).said(); got != "HTTP 404" {
		t.Errorf("revoke at v3: %s", got)
	}
	project := w.posted("/v1/"+w.App.Credentials["project_id"]+"/messages:revoke", w.jwt(nil), "0", fields{"notifyId": 7, "token": []string{a}})
	if project.said() != "HTTP 400 80300002" {
		t.Errorf("revoke by project id: %s", project.said())
	}
}

// Each app of a project takes back what its phones show, whichever app the call was
// judged as that brought it.
func TestRevokeOfACallToTwoApps(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	own, sibling := w.next("p1"), w.of(w.sibling("104512347"), "q1")
	revoke := func(client, token string) {
		t.Helper()
		a := w.posted("/v1/"+client+"/messages:revoke", w.jwt(nil), "0", fields{"notifyId": 7, "token": []string{token}})
		if a.said() != "80000000" {
			t.Errorf("revoke: %s", a.said())
		}
	}
	shown := func() [2]int { return [2]int{len(w.Shade("p1").Items), len(w.Shade("q1").Items)} }
	for _, to := range [][]string{{own, sibling}, {sibling, own}} {
		w.alert(fields{hNotice + "notifyId": 7}, to...)
		w.Settle()
		revoke("104512347", sibling)
		if got := shown(); got != [2]int{1, 0} {
			t.Errorf("taken back by the second app: %v are shown, want [1 0]", got)
		}
		revoke(w.App.Credentials["client_id"], own)
		if got := shown(); got != [2]int{} {
			t.Errorf("taken back by both apps: %v are shown, want none", got)
		}
	}
}
