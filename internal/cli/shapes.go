package cli

import (
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// schemaVersion is the version of every JSON document's form. Fields may be added
// within a version, none renamed.
const schemaVersion = 1

// replyShape is what the API said, null when no request was sent.
type replyShape struct {
	Status *int   `json:"status"`
	Code   string `json:"code"`
	Error  string `json:"error,omitempty"`
}

// fateShape is what became of the message on the phone.
type fateShape struct {
	State  string    `json:"state"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	Sound  bool      `json:"sound"` // the phone rang
}

// causeShape is the first rule that made a message less than fully shown.
type causeShape struct {
	Rule  string `json:"rule"`
	Stage string `json:"stage"`
	Text  string `json:"text"`
	// Advice says what a sender does about it.
	Advice string `json:"advice"`
}

func replyOf(s *desk.Story) *replyShape {
	r := &replyShape{Code: s.Code, Error: s.Error}
	if s.Status != 0 {
		r.Status = &s.Status
	}
	return r
}

// fateOf is the fate of a story; a refused message, or one that was only
// checked, never had one, and nothing of it
// can be seen: dropped.
func fateOf(s *desk.Story) fateShape {
	f := fateShape{State: string(s.State), Reason: string(s.Reason), At: s.FateAt, Sound: s.Sound}
	if s.State == "" {
		f.State = "unknown"
		if s.Refused || s.Answered {
			f.State = "dropped"
		}
	}
	if f.At.IsZero() {
		f.At = s.At
	}
	return f
}

func (a *App) causeOf(s *desk.Story) *causeShape {
	if s.Cause < 0 || s.Cause >= len(s.Steps) {
		return nil
	}
	st := s.Steps[s.Cause]
	return &causeShape{Rule: st.Rule.ID, Stage: string(st.Rule.Stage), Text: a.of(st.Because), Advice: a.of(st.Rule.Advice)}
}

// ruleShape is one rule in rules -o json.
type ruleShape struct {
	ID         string           `json:"id"`
	Vendor     vendors.Vendor   `json:"vendor"`
	Stage      string           `json:"stage"`
	Phase      string           `json:"phase"`
	Scope      string           `json:"scope"`
	Title      vendors.Text     `json:"title"`
	Because    vendors.Text     `json:"because"`
	Advice     vendors.Text     `json:"advice"`
	Since      string           `json:"since"`
	Until      string           `json:"until"`
	Code       string           `json:"code"`
	Reason     vendors.Reason   `json:"reason"`
	Source     string           `json:"source"`
	Checked    string           `json:"checked"`
	Confidence string           `json:"confidence"`
	Params     map[string]int64 `json:"params"`
}

func shapeRule(r *sim.Rule) ruleShape {
	s := ruleShape{
		ID: r.ID, Vendor: r.Vendor, Stage: string(r.Stage), Phase: r.Phase.String(), Scope: string(r.Scope),
		Title: r.Title, Because: r.Because, Advice: r.Advice, Since: r.Since, Until: r.Until, Code: r.Code, Reason: r.Reason,
		Source: r.Source, Checked: r.Checked, Confidence: string(r.Confidence), Params: r.Params,
	}
	if s.Params == nil {
		s.Params = map[string]int64{}
	}
	return s
}
