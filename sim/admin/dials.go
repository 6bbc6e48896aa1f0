package admin

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/fault"
)

func (s *Server) quota(r *http.Request) (any, error) {
	out := []sim.Quota{}
	for _, q := range s.opts.Engine().Quotas() {
		if app := r.URL.Query().Get("app"); app == "" || app == q.App {
			out = append(out, q)
		}
	}
	return map[string]any{"quota": out}, nil
}

// setQuota sets a limit (null: back to the vendor's formula), a count, or both.
func (s *Server) setQuota(r *http.Request) (any, error) {
	var in struct {
		App   string          `json:"app"`
		Quota string          `json:"quota"`
		Limit json.RawMessage `json:"limit"`
		Count *int64          `json:"count"`
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if in.App == "" || in.Quota == "" || (in.Limit == nil && in.Count == nil) {
		return nil, badRequest(`say what to set: {"app":"...","quota":"...","limit":N|null,"count":N}; GET /quota lists the names`)
	}
	if in.Count != nil && *in.Count < 0 {
		return nil, badRequest("count %d: want a number from 0", *in.Count)
	}
	e := s.opts.Engine()
	note := in.App + " " + in.Quota
	if in.Limit != nil {
		limit := int64(-1)
		if string(in.Limit) != "null" {
			if err := json.Unmarshal(in.Limit, &limit); err != nil || limit < 0 {
				return nil, badRequest("limit %s: want a number from 0, or null for the vendor's own", in.Limit)
			}
		}
		if err := e.SetLimit(in.App, in.Quota, limit); err != nil {
			return nil, err
		}
		note += " limit=" + string(in.Limit)
	}
	if in.Count != nil {
		if err := e.SetCount(in.App, in.Quota, *in.Count); err != nil {
			return nil, err
		}
		note += fmt.Sprintf(" count=%d", *in.Count)
	}
	e.Publish(&sim.Event{Kind: sim.EvQuota, App: in.App, Cause: -1, Note: note})
	for _, q := range e.Quotas() {
		if q.App == in.App && q.Name == in.Quota && q.Device == "" {
			return q, nil
		}
	}
	return map[string]any{}, nil // a counter kept per phone
}

func (s *Server) set() (*fault.Set, error) {
	if s.opts.Faults == nil {
		return nil, refuse(http.StatusNotImplemented, "this simulator has no faults")
	}
	return s.opts.Faults, nil
}

func (s *Server) faults(*http.Request) (any, error) {
	set, err := s.set()
	if err != nil {
		return nil, err
	}
	return map[string]any{"faults": set.List(), "kinds": fault.Kinds()}, nil
}

// addFault takes a fault as an object, or in the command line's form as
// {"text":"html rate=0.1"}.
func (s *Server) addFault(r *http.Request) (any, error) {
	set, err := s.set()
	if err != nil {
		return nil, err
	}
	var raw json.RawMessage
	if err := read(r, &raw); err != nil {
		return nil, err
	}
	var f fault.Fault
	if hasMember(raw, "text") {
		var in struct{ Text string }
		if err := strict(raw, &in); err != nil {
			return nil, err
		}
		f, err = fault.Parse(in.Text)
	} else {
		err = strict(raw, &f)
	}
	if err != nil {
		return nil, err
	}
	if f, err = set.Add(f); err != nil {
		return nil, err
	}
	s.opts.Engine().Publish(&sim.Event{Kind: sim.EvFault, Vendor: f.Vendor, Cause: -1, Faults: []string{f.Name}, Note: f.String()})
	return f, nil
}

func (s *Server) clearFaults(*http.Request) (any, error) {
	set, err := s.set()
	if err != nil {
		return nil, err
	}
	set.Clear()
	s.opts.Engine().Publish(&sim.Event{Kind: sim.EvFault, Cause: -1, Note: "all faults removed"})
	return map[string]any{"faults": set.List()}, nil
}

func (s *Server) removeFault(r *http.Request) (any, error) {
	set, err := s.set()
	if err != nil {
		return nil, err
	}
	name := r.PathValue("name")
	if err := set.Remove(name); err != nil {
		return nil, refuse(http.StatusNotFound, err.Error())
	}
	s.opts.Engine().Publish(&sim.Event{Kind: sim.EvFault, Cause: -1, Faults: []string{name}, Note: "removed"})
	return map[string]any{"faults": set.List()}, nil
}
