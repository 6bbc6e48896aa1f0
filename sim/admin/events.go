package admin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// The pace of a stream.
const (
	streamChunk = 256
	// keepAlive is how often a quiet stream says that it lives.
	keepAlive = 15 * time.Second
	// writeTime is how long a reader may take for a chunk before it is given up.
	writeTime = 15 * time.Second
)

// events streams the remembered events and those to come. Without Last-Event-ID or
// ?since= it begins with the oldest; ?since=latest leaves the past out.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	epoch, e := s.world()
	since, err := from(r, e)
	if err != nil {
		writeError(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(epoch, cancel)()
	st := stream{w: w, control: http.NewResponseController(w), engine: e, seq: since, lang: r.URL.Query().Get("lang")}
	if err := st.run(ctx); err == nil && epoch.Err() != nil && s.life.Err() == nil {
		st.send("event: reset\ndata: {}\n\n") //nolint:errcheck // the last word
	}
}

// from is the seq after which a stream begins.
func from(r *http.Request, e *sim.Engine) (uint64, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("since")
	}
	switch text {
	case "":
		return 0, nil
	case "latest":
		return e.LastEvent(), nil
	}
	since, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, badRequest("Last-Event-ID %q: want the id of an event, a number", text)
	}
	if since > e.LastEvent() {
		return 0, nil // of a world before the last reset
	}
	return since, nil
}

type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	engine  *sim.Engine
	seq     uint64
	lang    string
}

// run writes until ctx ends (nil) or the reader is gone.
func (s *stream) run(ctx context.Context) error {
	if err := s.send(": offpush events\n\n"); err != nil {
		return err
	}
	for {
		if err := s.drain(); err != nil {
			return err
		}
		wait, cancel := context.WithTimeout(ctx, keepAlive)
		err := s.engine.WaitEvent(wait, s.seq)
		cancel()
		switch {
		case ctx.Err() != nil:
			return s.drain() // what happened until now
		case errors.Is(err, context.DeadlineExceeded):
			if err := s.send(": alive\n\n"); err != nil {
				return err
			}
		}
	}
}

// drain writes the events there are.
func (s *stream) drain() error {
	for last := s.engine.LastEvent(); s.seq < last; {
		events, missed := s.engine.Events(s.seq, streamChunk)
		var out bytes.Buffer
		if missed > 0 {
			s.seq += missed
			fmt.Fprintf(&out, "id: %d\nevent: gap\ndata: {\"missed\":%d}\n\n", s.seq, missed)
		}
		for i := range events {
			ev := &events[i]
			data, err := json.Marshal(s.engine.Record(ev, s.lang)) // one line: JSON escapes line ends
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, "id: %d\nevent: %s\ndata: %s\n\n", ev.Seq, ev.Kind, data)
			s.seq = ev.Seq
		}
		if err := s.send(out.String()); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) send(text string) error {
	// Not every ResponseWriter has deadlines; those with a connection do.
	s.control.SetWriteDeadline(vendors.SystemClock{}.Now().Add(writeTime)) //nolint:errcheck // see above
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
