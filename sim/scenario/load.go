package scenario

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/internal/yamlfile"
	"github.com/offpush/offpush/sim/device"
)

// maxBytes bounds a scenario file; a long story is a few kilobytes.
const maxBytes = 4 << 20

// Problem is something wrong in a scenario file, with its place.
type Problem = yamlfile.Problem

// Load reads a scenario. It is strict: an unknown key, a step with two actions or
// a device nobody declared is a *Problem that names line, column and the nearest
// known name. name is used in messages only.
func Load(name string, data []byte) (*Scenario, error) {
	if len(data) > maxBytes {
		return nil, &Problem{Name: name, Text: fmt.Sprintf("the file has %d bytes; a scenario has at most %d", len(data), maxBytes)}
	}
	var s Scenario
	if err := yamlfile.Decode(name, data, &s, reflect.TypeFor[Step]()); err != nil {
		return nil, err
	}
	s.positions = stepLines(data)
	if err := s.check(name); err != nil {
		return nil, err
	}
	return &s, nil
}

func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); (f.IsExported() || f.Anonymous) && !yield(f) {
				return
			}
		}
	}
}

// stepLines finds where each step stands, for messages about it.
func stepLines(data []byte) []stepOrigin {
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil // the decoder has read it, so only positions are lost
	}
	path, err := yaml.PathString("$.steps")
	if err != nil {
		return nil
	}
	node, err := path.FilterFile(f)
	if err != nil {
		return nil
	}
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		return nil
	}
	lines := make([]stepOrigin, len(seq.Values))
	for i, v := range seq.Values {
		lines[i] = stepOrigin{line: v.GetToken().Position.Line}
	}
	return lines
}

func (s *Scenario) line(step int) int {
	if step < len(s.positions) {
		return s.positions[step].line
	}
	return 0
}

// check finds what is well-formed and makes no sense.
func (s *Scenario) check(name string) error {
	bad := func(step int, format string, args ...any) error {
		p := &Problem{Name: name, Text: fmt.Sprintf(format, args...)}
		if step >= 0 {
			p.Line, p.Column = s.line(step), 5
			if p.Line == 0 {
				p.Text = fmt.Sprintf("step %d: %s", step+1, p.Text)
			}
		}
		return p
	}
	if s.Start.IsZero() {
		return bad(-1, "start is missing; a story needs a moment to begin at, such as 2026-11-11T08:00:00+08:00")
	}
	if len(s.Apps) == 0 || len(s.Devices) == 0 {
		return bad(-1, "a story needs at least one app and one device")
	}
	var apps, devices []string
	for _, a := range s.Apps {
		apps = append(apps, a.ID)
	}
	for _, d := range s.Devices {
		if !slices.Contains(apps, d.App) {
			return bad(-1, "device %s: no app %q%s", d.ID, d.App, nearest.Hint(d.App, apps))
		}
		if err := checkState(d.State); err != nil {
			return bad(-1, "device %s: %v", d.ID, err)
		}
		devices = append(devices, d.ID)
	}
	for i := range s.Steps {
		if err := s.Steps[i].check(apps, devices); err != nil {
			return bad(i, "%v", err)
		}
	}
	return nil
}

func (st *Step) check(apps, devices []string) error {
	n := 0
	for f := range fields(reflect.TypeFor[Step]()) {
		if !reflect.ValueOf(*st).FieldByIndex(f.Index).IsZero() {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("a step is one of send, expect, advance, device, quota, flag, fault or note; this one has %d", n)
	}
	device := func(id string) error {
		if !slices.Contains(devices, id) {
			return fmt.Errorf("no device %q%s", id, nearest.Hint(id, devices))
		}
		return nil
	}
	app := func(id string) error {
		if !slices.Contains(apps, id) {
			return fmt.Errorf("no app %q%s", id, nearest.Hint(id, apps))
		}
		return nil
	}
	switch {
	case st.Send != nil:
		if len(st.Send.To) == 0 {
			return fmt.Errorf("send: to is missing; name a device")
		}
		for _, id := range st.Send.To {
			if err := device(id); err != nil {
				return err
			}
		}
	case st.Expect != nil:
		return device(st.Expect.Device)
	case st.Device != nil:
		if err := device(st.Device.ID); err != nil {
			return err
		}
		return checkState(st.Device.Set.State)
	case st.Quota != nil:
		if (st.Quota.Limit == nil) == (st.Quota.Count == nil) {
			return fmt.Errorf("quota: set either limit or count")
		}
		return app(st.Quota.App)
	case st.Flag != nil:
		return app(st.Flag.App)
	}
	return nil
}

func checkState(p device.Presence) error {
	known := []string{string(device.Foreground), string(device.Background), string(device.Locked), string(device.Killed)}
	if p != "" && !slices.Contains(known, string(p)) {
		return fmt.Errorf("unknown state %q%s; there are %s", p, nearest.Hint(string(p), known), strings.Join(known, ", "))
	}
	return nil
}

// Marshal writes a scenario in the form Load reads.
func (s *Scenario) Marshal() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b, yaml.IndentSequence(true))
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("scenario: write yaml: %w", err)
	}
	return b.Bytes(), nil
}
