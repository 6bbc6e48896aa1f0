package vendors_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
)

type plain struct{}

func (plain) Send(context.Context, *vendors.Message, []vendors.Token) (vendors.Result, error) {
	return vendors.Result{}, nil
}
func (plain) Facts() *vendors.Facts { return nil }

type gifted struct{ plain }

func (gifted) Quota(context.Context) (vendors.QuotaUse, error) { return vendors.QuotaUse{}, nil }

func (gifted) Recall(context.Context, string, []vendors.Token) (vendors.Outcome, error) {
	return vendors.Outcome{}, nil
}

func TestAbilitiesOf(t *testing.T) {
	t.Parallel()
	words := func(list []vendors.Ability) []string {
		var out []string
		for _, a := range list {
			out = append(out, a.Word)
		}
		return out
	}
	if diff := cmp.Diff([]string{"send"}, words(vendors.AbilitiesOf(plain{}))); diff != "" {
		t.Errorf("a plain sender (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"send", "recall", "quota"}, words(vendors.AbilitiesOf(gifted{}))); diff != "" {
		t.Errorf("a gifted sender (-want +got):\n%s", diff)
	}
	seen := map[string]bool{}
	for _, a := range vendors.AllAbilities() {
		if a.Word == "" || a.Name.EN == "" || a.Name.ZH == "" || seen[a.Word] {
			t.Errorf("ability %+v has no word of its own or no name", a)
		}
		seen[a.Word] = true
	}
}

func TestAnswerErrorSaysWhereToLook(t *testing.T) {
	t.Parallel()
	err := &vendors.AnswerError{Vendor: vendors.Vivo, Op: "statistics", Outcome: vendors.Outcome{Reason: vendors.ReasonBadRequest, Code: "7", HTTPStatus: 200}}
	if want := `vivo: statistics: BAD_REQUEST (code "7", HTTP 200): offpush explain vivo 7`; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}
