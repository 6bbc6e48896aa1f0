// Package flight lets many callers share one running call: the first starts it,
// the others wait for the same answer.
//
// Unlike x/sync/singleflight a caller can leave when its context ends without
// failing the rest, and the call itself is cancelled once nobody waits for it,
// so that no goroutine outlives the interest in it.
package flight

import (
	"context"
	"sync"
)

// Group shares calls by key. The zero value is ready; it is safe for concurrent
// use and must not be copied.
type Group[K comparable, V any] struct {
	mu    sync.Mutex
	calls map[K]*call[V]
}

type call[V any] struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiters int
	value   V
	err     error
}

// Do returns fn's result for key, running it only if no call for key is running.
// fn gets a context with ctx's values that ends when every waiter has left. Do
// returns ctx's error as soon as ctx ends.
func (g *Group[K, V]) Do(ctx context.Context, key K, fn func(context.Context) (V, error)) (V, error) {
	g.mu.Lock()
	c := g.calls[key]
	if c == nil {
		c = g.start(ctx, key, fn)
	}
	c.waiters++
	g.mu.Unlock()

	select {
	case <-c.done:
		return c.value, c.err
	case <-ctx.Done():
		g.leave(key, c)
		var zero V
		return zero, ctx.Err()
	}
}

// start runs fn on its own goroutine; g.mu is held.
func (g *Group[K, V]) start(ctx context.Context, key K, fn func(context.Context) (V, error)) *call[V] {
	shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &call[V]{done: make(chan struct{}), cancel: cancel}
	if g.calls == nil {
		g.calls = make(map[K]*call[V])
	}
	g.calls[key] = c
	go func() {
		defer cancel()
		c.value, c.err = fn(shared)
		g.forget(key, c)
		close(c.done)
	}()
	return c
}

// leave cancels a call nobody waits for any more; a later caller starts afresh
// instead of joining one that is being torn down.
func (g *Group[K, V]) leave(key K, c *call[V]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c.waiters--
	if c.waiters > 0 {
		return
	}
	c.cancel()
	if g.calls[key] == c {
		delete(g.calls, key)
	}
}

func (g *Group[K, V]) forget(key K, c *call[V]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.calls[key] == c {
		delete(g.calls, key)
	}
}
