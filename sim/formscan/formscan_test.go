package formscan_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim/formscan"
	"github.com/offpush/offpush/sim/jsonscan"
)

func TestPairs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]formscan.Pair{
		"":                    nil,
		"&&":                  nil,
		"a=1&b=2&a=3":         {{"a", "1"}, {"b", "2"}, {"a", "3"}},
		"a":                   {{"a", ""}},
		"=1":                  {{"", "1"}},
		"a=b=c":               {{"a", "b=c"}},
		"A=1&a=2":             {{"A", "1"}, {"a", "2"}},
		"t=%E4%B8%AD+x%2B%26": {{"t", "中 x+&"}},
		"a%20b=1":             {{"a b", "1"}},
		"a=100%&b=%zz&c=%4":   {{"a", "100%"}, {"b", "%zz"}, {"c", "%4"}},
		"a=%FF":               {{"a", "\ufffd"}},
		"a=1;b=2":             {{"a", "1;b=2"}},
	} {
		if diff := cmp.Diff(want, formscan.Pairs([]byte(in))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestGetIsTheFirst(t *testing.T) {
	t.Parallel()
	list := formscan.Pairs([]byte("a=1&a=2"))
	if v, ok := formscan.Get(list, "a"); v != "1" || !ok {
		t.Errorf("a is %q", v)
	}
	if _, ok := formscan.Get(list, "A"); ok {
		t.Error("names are matched without regard to case")
	}
}

type body struct {
	Title jsonscan.Str `form:"title"`
	extra
	IDs   formscan.List `form:"ids"`
	Data  formscan.JSON `form:"data"`
	Other string
}

type extra struct {
	TTL  jsonscan.Int  `form:"time_to_live"`
	Loud jsonscan.Bool `form:"loud"`
}

func TestTable(t *testing.T) {
	t.Parallel()
	form := formscan.TableOf[body](formscan.First)
	if diff := cmp.Diff([]string{"title", "time_to_live", "loud", "ids", "data"}, form.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	var b body
	var others []formscan.Pair
	seen := form.Read(&b, []byte("title=a&Title=b&title=c&title=d&time_to_live=soon&ids=1,,2&loud=1&extra.x=%7B%7D&data={&z=%"),
		func(name, value string) { others = append(others, formscan.Pair{Name: name, Value: value}) })
	if diff := cmp.Diff(formscan.Seen{Repeated: []string{"title"}, BadEscape: true}, seen); diff != "" {
		t.Errorf("seen (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]formscan.Pair{{"Title", "b"}, {"extra.x", "{}"}, {"z", "%"}}, others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
	if b.Title.S != "a" || !b.Loud.B || !cmp.Equal(b.IDs.List, []string{"1", "", "2"}) || b.Data.Text != "{" {
		t.Errorf("read %+v", b)
	}
	if diff := cmp.Diff([]string{"time_to_live", "data"}, form.Wrong(&b)); diff != "" {
		t.Errorf("what could not be read (-want +got):\n%s", diff)
	}
	b = body{}
	formscan.TableOf[body](formscan.Last).Read(&b, []byte("title=a&title=b&ids=&data="), nil)
	if b.Title.S != "b" || b.IDs.State != jsonscan.Set || b.IDs.List != nil || b.Data.State != jsonscan.Null {
		t.Errorf("read %+v", b)
	}
}

func TestTableDoesNotKeepTheBody(t *testing.T) {
	t.Parallel()
	data := []byte("title=abc&ids=1,2")
	var b body
	formscan.TableOf[body](formscan.First).Read(&b, data, nil)
	for i := range data {
		data[i] = '#'
	}
	if b.Title.S != "abc" || b.IDs.List[1] != "2" {
		t.Errorf("the texts changed with the body: %+v", b)
	}
}

func TestTableOfBadTags(t *testing.T) {
	t.Parallel()
	panics := func(name string, make func()) {
		defer func() {
			if recover() == nil {
				t.Errorf("%s makes a table", name)
			}
		}()
		make()
	}
	panics("a name that comes twice", func() {
		formscan.TableOf[struct {
			extra
			B jsonscan.Str `form:"loud"`
		}](formscan.First)
	})
	panics("a field that is none", func() {
		formscan.TableOf[struct {
			A string `form:"a"`
		}](formscan.First)
	})
}

// FuzzPairs holds the reader to the standard one, for every form that takes as a whole.
func FuzzPairs(f *testing.F) {
	for _, s := range []string{"a=1&b=2&a=3", "t=%E4%B8%AD+x", "a=100%&b=%zz", "&&=&a", "payload=%7B%22title%22%3A%22x%22%7D&registration_id=a,b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list := formscan.Pairs([]byte(s))
		var b body
		formscan.TableOf[body](formscan.Last).Read(&b, []byte(s), nil)
		values, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		n := 0
		for name, want := range values {
			n += len(want)
			var got []string
			for _, p := range list {
				if p.Name == strings.ToValidUTF8(name, "\ufffd") {
					got = append(got, p.Value)
				}
			}
			for i := range want {
				want[i] = strings.ToValidUTF8(want[i], "\ufffd")
			}
			if strings.ToValidUTF8(name, "") == name && !cmp.Equal(want, got) {
				t.Errorf("%q: %q is %q, want %q", s, name, got, want)
			}
		}
		if n != len(list) {
			t.Errorf("%q: %d fields, want %d", s, len(list), n)
		}
	})
}
