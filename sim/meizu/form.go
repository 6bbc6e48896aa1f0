package meizu

import (
	"crypto/md5"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/formscan"
	"github.com/offpush/offpush/sim/jsonscan"
)

// The types of fields.
type (
	Str  = jsonscan.Str
	Int  = jsonscan.Int
	Bool = jsonscan.Bool
)

// The states of a field that the rules ask for.
const (
	Set   = jsonscan.Set
	Wrong = jsonscan.Wrong
)

// Form is a request of any operation: the fields of its body, or of its query.
type Form struct {
	AppID       Str           `form:"appId"`
	Sign        Str           `form:"sign"`
	PushIDs     formscan.List `form:"pushIds"`
	Alias       Str           `form:"alias"` // a list in pushes, one in subscriptions
	MessageJSON Str           `form:"messageJson"`
	TaskID      Str           `form:"taskId"`
	PushType    Int           `form:"pushType"`
	TagNames    formscan.List `form:"tagNames"`
	Scope       Int           `form:"scope"`
	StartTime   Str           `form:"startTime"`
	EndTime     Str           `form:"endTime"`
	PushID      Str           `form:"pushId"`
	MsgType     Int           `form:"msgType"`
	SubSwitch   Bool          `form:"subSwitch"`
	Tags        formscan.List `form:"tags"`
	ImgType     Str           `form:"imgType"`
	ImgURL      Str           `form:"imgUrl"`
	Packages    formscan.List `form:"restrictedPackageNames"`

	// Message is what messageJson holds.
	Message Message
	// Named is how many targets the request names, repeated ones too.
	Named int

	pairs []formscan.Pair
	// Broken: an escape is none, or the body is longer than a form may be.
	Broken bool
}

//nolint:gochecknoglobals // an immutable table
var formForm = formscan.TableOf[Form](formscan.First)

// readForm reads the body, or the query of a GET.
func readForm(c *sim.Call) *Form {
	f := &Form{}
	data := c.Request.Body
	if c.Request.Method == "GET" {
		data = []byte(c.Request.Query)
	}
	seen := formForm.Read(f, data, nil)
	f.Broken = seen.BadEscape || c.Request.Truncated
	f.pairs = formscan.Pairs(data)
	c.Wire, c.AppRef = f, f.AppID.S
	return f
}

// text is the value of a field by name, as it was sent.
func (f *Form) text(name string) string {
	value, _ := formscan.Get(f.pairs, name)
	return value
}

// digest is what sign should be: the lower-case hex MD5 of all fields but sign, by name,
// as name=value without separators, and the secret. Fields without a value take part.
func (f *Form) digest(secret string) string {
	sorted := slices.Clone(f.pairs)
	slices.SortStableFunc(sorted, func(a, b formscan.Pair) int { return strings.Compare(a.Name, b.Name) })
	var signed []byte
	for _, p := range sorted {
		if p.Name != "sign" {
			signed = append(append(append(signed, p.Name...), '='), p.Value...)
		}
	}
	sum := md5.Sum(append(signed, secret...))
	return hex.EncodeToString(sum[:])
}
