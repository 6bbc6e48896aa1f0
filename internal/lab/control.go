package lab

import (
	"bufio"
	"bytes"
	"net/http"
	"net/textproto"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
)

// control prepares and observes a lab's world for a conformance case.
type control struct{ lab *Lab }

var _ conformance.Control = control{}

func (c control) AddApp(spec sim.AppSpec) (sim.AppSpec, error) { return c.lab.engine.AddApp(spec) }
func (c control) AddPhone(p device.Phone) (device.Phone, error) {
	return c.lab.engine.AddPhone(p)
}

func (c control) SetPhone(p device.Phone) error {
	return c.lab.engine.UpdatePhone(p.ID, func(old *device.Phone) { *old = p })
}

func (c control) SetFlag(app, name, value string) error {
	return c.lab.engine.SetFlag(app, name, value)
}

func (c control) SetLimit(app, quota string, n int64) error {
	return c.lab.engine.SetLimit(app, quota, n)
}

func (c control) SetCount(app, quota string, n int64) error {
	return c.lab.engine.SetCount(app, quota, n)
}

func (c control) Count(app, quota, phone string) (int64, error) {
	return c.lab.engine.Count(app, quota, phone)
}

func (c control) Now() time.Time { return c.lab.engine.Clock().Now() }

func (c control) AdvanceTo(t time.Time) error {
	if err := moment(c.Now(), t); err != nil {
		return err
	}
	c.lab.engine.Clock().AdvanceTo(t)
	return nil
}

func (c control) Settle() error {
	c.lab.engine.Clock().Settle()
	return nil
}

func (c control) Fault(f fault.Fault) error { return c.lab.Fault(f) }

func (c control) Shade(phone string) (device.Shade, error) { return c.lab.engine.Shade(phone) }

func (c control) Messages() ([]conformance.MessageState, error) {
	events := c.lab.engine.Messages(0)
	out := make([]conformance.MessageState, len(events))
	for i := range events {
		ev := &events[i]
		out[i] = conformance.MessageState{
			ID: ev.ID, Phone: ev.Phone, Token: ev.Token, Title: ev.Title, VendorID: ev.VendorMessageID,
			Asked: ev.Asked, Granted: ev.Granted, ReplyCode: ev.Code, State: ev.Fate.State,
			Reason: ev.Reason, Receipt: ev.Fate.Code, At: ev.At,
		}
		if step, ok := ev.CauseStep(); ok {
			out[i].Rule = c.lab.engine.Rulebook(ev.Vendor).Rule(step).ID
		}
	}
	return out, nil
}

func (c control) Requests() ([]conformance.Exchange, error) {
	events, _ := c.lab.engine.Events(0, maxEvents)
	var out []conformance.Exchange
	for i := range events {
		ev := &events[i]
		if ev.Kind != sim.EvExchange {
			continue
		}
		out = append(out, conformance.Exchange{
			At: ev.At, Method: ev.Method, Path: ev.Path, Header: header(ev.RequestHeader),
			Body: ev.RequestBody, Status: ev.Status, Response: ev.ResponseBody, Redacted: true,
		})
	}
	return out, nil
}

// header reads back the lines a capture holds.
func header(lines []byte) http.Header {
	r := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(lines, "\r\n"...))))
	h, _ := r.ReadMIMEHeader() // what can be read is what there is
	return http.Header(h)
}
