package gather

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counted is a connection that counts its writes, each held until the test lets it go.
type counted struct {
	net.Conn
	mu     sync.Mutex
	writes int
	got    bytes.Buffer
	gate   chan struct{}
	fails  error
	closed chan struct{}
	read   time.Time // the read deadline
}

func newCounted() *counted {
	return &counted{gate: make(chan struct{}, 1000), closed: make(chan struct{})}
}

func (c *counted) Write(b []byte) (int, error) {
	select {
	case <-c.gate:
	case <-c.closed:
		return 0, net.ErrClosed
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fails != nil {
		return 0, c.fails
	}
	c.writes++
	return c.got.Write(b)
}

func (c *counted) Close() error                      { close(c.closed); return nil }
func (c *counted) SetReadDeadline(t time.Time) error { c.read = t; return nil }
func (c *counted) SetWriteDeadline(time.Time) error {
	time.AfterFunc(lastWords, func() { c.gate <- struct{}{} }) // a peer that takes its time
	return nil
}

func TestWritesGoOutTogetherAndInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		g := start(c)
		want := ""
		write := func(s string) {
			want += s
			if n, err := io.WriteString(g, s); err != nil || n != len(s) {
				t.Errorf("write %q: %d, %v", s, n, err)
			}
		}
		write("first ")
		synctest.Wait() // it is under way, and stuck
		for range 50 {
			write("headers ")
			write("payload ")
		}
		c.gate <- struct{}{}
		c.gate <- struct{}{}
		synctest.Wait()
		if got := c.got.String(); got != want {
			t.Errorf("the peer got %d bytes, want the %d written, in order", len(got), len(want))
		}
		if c.writes != 2 {
			t.Errorf("%d writes, want 2: one that was under way, one with all that came meanwhile", c.writes)
		}
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestClosingLetsTheLastWordsOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		g := start(c)
		if _, err := io.WriteString(g, "goodbye"); err != nil {
			t.Fatal(err)
		}
		if err := g.Close(); err != nil {
			t.Error(err)
		}
		if got := c.got.String(); got != "goodbye" {
			t.Errorf("the peer got %q, want the last words", got)
		}
		if _, err := io.WriteString(g, "too late"); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a write after closing: %v, want net.ErrClosed", err)
		}
	})
}

// A write that failed is told to the writers after it, and to the reader by an end.
func TestWriteErrorReachesBothSides(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		c.fails = errors.New("broken pipe")
		g := start(c)
		if _, err := io.WriteString(g, "x"); err != nil {
			t.Fatal(err)
		}
		c.gate <- struct{}{}
		synctest.Wait()
		if _, err := io.WriteString(g, "y"); !errors.Is(err, c.fails) {
			t.Errorf("the next write: %v, want %v", err, c.fails)
		}
		if c.read.IsZero() {
			t.Error("the reader goes on for ever")
		}
		_ = g.Close()
	})
}

// timeless is a connection without deadlines, as tunnels through other protocols are.
type timeless struct{ *counted }

func (timeless) SetReadDeadline(time.Time) error  { return errors.New("not supported") }
func (timeless) SetWriteDeadline(time.Time) error { return errors.New("not supported") }

func TestCloseDoesNotHangWithoutDeadlines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := start(timeless{newCounted()})
		if _, err := io.WriteString(g, "never taken"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		begin := time.Now()
		if err := g.Close(); err != nil {
			t.Error(err)
		}
		if d := time.Since(begin); d > time.Second {
			t.Errorf("closing took %v", d)
		}
		<-g.done // what ran for it ends, too
	})
}

func TestWriteErrorEndsReadsWithoutDeadlines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		c.fails = errors.New("broken pipe")
		g := start(timeless{c})
		if _, err := io.WriteString(g, "x"); err != nil {
			t.Fatal(err)
		}
		c.gate <- struct{}{}
		<-c.closed // which ends the reader
	})
}

// A peer that takes nothing makes writers wait instead of filling the memory.
func TestWritersWaitForASlowPeer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCounted()
		g := start(c)
		block := make([]byte, gatherMost/2)
		written := 0
		go func() {
			for range 10 {
				if _, err := g.Write(block); err != nil {
					return
				}
				written++
			}
		}()
		synctest.Wait()
		if written >= 10 || written < 3 {
			t.Errorf("%d blocks of half the room were taken, want some and not all", written)
		}
		for range 10 {
			c.gate <- struct{}{}
		}
		synctest.Wait()
		if written != 10 {
			t.Errorf("%d blocks were taken after the peer read on, want 10", written)
		}
		_ = g.Close()
	})
}
