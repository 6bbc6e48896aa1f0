package sim

import (
	"sync"
	"time"
)

// Connections are remembered for vendors that bind state to them: the first key
// that was used, the newest access token. What is remembered is small texts by
// name; a connection nobody wrote about costs nothing.

// keepConns is how many connections are remembered, the newest first. The engine
// is not told when a connection ends, and a lab that runs for days must not grow.
const keepConns = 4096

// connMemory is guarded by its own lock: the calls of one connection may belong to
// several apps.
type connMemory struct {
	mu    sync.RWMutex
	byID  map[uint64]map[string]connFact
	order []uint64 // ids in byID, oldest first
}

type connFact struct {
	text string
	at   time.Time
}

func (m *connMemory) get(id uint64, key string) (connFact, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	f, ok := m.byID[id][key]
	return f, ok
}

func (m *connMemory) set(id uint64, key string, f connFact) {
	if id == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	facts := m.byID[id]
	if facts == nil {
		if m.byID == nil {
			m.byID = map[uint64]map[string]connFact{}
		}
		if len(m.order) == keepConns {
			delete(m.byID, m.order[0])
			m.order = append(m.order[:0], m.order[1:]...)
		}
		facts = map[string]connFact{}
		m.byID[id] = facts
		m.order = append(m.order, id)
	}
	facts[key] = f
}

func (m *connMemory) copyTo(n *connMemory) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, id := range m.order {
		for key, f := range m.byID[id] {
			n.set(id, key, f)
		}
	}
}

// LastConn is the highest number of a connection something is remembered of. A front
// that is put before a copy of a world numbers its own connections after it.
func (e *Engine) LastConn() uint64 {
	m := &e.world.conns
	m.mu.RLock()
	defer m.mu.RUnlock()
	var last uint64
	for _, id := range m.order {
		last = max(last, id)
	}
	return last
}

// Conn is what an earlier call of the same connection left under key with EffConn,
// and when; ok is false when none did, or the connection is not known.
func (c *Ctx) Conn(key string) (text string, at time.Time, ok bool) {
	if c.Call == nil || c.Call.Request == nil || c.Call.Request.ConnID == 0 {
		return "", at, false
	}
	f, ok := c.w.conns.get(c.Call.Request.ConnID, key)
	return f.text, f.at, ok
}

// KeepOnConn leaves text under key for later calls of the same connection.
func (c *Ctx) KeepOnConn(key, text string) {
	c.d.Effects = append(c.d.Effects, Effect{Kind: EffConn, Key: key, Text: text})
}
