package huawei

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance/kit"
)

// TestDocumentedSizes holds the cases' own vectors against the published sizes.
func TestDocumentedSizes(t *testing.T) {
	t.Parallel()
	if n := len(vectorForm); n != 89 {
		t.Errorf("the documented form has %d bytes, want 89", n)
	}
	if n := len(documentedBody); n != 310 {
		t.Errorf("the documented send has %d bytes, want 310", n)
	}
	var b kit.Body
	if err := json.Unmarshal([]byte(documentedBody), &b); err != nil {
		t.Fatal(err)
	}
	b.With(drop("token"))
	raw, err := json.Marshal(b["message"])
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) != 216 {
		t.Errorf("the documented message measures %d bytes without its tokens, want 216", len(raw))
	}
}

// TestChanges: a change reaches exactly the member it names.
func TestChanges(t *testing.T) {
	t.Parallel()
	got := kit.Body{"message": map[string]any{"data": "x", "android": map[string]any{"ttl": "1s"}}}.With(
		set("android.notification.title", "t"), drop("data", "android.ttl", "webpush.none"), kit.Set("validate_only", true))
	want := kit.Body{"validate_only": true, "message": map[string]any{"android": map[string]any{"notification": map[string]any{"title": "t"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changed body (-want +got):\n%s", diff)
	}
}

// TestTexts: the made texts and tokens have the lengths the cases speak of.
func TestTexts(t *testing.T) {
	t.Parallel()
	if n := len(kit.Chinese(7)); n != 21 {
		t.Errorf("chinese(7) has %d bytes, want 21", n)
	}
	for _, token := range unknown(3) {
		if len(token) != 130 {
			t.Errorf("the token %s has %d characters, want 130", token, len(token))
		}
	}
	for n := 1; n <= 4; n++ {
		if got := len(languages(n)); got != n {
			t.Errorf("languages(%d) are %d", n, got)
		}
	}
}

// TestPartial: the made answer is JSON in a JSON string.
func TestPartial(t *testing.T) {
	t.Parallel()
	const want = `{"code":"80100000","msg":"{\"success\":1,\"failure\":1,\"illegal_tokens\":[\"IQAAAACy0demoTokenB002\"]}","requestId":"176722920012300001000702"}`
	if got := partial(1, "IQAAAACy0demoTokenB002"); got != want {
		t.Errorf("partial answer\n%s\nwant the documented\n%s", got, want)
	}
}
