package flight_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/offpush/offpush/vendors/internal/flight"
)

func TestCallersShareOneCall(t *testing.T) {
	t.Parallel()
	const callers = 16
	var g flight.Group[string, int]
	var runs atomic.Int64
	release := make(chan struct{})
	fn := func(context.Context) (int, error) {
		runs.Add(1)
		<-release
		return 7, nil
	}
	var joined, done sync.WaitGroup
	joined.Add(callers)
	for range callers {
		ctx := &signalling{Context: context.Background(), asked: sync.OnceFunc(joined.Done)}
		done.Go(func() {
			if v, err := g.Do(ctx, "k", fn); v != 7 || err != nil {
				t.Errorf("got %d, %v; want 7", v, err)
			}
		})
	}
	joined.Wait()
	if v, err := g.Do(context.Background(), "other", func(context.Context) (int, error) { return 8, nil }); v != 8 || err != nil {
		t.Errorf("another key got %d, %v; want 8 at once", v, err)
	}
	close(release)
	done.Wait()
	if n := runs.Load(); n != 1 {
		t.Errorf("%d runs, want 1", n)
	}
	if _, err := g.Do(context.Background(), "k", fn); err != nil || runs.Load() != 2 {
		t.Errorf("a caller after the end: %v, %d runs; want a run of its own", err, runs.Load())
	}
}

func TestLeavingCallerDoesNotFailTheOthers(t *testing.T) {
	t.Parallel()
	var g flight.Group[int, string]
	started, release := make(chan struct{}), make(chan struct{})
	first, leave := context.WithCancel(context.Background())
	fn := func(ctx context.Context) (string, error) {
		close(started)
		select {
		case <-release:
			return "done", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	got := make(chan error, 1)
	go func() {
		_, err := g.Do(first, 1, fn)
		got <- err
	}()
	<-started
	second := make(chan string, 1)
	entered, enter := context.WithCancel(context.Background())
	defer enter()
	go func() {
		v, _ := g.Do(&signalling{Context: entered, asked: leave}, 1, fn)
		second <- v
	}()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("caller that left got %v", err)
	}
	close(release)
	if v := <-second; v != "done" {
		t.Errorf("caller that stayed got %q", v)
	}
}

// signalling calls asked when somebody begins to wait for the context, which Do
// does only after it has joined a call.
type signalling struct {
	context.Context
	asked func()
}

func (s *signalling) Done() <-chan struct{} {
	s.asked()
	return s.Context.Done()
}

func TestCallNobodyWaitsForIsCancelled(t *testing.T) {
	t.Parallel()
	var g flight.Group[int, int]
	ended := make(chan error, 1)
	started := make(chan struct{})
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, "v"))
	go func() {
		<-started
		cancel()
	}()
	_, err := g.Do(ctx, 1, func(ctx context.Context) (int, error) {
		if ctx.Value(key{}) != "v" {
			t.Error("the caller's values are lost")
		}
		close(started)
		<-ctx.Done()
		ended <- ctx.Err()
		return 0, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) || !errors.Is(<-ended, context.Canceled) {
		t.Errorf("caller got %v, want both cancelled", err)
	}
	// A later caller starts afresh.
	if v, err := g.Do(context.Background(), 1, func(context.Context) (int, error) { return 3, nil }); v != 3 || err != nil {
		t.Errorf("later caller got %d, %v", v, err)
	}
}

type key struct{}
