package conformance

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
)

// choice is a small suite of two vendors.
func choice() []Case {
	mk := func(id string, v vendors.Vendor, l Level, features ...string) Case {
		c := toyCase("", func(*T) {})
		c.ID, c.Vendor, c.Level, c.Features = id, v, l, features
		return c
	}
	renamed := mk("toy/auth/renamed", toy, Must)
	renamed.Aliases = []string{"toy/auth/old-name"}
	return []Case{mk("toy/auth/ok", toy, Must), renamed, mk("toy/list/split", toy, Should, "list"),
		mk("toy/list/deep/dead", toy, Must, "list", "receipts"), mk("other/auth/ok", "other", May)}
}

func ids(cases []Case) string {
	var out []string
	for i := range cases {
		out = append(out, cases[i].ID)
	}
	return strings.Join(out, " ")
}

func TestSelect(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		o    Options
		want string
	}{
		"everything":        {Options{}, "toy/auth/ok toy/auth/renamed toy/list/split toy/list/deep/dead other/auth/ok"},
		"id":                {Options{Patterns: []string{"toy/auth/ok"}}, "toy/auth/ok"},
		"alias":             {Options{Patterns: []string{"toy/auth/old-name"}}, "toy/auth/renamed"},
		"one segment":       {Options{Patterns: []string{"toy/list/*"}}, "toy/list/split"},
		"any depth":         {Options{Patterns: []string{"toy/list/**"}}, "toy/list/split toy/list/deep/dead"},
		"two patterns":      {Options{Patterns: []string{"other/**", "**/split"}}, "toy/list/split other/auth/ok"},
		"level":             {Options{Levels: []Level{Should, May}}, "toy/list/split other/auth/ok"},
		"vendor":            {Options{Vendors: []vendors.Vendor{"other"}}, "other/auth/ok"},
		"feature needed":    {Options{Features: []string{"receipts"}}, "toy/list/deep/dead"},
		"feature by id":     {Options{Features: []string{"auth"}}, "toy/auth/ok toy/auth/renamed other/auth/ok"},
		"both":              {Options{Features: []string{"auth"}, Vendors: []vendors.Vendor{toy}}, "toy/auth/ok toy/auth/renamed"},
		"nothing in common": {Options{Features: []string{"list"}, Vendors: []vendors.Vendor{"other"}}, ""},
		"failed before": {Options{RerunFailed: &Report{Cases: []Result{{ID: "toy/auth/ok", Status: StatusPassed},
			{ID: "toy/auth/old-name", Status: StatusFailed}, {ID: "toy/list/split", Status: StatusError},
			{ID: "gone", Status: StatusFlaky}}, NotRun: []string{"other/auth/ok"}}}, "toy/auth/renamed toy/list/split other/auth/ok"},
		"nothing failed before":      {Options{RerunFailed: &Report{}}, ""},
		"allow what matches nothing": {Options{Patterns: []string{"toy/gone", "toy/auth/ok"}, AllowEmpty: true}, "toy/auth/ok"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Select(choice(), tt.o)
			if err != nil || ids(got) != tt.want {
				t.Errorf("selected %q, %v; want %q", ids(got), err, tt.want)
			}
		})
	}
}

func TestSelectionThatCannotBeMeant(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		o    Options
		want string
		exit int
	}{
		{Options{Patterns: []string{"toy/auht/ok"}}, `no case matches pattern "toy/auht/ok"; did you mean "toy/auth/ok"?`, ExitNothing},
		{Options{Patterns: []string{"toy/list"}}, `did you mean "toy/list/**"?`, ExitNothing},
		{Options{Patterns: []string{"toy/auth/ok", "zzzzzzzzzzzzzzzz"}}, `pattern "zzzzzzzzzzzzzzzz"`, ExitNothing},
		{Options{Vendors: []vendors.Vendor{"otter"}}, `vendor "otter"; did you mean "other"?`, ExitNothing},
		{Options{Features: []string{"lists"}}, `feature "lists"; did you mean "list"?`, ExitNothing},
		{Options{Levels: []Level{"must"}}, `level "must": want MUST, SHOULD or MAY`, ExitUsage},
		{Options{Shard: Shard{5, 4}}, "shard 5/4: want an index from 1 to the count", ExitUsage},
	} {
		rep, err := Run(t.Context(), &fakeSubject{}, choice(), tt.o)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want %q in it", err, tt.want)
		}
		if got := ExitCode(rep, err, false); got != tt.exit {
			t.Errorf("%v: exit code %d, want %d", err, got, tt.exit)
		}
	}
}

func TestNothingSelectedIsNoSuccess(t *testing.T) {
	t.Parallel()
	o := Options{Features: []string{"list"}, Vendors: []vendors.Vendor{"other"}}
	rep := mustRun(t, &fakeSubject{}, choice(), o)
	if got := rep.ExitCode(false); got != ExitNothing {
		t.Errorf("exit code %d, want %d", got, ExitNothing)
	}
	if got := rep.ExitCode(true); got != ExitOK {
		t.Errorf("exit code %d when allowed, want %d", got, ExitOK)
	}
}

func TestShardsArePartsOfTheWhole(t *testing.T) {
	t.Parallel()
	var cases []Case
	for i := range 100 {
		cases = append(cases, toyCase(fmt.Sprintf("f/%d", i), func(*T) {}))
	}
	seen := map[string]int{}
	for i := range 4 {
		part, err := Select(cases, Options{Shard: Shard{i + 1, 4}})
		if err != nil || len(part) == 0 {
			t.Errorf("shard %d/4: %d cases, %v", i+1, len(part), err)
		}
		fewer, _ := Select(cases[:50], Options{Shard: Shard{i + 1, 4}})
		if !strings.HasPrefix(ids(part), ids(fewer)) {
			t.Errorf("shard %d/4 changes when other cases go", i+1)
		}
		for j := range part {
			seen[part[j].ID]++
		}
	}
	for i := range cases {
		if seen[cases[i].ID] != 1 {
			t.Errorf("%s is in %d shards", cases[i].ID, seen[cases[i].ID])
		}
	}
}

func TestParseShardAndLevels(t *testing.T) {
	t.Parallel()
	if s, err := ParseShard("2/4"); err != nil || s != (Shard{2, 4}) {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, in := range []string{"", "2", "0/4", "5/4", "a/b", "1/2/3", "-1/4", "1/0"} {
		if s, err := ParseShard(in); ExitCode(nil, err, false) != ExitUsage {
			t.Errorf("ParseShard(%q) = %+v, %v; want a usage error", in, s, err)
		}
	}
	if l, err := ParseLevels("must, Should"); err != nil || !cmp.Equal(l, []Level{Must, Should}) {
		t.Errorf("got %v, %v", l, err)
	}
	for _, in := range []string{"", "must,", "shall"} {
		if l, err := ParseLevels(in); ExitCode(nil, err, false) != ExitUsage {
			t.Errorf("ParseLevels(%q) = %v, %v; want a usage error", in, l, err)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	cases := choice()
	for _, id := range []string{"toy/auth/renamed", "toy/auth/old-name"} {
		if c, err := Find(cases, id); err != nil || c.ID != "toy/auth/renamed" {
			t.Errorf("Find(%q) = %v, %v", id, c, err)
		}
	}
	if c, err := Find(cases, "toy/auth/okk"); c != nil || err == nil || !strings.Contains(err.Error(), `did you mean "toy/auth/ok"?`) {
		t.Errorf("got %v, %v", c, err)
	}
}

func TestListIsTheContract(t *testing.T) {
	t.Parallel()
	c := toyCase("auth/ok", func(*T) {})
	c.Needs, c.Provisional = []Need{NeedControl, NeedClock}, true
	plain := toyCase("auth/plain", func(*T) {})
	got, err := json.Marshal(List([]Case{c, plain}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"schemaVersion":1,"cases":[` +
		`{"id":"toy/auth/ok","vendor":"toy","direction":"sender","level":"MUST","title":"auth/ok","requirement":"the sender must auth/ok","source":"toy.md 1","needs":["control","clock"],"provisional":true},` +
		`{"id":"toy/auth/plain","vendor":"toy","direction":"sender","level":"MUST","title":"auth/plain","requirement":"the sender must auth/plain","source":"toy.md 1","needs":[],"provisional":false}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, _ := json.Marshal(List(nil)); string(got) != `{"schemaVersion":1,"cases":[]}` {
		t.Errorf("an empty list is %s", got)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	c := deadCase()
	c.Needs, c.Aliases, c.Provisional = []Need{NeedControl}, []string{"toy/old"}, true
	want := `toy/target/dead
target/dead

requirement: the sender must target/dead
level:       MUST
direction:   sender
source:      toy.md 1
needs:       control
codes:       102
was called:  toy/old
provisional: reported, not counted
`
	if diff := cmp.Diff(want, strings.ReplaceAll(Describe(&c), "  \n", "\n")); diff != "" {
		t.Errorf("description (-want +got):\n%s", diff)
	}
}

func TestValidateDisabled(t *testing.T) {
	t.Parallel()
	if err := Validate([]Case{waiting("f/a")}); err != nil {
		t.Errorf("a case that says what it waits for needs no Run: %v", err)
	}
	c := waiting("f/a")
	c.Disabled = ""
	if err := Validate([]Case{c}); err == nil || !strings.Contains(err.Error(), "no Run function") {
		t.Errorf("a case without Run that is not disabled: %v, want an error that says so", err)
	}
	if got := List([]Case{waiting("f/a")}).Cases[0].Disabled; got != "waits for signed receipts" {
		t.Errorf("listed as disabled because %q", got)
	}
}
