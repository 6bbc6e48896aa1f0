package jsonscan_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim/jsonscan"
)

// The states, short for the tables.
const (
	null  = jsonscan.Null
	set   = jsonscan.Set
	wrong = jsonscan.Wrong
)

func read[F any, P interface {
	*F
	jsonscan.Field
}](t *testing.T, cases map[string]F) {
	t.Helper()
	for text, want := range cases {
		var got F
		P(&got).Set([]byte(text))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%T of %s (-want +got):\n%s", got, text, diff)
		}
	}
}

func TestTolerantFields(t *testing.T) {
	t.Parallel()
	read(t, map[string]jsonscan.Int{
		`1`: {N: 1, State: set}, `"1"`: {N: 1, State: set}, `-1`: {N: -1, State: set}, `60.0`: {N: 60, State: set}, `6e1`: {N: 60, State: set},
		`null`: {State: null}, `1.5`: {State: wrong}, `""`: {State: wrong}, `"x"`: {State: wrong}, `true`: {State: wrong}, `[1]`: {State: wrong},
		`1e300`: {State: wrong}, `{}`: {State: wrong},
	})
	read(t, map[string]jsonscan.Num{
		`1.5`: {F: 1.5, State: set}, `"1.5"`: {F: 1.5, State: set}, `null`: {State: null}, `"NaN"`: {State: wrong}, `""`: {State: wrong}, `1e999`: {State: wrong},
	})
	read(t, map[string]jsonscan.Str{
		`"a"`: {S: "a", State: set}, `""`: {State: set}, `"\u4e2d\"\\"`: {S: "中\"\\", State: set}, `12`: {S: "12", State: set}, `null`: {State: null},
		`true`: {State: wrong}, `{}`: {State: wrong}, `["a"]`: {State: wrong}, "\"\xff\"": {S: "\ufffd", State: set},
	})
	read(t, map[string]jsonscan.Bool{
		`true`: {B: true, State: set}, `false`: {State: set}, `"true"`: {B: true, State: set}, `1`: {B: true, State: set}, `0`: {State: set}, `"0"`: {State: set},
		`null`: {State: null}, `"yes"`: {State: wrong}, `[]`: {State: wrong}, `2`: {State: wrong},
	})
	read(t, map[string]jsonscan.Strs{
		`["a",1,"",null,{}]`: {List: []string{"a", "1", "", "", ""}, State: set}, `[]`: {List: []string{}, State: set}, `null`: {State: null}, `"a"`: {State: wrong}, `{}`: {State: wrong},
	})
	read(t, map[string]jsonscan.Pairs{
		`{"b":"1","a":2,"b":"3","c":{}}`: {List: []jsonscan.Pair{{"b", "1"}, {"a", "2"}, {"b", "3"}, {"c", ""}}, Bad: 2, State: set},
		`null`:                           {State: null}, `[]`: {State: wrong},
	})
	read(t, map[string]jsonscan.Raw{
		`{"a": 1}`: {Text: `{"a": 1}`, State: set}, `1`: {Text: `1`, State: set}, `null`: {State: null},
	})
	read(t, map[string]jsonscan.IsObject{`{}`: {State: set}, `null`: {State: null}, `1`: {State: wrong}})
}

func TestExactFields(t *testing.T) {
	t.Parallel()
	read(t, map[string]jsonscan.ExactInt{
		`1`: {jsonscan.Int{N: 1, State: set}}, `3.0`: {jsonscan.Int{N: 3, State: set}}, `"1"`: {jsonscan.Int{State: wrong}}, `null`: {jsonscan.Int{State: null}},
		`1.5`: {jsonscan.Int{State: wrong}}, `false`: {jsonscan.Int{State: wrong}},
	})
	read(t, map[string]jsonscan.ExactNum{
		`0.5`: {jsonscan.Num{F: 0.5, State: set}}, `"0.5"`: {jsonscan.Num{State: wrong}}, `null`: {jsonscan.Num{State: null}},
	})
	read(t, map[string]jsonscan.ExactStr{
		`"1"`: {jsonscan.Str{S: "1", State: set}}, `1`: {jsonscan.Str{State: wrong}}, `null`: {jsonscan.Str{State: null}}, `[]`: {jsonscan.Str{State: wrong}},
	})
	read(t, map[string]jsonscan.ExactBool{
		`true`: {jsonscan.Bool{B: true, State: set}}, `1`: {jsonscan.Bool{State: wrong}}, `"true"`: {jsonscan.Bool{State: wrong}}, `null`: {jsonscan.Bool{State: null}},
	})
	read(t, map[string]jsonscan.ExactStrs{
		`["a"]`: {jsonscan.Strs{List: []string{"a"}, State: set}}, `["a",1]`: {jsonscan.Strs{List: []string{"a", ""}, State: wrong}}, `null`: {jsonscan.Strs{State: null}},
	})
	read(t, map[string]jsonscan.ExactPairs{
		`{"a":"b"}`: {jsonscan.Pairs{List: []jsonscan.Pair{{"a", "b"}}, State: set}},
		`{"a":1}`:   {jsonscan.Pairs{List: []jsonscan.Pair{{"a", "1"}}, Bad: 1, State: wrong}},
	})
}

func TestFieldsTellWhatTheyWere(t *testing.T) {
	t.Parallel()
	var i jsonscan.ExactInt
	if i.Given() || i.Or(7) != 7 || i.Was() != jsonscan.Absent {
		t.Errorf("absent: %+v", i)
	}
	if i.Set([]byte(`1`)); !i.Given() || i.Or(7) != 1 {
		t.Errorf("set: %+v", i)
	}
	if i.Set([]byte(`"x"`)); !i.Given() || i.Or(7) != 7 {
		t.Errorf("wrong: %+v", i)
	}
	var b jsonscan.Bool
	if b.Is(false) {
		t.Error("an absent field is false")
	}
	if b.Set([]byte(`false`)); !b.Is(false) || b.Is(true) {
		t.Errorf("false: %+v", b)
	}
	var p jsonscan.Pairs
	p.Set([]byte(`{"k":"1","k":"2"}`))
	if v, ok := p.Get("k"); v != "2" || !ok {
		t.Errorf("the last of two values is %q", v)
	}
	if _, ok := p.Get("x"); ok {
		t.Error("a key that is not there has a value")
	}
}

func TestTextOfForms(t *testing.T) {
	t.Parallel()
	var i jsonscan.Int
	var n jsonscan.Num
	var b jsonscan.Bool
	for text, want := range map[string][3]jsonscan.State{
		"1": {set, set, set}, "": {null, null, null}, "true": {wrong, wrong, set}, "1.5": {wrong, set, wrong},
		" 1": {wrong, wrong, wrong}, "NaN": {wrong, wrong, wrong}, "0": {set, set, set},
	} {
		i.SetText(text)
		n.SetText(text)
		b.SetText(text)
		if got := [3]jsonscan.State{i.State, n.State, b.State}; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

type inner struct {
	jsonscan.State
	Y jsonscan.Int `json:"y"`
	X jsonscan.Int `json:"x"`
}

func (i *inner) Set(v []byte) { i.State = jsonscan.TableOf[inner]().Read(i, v) }

type shared struct {
	Title jsonscan.Str `json:"title"`
}

type outer struct {
	Z jsonscan.ExactStr `json:"z"`
	shared
	In    deep `json:"in"`
	Other int
}

// deep is inner that tells what of it is wrong.
type deep struct{ inner }

func (d *deep) Wrong() []string { return jsonscan.TableOf[inner]().Wrong(&d.inner) }

func TestTable(t *testing.T) {
	t.Parallel()
	form := jsonscan.TableOf[outer]()
	if diff := cmp.Diff([]string{"z", "title", "in"}, form.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	var b outer
	var others []string
	state := form.ReadAll(&b, []byte(`{"Title":"no","ti\u0074le":"first","title":12,"z":1,"in":{"x":"soon","y":2},"more":[1]}`),
		func(name, value []byte) { others = append(others, string(name)+"="+string(value)) })
	if state != set || b.Title.S != "12" || b.In.Y.N != 2 || b.Other != 0 {
		t.Errorf("%v: %+v", state, b)
	}
	if diff := cmp.Diff([]string{`Title="no"`, `more=[1]`}, others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"z", "in.x"}, form.Wrong(&b)); diff != "" {
		t.Errorf("what could not be read (-want +got):\n%s", diff)
	}
	for text, want := range map[string]jsonscan.State{`null`: null, `[]`: wrong, `"{}"`: wrong} {
		if got := form.Read(&b, []byte(text)); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
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
		jsonscan.TableOf[struct {
			shared
			B jsonscan.Str `json:"title"`
		}]()
	})
	panics("a field that is none", func() {
		jsonscan.TableOf[struct {
			A string `json:"a"`
		}]()
	})
}

// FuzzFields: every field reads every valid value, and what an exact one takes, the
// tolerant one takes with the same meaning.
func FuzzFields(f *testing.F) {
	for _, s := range []string{`1`, `"1"`, `null`, `true`, `"true"`, `[]`, `["a",1]`, `{}`, `{"a":1}`, `1e400`, `"\ud800"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, v []byte) {
		if !json.Valid(v) {
			return
		}
		var b struct {
			I  jsonscan.Int       `json:"i"`
			N  jsonscan.Num       `json:"n"`
			S  jsonscan.Str       `json:"s"`
			B  jsonscan.Bool      `json:"b"`
			L  jsonscan.Strs      `json:"l"`
			P  jsonscan.Pairs     `json:"p"`
			R  jsonscan.Raw       `json:"r"`
			EI jsonscan.ExactInt  `json:"ei"`
			EN jsonscan.ExactNum  `json:"en"`
			ES jsonscan.ExactStr  `json:"es"`
			EB jsonscan.ExactBool `json:"eb"`
		}
		for _, field := range []jsonscan.Field{&b.I, &b.N, &b.S, &b.B, &b.L, &b.P, &b.R, &b.EI, &b.EN, &b.ES, &b.EB} {
			if field.Set(v); field.Was() == jsonscan.Absent {
				t.Errorf("%T of %s is absent", field, v)
			}
		}
		if (b.EI.State == set && b.EI.Int != b.I) || (b.EN.State == set && b.EN.Num != b.N) ||
			(b.ES.State == set && b.ES.Str != b.S) || (b.EB.State == set && b.EB.Bool != b.B) {
			t.Errorf("%s: exact and tolerant differ: %+v", v, b)
		}
	})
}
