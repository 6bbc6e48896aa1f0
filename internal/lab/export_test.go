package lab

import "github.com/offpush/offpush/internal/desk"

// NewestOrder is the last order carried out, also when no message came of it.
func (l *Lab) NewestOrder() desk.Order {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.orders.items[len(l.orders.items)-1].order
}
