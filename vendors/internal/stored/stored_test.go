package stored

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

func now() time.Time { return time.Unix(1764000000, 0) }

func TestOnceStoresOnce(t *testing.T) {
	t.Parallel()
	var c Bodies
	var mu sync.Mutex
	saves := 0
	save := func(context.Context) (Body, error) {
		mu.Lock()
		defer mu.Unlock()
		saves++
		return Body{ID: fmt.Sprint(saves), Expires: now().Add(Longest)}, nil
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if b, err := c.Once(t.Context(), KeyOf([]byte("a")), now, save); err != nil || b.ID != "1" || b.Key != KeyOf([]byte("a")) {
				t.Errorf("body %q, %v", b.ID, err)
			}
		})
	}
	wg.Wait()
	if saves != 1 {
		t.Errorf("%d saves, want 1", saves)
	}
	if _, ok := c.Find(KeyOf([]byte("a")), now().Add(Longest)); ok {
		t.Error("an expired body is found")
	}
}

func TestForgetAndFailure(t *testing.T) {
	t.Parallel()
	var c Bodies
	key := KeyOf([]byte("a"))
	old := Body{Key: key, ID: "1", Expires: now().Add(time.Hour)}
	anew := Body{Key: key, ID: "2", Expires: now().Add(time.Hour)}
	c.Keep(old)
	c.Keep(anew)
	c.Forget(old) // stored anew since
	if b, ok := c.Find(key, now()); !ok || b.ID != "2" {
		t.Errorf("found %q, %t, want the newer one", b.ID, ok)
	}
	c.Forget(anew)
	if _, ok := c.Find(key, now()); ok {
		t.Error("a forgotten body is found")
	}
	refused := errors.New("refused")
	if _, err := c.Once(t.Context(), key, now, func(context.Context) (Body, error) { return Body{}, refused }); !errors.Is(err, refused) {
		t.Errorf("error %v, want the save's", err)
	}
	if _, ok := c.Find(key, now()); ok {
		t.Error("a failed save is remembered")
	}
}

func TestTheOldestGoes(t *testing.T) {
	t.Parallel()
	var c Bodies
	for i := range most + 1 {
		c.Keep(Body{Key: KeyOf(fmt.Append(nil, i)), ID: fmt.Sprint(i), Expires: now().Add(time.Hour)})
	}
	if _, ok := c.Find(KeyOf([]byte("0")), now()); ok {
		t.Error("the oldest is still there")
	}
	if _, ok := c.Find(KeyOf([]byte("1")), now()); !ok || len(c.bodies) != most || len(c.order) != most {
		t.Errorf("the second is there: %t, with %d bodies in %d places, want %d", ok, len(c.bodies), len(c.order), most)
	}
}
