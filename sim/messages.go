package sim

// Messages returns the newest state of every message, in order of first appearance,
// of the events after seq that are still remembered. Tokens, texts and steps are
// complete in each, so the newest event is the message's whole story.
func (e *Engine) Messages(after uint64) []Event {
	events, _ := e.ring.read(after, maxSlots)
	at := map[string]int{}
	var out []Event
	for _, ev := range events {
		if ev.Kind != EvMessage {
			continue
		}
		if i, ok := at[ev.ID]; ok {
			out[i] = ev
			continue
		}
		at[ev.ID] = len(out)
		out = append(out, ev)
	}
	return out
}
