package vendors

// Confidence says how well a fact is known.
type Confidence string

const (
	Documented Confidence = "documented" // the vendor's own pages or SDK
	Observed   Confidence = "observed"   // a real answer, or several independent clients
	Assumed    Confidence = "assumed"    // unknown; a switchable default of ours
)

// Provenance is where a fact comes from. Every fact has one.
type Provenance struct {
	Source     string     `json:"source"`
	Checked    string     `json:"checked"` // YYYY-MM-DD
	Confidence Confidence `json:"confidence"`
}

// Where tells in which answer a code appears.
type Where string

const (
	InResponse Where = "response"
	InReceipt  Where = "receipt"
	InAuth     Where = "auth"
	InPerToken Where = "per_token"
	InClient   Where = "client" // made by the SDK on the phone
	InSDK      Where = "sdk"    // made by the vendor's server SDK, on the caller's side
)

// Code is one vendor code with everything a sender or a person needs to know.
type Code struct {
	Code       string `json:"code"`
	Where      Where  `json:"where"`
	HTTPStatus int    `json:"http_status,omitempty"` // 0: the vendor's usual 200
	Meaning    Text   `json:"meaning"`
	Advice     Text   `json:"advice"`
	Reason     Reason `json:"reason"`
	TokenDead  bool   `json:"token_dead"`
	Retry      Retry  `json:"retry"`
	// NotSimulated says why no simulator rule answers this code; empty when one does.
	NotSimulated string `json:"not_simulated_because,omitempty"`
	Provenance
}

// CategoryFact is one value of the vendor's category field.
type CategoryFact struct {
	Category Category
	Class    Class
	Name     Text
	// Unified are the vendor-neutral words that map to it ("im", "order").
	Unified []string
	Right   Text // the right it needs, empty if none
	Provenance
}

// Limit is a length, count or range the vendor checks.
type Limit struct {
	Name    string // "title", "regIds.max"
	Value   int64
	Unit    string // "characters", "bytes", "seconds", "targets", "pairs"
	Meaning Text
	Code    string // the answer when it is passed, empty if clamped
	Until   string // YYYY-MM-DD when a newer edition replaced it; empty: in force
	Provenance
}

// Quota is a count per app or device and window.
type Quota struct {
	Name    string // "operational.app.day"
	Class   Class
	Scope   string // "app", "device", "project"
	Window  string // "day", "second"
	Formula Text   // how the limit is computed
	Value   int64  // default for an app without declared users; 0: none
	PerUser int64  // the limit is this times the app's users, at least Value; 0: Value alone
	Code    string // the answer, or the receipt code, when it is passed
	Since   string
	Until   string
	Provenance
}

// EndpointFact is one path of the vendor's API.
type EndpointFact struct {
	Name   string // "send"
	Method string
	Host   string
	Path   string
	// Purpose in one line.
	Purpose Text
	// NotSimulated says why the simulator has no such endpoint, empty when it has.
	NotSimulated string
	Provenance
}

// Batch describes one documented send form with many tokens.
type Batch struct {
	Min, Max int // targets in one call; zero Max: the form does not exist
}

// Facts is everything about one vendor that is data. Drivers, the simulator,
// explain, preflight and docs read the same facts; conformance cases never do.
type Facts struct {
	Vendor     Vendor
	Name       Text
	TimeZone   string // the vendor's day, an IANA name
	Checked    string // when these facts were last held against their sources
	Batch      Batch
	Codes      []Code
	Categories []CategoryFact
	Limits     []Limit
	Quotas     []Quota
	Endpoints  []EndpointFact
}

// Code returns the fact about a code as written on the wire. Where a number means
// different things in different answers, the first of where's entries wins.
func (f *Facts) Code(code string, where ...Where) (Code, bool) {
	for _, w := range where {
		for _, c := range f.Codes {
			if c.Code == code && c.Where == w {
				return c, true
			}
		}
	}
	for _, c := range f.Codes {
		if c.Code == code && len(where) == 0 {
			return c, true
		}
	}
	return Code{}, false
}

// Limit returns the limit in force with this name.
func (f *Facts) Limit(name string) (Limit, bool) {
	for _, l := range f.Limits {
		if l.Name == name && l.Until == "" {
			return l, true
		}
	}
	return Limit{}, false
}

// LimitOn returns the limit with this name that was in force on day (YYYY-MM-DD):
// the edition that ended first on or after it, else the one in force now.
func (f *Facts) LimitOn(name, day string) (Limit, bool) {
	var found Limit
	ok := false
	for _, l := range f.Limits {
		if l.Name != name || (l.Until != "" && l.Until < day) {
			continue
		}
		if !ok || endsBefore(l.Until, found.Until) {
			found, ok = l, true
		}
	}
	return found, ok
}

// QuotaOn returns the quota with this name that was in force on day (YYYY-MM-DD).
func (f *Facts) QuotaOn(name, day string) (Quota, bool) {
	for _, q := range f.Quotas {
		if q.Name == name && q.Since <= day && (q.Until == "" || day <= q.Until) {
			return q, true
		}
	}
	return Quota{}, false
}

// endsBefore compares two days of which an empty one never comes.
func endsBefore(a, b string) bool { return a != "" && (b == "" || a < b) }
