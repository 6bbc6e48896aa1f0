package admin

import (
	"net/http"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
)

func (s *Server) clock(*http.Request) (any, error) { return clockState(s.opts.Engine()), nil }

func clockState(e *sim.Engine) any {
	c := e.Clock()
	state := struct {
		Now  time.Time `json:"now"`
		Mode string    `json:"mode"`
		// Next is when something will happen by itself; absent: nothing is planned.
		Next *time.Time `json:"next,omitempty"`
	}{Now: c.Now(), Mode: c.Mode().String()}
	if up := c.Next(1); len(up) > 0 {
		state.Next = &up[0].At
	}
	return state
}

// setClock changes the mode first and moves then; it answers when everything due
// on the way has happened.
func (s *Server) setClock(r *http.Request) (any, error) {
	var in struct {
		Mode    string    `json:"mode"`
		Advance string    `json:"advance"`
		To      time.Time `json:"to"`
		Settle  bool      `json:"settle"`
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	e := s.opts.Engine()
	c := e.Clock()
	mode, err := clock.ParseMode(in.Mode)
	if err != nil {
		return nil, err
	}
	var forward time.Duration
	if in.Advance != "" {
		if forward, err = time.ParseDuration(in.Advance); err != nil || forward < 0 {
			return nil, badRequest("advance %q: want a duration such as 24h, 90m or 30s; time does not go back", in.Advance)
		}
	}
	switch {
	case in.Mode == "" && in.Advance == "" && in.To.IsZero() && !in.Settle:
		return nil, badRequest(`say what to do: {"advance":"24h"}, {"to":"2026-11-12T08:00:00+08:00"}, {"mode":"manual"} or {"settle":true}`)
	case in.Advance != "" && !in.To.IsZero():
		return nil, badRequest("advance and to exclude each other")
	case in.To.Before(c.Now()) && !in.To.IsZero():
		return nil, badRequest("to %s is before now, %s; POST /reset begins again", in.To.Format(time.RFC3339), c.Now().Format(time.RFC3339))
	}
	if in.Mode != "" {
		c.SetMode(mode)
	}
	if in.Settle {
		c.Settle()
	}
	if !in.To.IsZero() {
		c.AdvanceTo(in.To)
	} else if forward > 0 {
		c.Advance(forward)
	}
	e.Publish(&sim.Event{Kind: sim.EvClock, Cause: -1, Note: c.Mode().String() + " " + c.Now().Format(time.RFC3339)})
	return clockState(e), nil
}
