package admin

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/offpush/offpush/sim"
)

// How many messages a page has.
const (
	usualPage = 100
	maxPage   = 1000
)

// messages lists the newest states of messages, those changed longest ago first,
// so that "next" can be handed back as ?since= without losing or repeating one.
func (s *Server) messages(r *http.Request) (any, error) {
	page, next, err := s.page(r, (*sim.Engine).Messages)
	return map[string]any{"messages": page, "next": next}, err
}

// calls lists the calls without targets: what a login or a stored body was answered, and
// why, is in no message.
func (s *Server) calls(r *http.Request) (any, error) {
	page, next, err := s.page(r, (*sim.Engine).Calls)
	return map[string]any{"calls": page, "next": next}, err
}

func (s *Server) page(r *http.Request, after func(*sim.Engine, uint64) []sim.Event) (page []sim.Record, next uint64, err error) {
	q := r.URL.Query()
	since, err := number(q, "since", 0)
	if err != nil {
		return nil, 0, err
	}
	limit, err := number(q, "limit", usualPage)
	if err != nil {
		return nil, 0, err
	}
	limit = min(max(limit, 1), maxPage)
	e := s.opts.Engine()
	next = max(e.LastEvent(), since) // looked at first: what comes meanwhile is for the next page
	found := after(e, since)
	slices.SortFunc(found, func(a, b sim.Event) int { return cmp.Compare(a.Seq, b.Seq) })
	page = []sim.Record{}
	for i := range found {
		ev := &found[i]
		if ev.Seq > next || !wanted(ev, q) {
			continue
		}
		if uint64(len(page)) == limit {
			next = page[limit-1].Seq
			break
		}
		page = append(page, e.Record(ev, q.Get("lang")))
	}
	return page, next, nil
}

func wanted(ev *sim.Event, q url.Values) bool {
	for name, value := range map[string]string{
		"token": ev.Token, "vendor": string(ev.Vendor), "device": ev.Phone, "app": ev.App,
	} {
		if want := q.Get(name); want != "" && want != value {
			return false
		}
	}
	return true
}

func number(q url.Values, name string, def uint64) (uint64, error) {
	text := q.Get(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, badRequest("%s=%q: want a number", name, text)
	}
	return n, nil
}

// message is one message with its story.
func (s *Server) message(r *http.Request) (any, error) {
	id, lang := r.PathValue("id"), r.URL.Query().Get("lang")
	e := s.opts.Engine()
	newest, ok := e.Message(id)
	if !ok {
		return nil, refuse(http.StatusNotFound, "there is no message "+strconv.Quote(id)+"; GET /messages lists those remembered")
	}
	story := struct {
		Fates     []*sim.RecordFate `json:"fates"`
		Exchanges []sim.Record      `json:"exchanges"`
		Receipts  []sim.Record      `json:"receipts"`
	}{[]*sim.RecordFate{}, []sim.Record{}, []sim.Record{}}
	call := cmp.Or(newest.Call, id)
	var kept []sim.Event
	e.Scan(0, func(ev *sim.Event) {
		if ev.Kind == sim.EvExchange && ev.ID == call || ev.Kind != sim.EvExchange && ev.ID == id {
			kept = append(kept, ev.Clone())
		}
	})
	for i := range kept {
		switch rec := e.Record(&kept[i], lang); rec.Kind {
		case sim.EvMessage:
			if rec.Fate != nil {
				story.Fates = append(story.Fates, rec.Fate)
			}
		case sim.EvExchange:
			story.Exchanges = append(story.Exchanges, rec)
		case sim.EvReceipt:
			story.Receipts = append(story.Receipts, rec)
		}
	}
	return join(e.Record(&newest, lang), story)
}

// join writes the members of two objects into one.
func join(a, b any) (json.RawMessage, error) {
	first, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	second, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	return append(append(first[:len(first)-1], ','), second[1:]...), nil
}
