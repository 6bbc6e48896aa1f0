package tokencache_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/tokencache"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock stands still until it is moved.
type clock struct {
	vendors.SystemClock
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// login hands out t1, t2, ... good for an hour, renewed after half of it.
type login struct {
	clock *clock
	mu    sync.Mutex
	n     int
	fail  error
	block chan struct{}
}

func (l *login) fetch(ctx context.Context) (tokencache.Token, error) {
	l.mu.Lock()
	l.n++
	n, fail, block := l.n, l.fail, l.block
	l.mu.Unlock()
	if block != nil {
		select {
		case <-block:
		case <-ctx.Done():
			return tokencache.Token{}, ctx.Err()
		}
	}
	if fail != nil {
		return tokencache.Token{}, fail
	}
	now := l.clock.Now()
	return tokencache.Token{
		Value: vendors.Secret(fmt.Sprintf("t%d", n)), Refresh: now.Add(30 * time.Minute), Expires: now.Add(time.Hour),
	}, nil
}

func newCache() (*tokencache.Cache, *login, *clock) {
	c := &clock{now: time.Unix(1764000000, 0)}
	l := &login{clock: c}
	return tokencache.New(c, l.fetch), l, c
}

func get(t *testing.T, c *tokencache.Cache, want string) {
	t.Helper()
	if got, err := c.Get(context.Background()); got != want || err != nil {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestRefreshedEarlyAndByTheClock(t *testing.T) {
	t.Parallel()
	c, _, clk := newCache()
	get(t, c, "t1")
	clk.advance(29 * time.Minute)
	get(t, c, "t1")
	clk.advance(time.Minute)
	get(t, c, "t2")
}

func TestFailedRefreshKeepsAGoodToken(t *testing.T) {
	t.Parallel()
	c, l, clk := newCache()
	get(t, c, "t1")
	l.fail = errors.New("login is down")
	clk.advance(40 * time.Minute)
	get(t, c, "t1")
	get(t, c, "t1")
	if l.n != 2 {
		t.Errorf("%d logins, want 2: one failed refresh a minute is enough", l.n)
	}
	clk.advance(time.Minute)
	get(t, c, "t1")
	clk.advance(time.Hour)
	if got, err := c.Get(context.Background()); !errors.Is(err, l.fail) {
		t.Errorf("dead token, dead login: %q, %v", got, err)
	}
	l.fail = nil
	get(t, c, "t5")
}

func TestManyInvalidateOnce(t *testing.T) {
	t.Parallel()
	c, l, _ := newCache()
	get(t, c, "t1")
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			c.Invalidate("t1")
			if got, err := c.Get(context.Background()); got != "t2" || err != nil {
				t.Errorf("got %q, %v; want t2", got, err)
			}
		})
	}
	wg.Wait()
	if l.n != 2 {
		t.Errorf("%d logins, want 2", l.n)
	}
	c.Invalidate("t1") // long replaced
	get(t, c, "t2")
}

func TestCallerCanLeaveALoginThatHangs(t *testing.T) {
	t.Parallel()
	c, l, _ := newCache()
	l.block = make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Get(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	l.mu.Lock()
	l.block = nil
	l.mu.Unlock()
	if _, err := c.Get(context.Background()); err != nil {
		t.Errorf("after a login nobody waited for: %v", err)
	}
}

func TestCallRepeatsOnce(t *testing.T) {
	t.Parallel()
	logins := 0
	c := tokencache.New(vendors.SystemClock{}, func(context.Context) (tokencache.Token, error) {
		logins++
		if logins > 3 {
			return tokencache.Token{}, errors.New("no more")
		}
		far := time.Now().Add(time.Hour)
		return tokencache.Token{Value: vendors.Secret(fmt.Sprint(logins)), Refresh: far, Expires: far}, nil
	})
	call := func(good string) (string, int, error) {
		attempts := 0
		got, err := tokencache.Call(context.Background(), c, func(token string) (string, error) {
			attempts++
			return token, nil
		}, func(token *string) bool { return *token != good })
		return got, attempts, err
	}
	for _, step := range []struct {
		good     string
		want     string
		attempts int
	}{{"1", "1", 1}, {"2", "2", 2}, {"2", "2", 1}, {"none", "3", 2}} {
		if got, attempts, err := call(step.good); got != step.want || attempts != step.attempts || err != nil {
			t.Errorf("while %q is good: token %q after %d attempts, %v; want %q after %d", step.good, got, attempts, err, step.want, step.attempts)
		}
	}
	var login *tokencache.LoginError
	if _, attempts, err := call("none"); !errors.As(err, &login) || attempts != 1 || err.Error() != "login: no more" {
		t.Errorf("error %v after %d attempts, want a LoginError after one", err, attempts)
	}
	lost := errors.New("lost")
	if _, err := tokencache.Call(context.Background(), tokencache.New(vendors.SystemClock{}, func(context.Context) (tokencache.Token, error) {
		return tokencache.Token{}, nil
	}), func(string) (int, error) { return 0, lost }, func(*int) bool { return true }); !errors.Is(err, lost) || errors.As(err, &login) {
		t.Errorf("error %v, want the attempt's", err)
	}
}
