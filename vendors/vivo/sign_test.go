package vivo

import (
	"strconv"
	"testing"

	"github.com/offpush/offpush/fixtures/vivo/exchanges"
)

func TestSignVectors(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.SignVectors()
	if err != nil || len(vectors) < 4 {
		t.Fatalf("%d vectors, %v; want four or more", len(vectors), err)
	}
	for _, v := range vectors {
		id, err := strconv.ParseInt(v.AppID, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := sign(id, v.AppKey, v.Timestamp, v.AppSecret.Reveal()); got != v.Sign {
			t.Errorf("%s: sign is %s, want %s", v.Name, got, v.Sign)
		}
	}
}
