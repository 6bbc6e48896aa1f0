package admin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

func (s *Server) devices(*http.Request) (any, error) {
	return map[string]any{"devices": notNil(s.opts.Engine().Phones())}, nil
}

// notNil makes an empty list [] in JSON.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (s *Server) find(id string) (device.Phone, error) {
	for _, p := range s.opts.Engine().Phones() {
		if p.ID == id {
			return p, nil
		}
	}
	return device.Phone{}, refuse(http.StatusNotFound, fmt.Sprintf("there is no device %q; GET /devices lists them", id))
}

func (s *Server) device(r *http.Request) (any, error) {
	p, err := s.find(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	shade, err := s.opts.Engine().Shade(p.ID)
	shade.Items = notNil(shade.Items)
	return map[string]any{"device": p, "shade": shade}, err
}

// addDevice takes a device; what is left out is as most phones are: installed,
// subscribed, notifications on, in the background, online.
func (s *Server) addDevice(r *http.Request) (any, error) {
	p := sim.NewPhone("", "", "")
	if err := read(r, &p); err != nil {
		return nil, err
	}
	if err := checkState(p.State); err != nil {
		return nil, err
	}
	return s.opts.Engine().AddPhone(p)
}

func checkState(p device.Presence) error {
	all := []device.Presence{device.Foreground, device.Background, device.Locked, device.Killed}
	if slices.Contains(all, p) {
		return nil
	}
	return badRequest("state %q: want foreground, background, locked or killed", p)
}

// setDevice changes the members that are given.
func (s *Server) setDevice(r *http.Request) (any, error) {
	p, err := s.find(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	var change json.RawMessage
	if err := read(r, &change); err != nil {
		return nil, err
	}
	after := clonePhone(p)
	if err := strict(change, &after); err != nil {
		return nil, err
	}
	if after.ID != p.ID || after.Brand != p.Brand || after.App != p.App || after.Token != p.Token {
		return nil, badRequest("a device's id, brand, app and token stay as they are; add another device instead")
	}
	if err := checkState(after.State); err != nil {
		return nil, err
	}
	e := s.opts.Engine()
	var failed error
	err = e.UpdatePhone(p.ID, func(now *device.Phone) {
		next := clonePhone(*now)
		if failed = json.Unmarshal(change, &next); failed == nil {
			*now = next
		}
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return s.find(p.ID)
}

// clonePhone gives a phone slices and a map of its own, for decoding over them.
func clonePhone(p device.Phone) device.Phone {
	p.Muted, p.Tags = slices.Clone(p.Muted), slices.Clone(p.Tags)
	flags := map[string]string{}
	for k, v := range p.Flags {
		flags[k] = v
	}
	p.Flags = flags
	return p
}

func (s *Server) apps(*http.Request) (any, error) {
	return map[string]any{"apps": notNil(s.opts.Engine().Apps())}, nil
}

func (s *Server) addApp(r *http.Request) (any, error) {
	var spec sim.AppSpec
	if err := read(r, &spec); err != nil {
		return nil, err
	}
	if spec.Vendor == "" {
		return nil, badRequest("an app needs a vendor: %s", names(s.opts.Engine().Vendors()))
	}
	return s.opts.Engine().AddApp(spec)
}

func names(list []vendors.Vendor) string {
	var out []string
	for _, v := range list {
		out = append(out, string(v))
	}
	return strings.Join(out, ", ")
}

// setApp changes the members that are given; limits go through /quota.
func (s *Server) setApp(r *http.Request) (any, error) {
	id, e := r.PathValue("id"), s.opts.Engine()
	i := slices.IndexFunc(e.Apps(), func(a sim.AppSpec) bool { return a.ID == id })
	if i < 0 {
		return nil, refuse(http.StatusNotFound, fmt.Sprintf("there is no app %q; GET /apps lists them", id))
	}
	var change json.RawMessage
	if err := read(r, &change); err != nil {
		return nil, err
	}
	if err := strict(change, &sim.AppSpec{}); err != nil {
		return nil, err
	}
	for _, fixed := range []string{"id", "vendor", "credentials", "limits"} {
		if hasMember(change, fixed) {
			return nil, badRequest("%s cannot be changed here; limits go to PUT /quota, for the others add another app", fixed)
		}
	}
	var failed error
	err := e.UpdateApp(id, func(a *sim.AppSpec) {
		failed = json.Unmarshal(change, a) // a list is replaced, flags are added to
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return e.Apps()[i], nil
}

// hasMember reports whether an object has a member that is decoded into name: the
// decoder does not look at capitals.
func hasMember(object []byte, name string) bool {
	var m map[string]json.RawMessage
	if json.NewDecoder(bytes.NewReader(object)).Decode(&m) != nil {
		return false
	}
	for given := range m {
		if strings.EqualFold(given, name) {
			return true
		}
	}
	return false
}
