package meizu

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/offpush/offpush/fixtures/meizu/exchanges"
	"github.com/offpush/offpush/vendors"
)

func TestSignVectors(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.SignVectors()
	if err != nil || len(vectors) < 5 {
		t.Fatalf("%d vectors, %v; want five or more", len(vectors), err)
	}
	for _, v := range vectors {
		var f form
		for _, name := range slices.Sorted(maps.Keys(v.Parameters)) {
			f = append(f, field{name, v.Parameters[name]})
		}
		if got := sign(f, v.AppSecret.Reveal()); got != v.Sign {
			t.Errorf("%s: sign is %s, want %s", v.Name, got, v.Sign)
		}
	}
}

// TestFormsAreSortedSignedAndEscaped: the document's third vector, with what differs
// between the raw and the escaped text.
func TestFormsAreSortedSignedAndEscaped(t *testing.T) {
	t.Parallel()
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"app_id": "125001", "app_secret": "8f2c1d7e4b6a9035c1e2f3a4b5c6d7e8"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := s.signed(form{
		{"pushIds", "J1a8f035d625e6c64567f71487e040e7d017f0558675b"},
		{"messageJson", `{"noticeBarInfo":{"title":"A & B","content":"1+1=2 ok"}}`},
	})
	const want = "appId=125001&messageJson=%7B%22noticeBarInfo%22%3A%7B%22title%22%3A%22A+%26+B%22%2C%22content%22%3A%221%2B1%3D2+ok%22%7D%7D" +
		"&pushIds=J1a8f035d625e6c64567f71487e040e7d017f0558675b&sign=2e80dc87090e41b46f2e92242818b629"
	if got := string(f.encode()); got != want {
		t.Errorf("the form is\n%s, want\n%s", got, want)
	}
	if _, err := url.ParseQuery(want); err != nil {
		t.Fatal(err)
	}
	empty := form{{"a", ""}, {"b", "1"}}
	if got, want := sign(empty, "s"), sign(form{{"a", ""}, {"b", "1"}}, "s"); got != want || got == sign(form{{"b", "1"}}, "s") {
		t.Errorf("a parameter without a value does not take part in the signature")
	}
}
