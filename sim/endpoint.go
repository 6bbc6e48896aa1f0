package sim

import (
	"crypto/x509"
	"net/http"
	"time"

	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is one vendor's mock: it reads the vendor's requests, brings the
// vendor's rules, and writes the vendor's answers. It keeps no state and decides
// nothing outside its rules. Methods are called concurrently.
type Endpoint interface {
	Vendor() vendors.Vendor
	// Sites are the host families the endpoint answers for.
	Sites() []Site
	// Rules are all rules of all editions; the rulebook picks those in force.
	Rules() []Rule
	// Counters are the quota counters the rules use; the index is the quota.ID.
	Counters() []quota.Def
	// Flags are the switches of an app or of the world that rules look at.
	Flags() []Flag
	// Decode reads a request into c, which is zero but for Request, At, Ahead and
	// Reuse (and may have memory in Targets). It is
	// total: whatever is wrong with the request becomes a Defect or a field of
	// Wire for the rules to judge in the vendor's order. It must not keep r.Body
	// beyond the call's life and must not fail or panic.
	Decode(r *Request, c *Call)
	// Encode writes the vendor's answer to a decided call.
	Encode(c *Call, d *Decision, w *Response)
	// Success is the code of a yes as it stands in the answer ("0"), "" if none.
	Success() string
	// AppRef is the one of an app's credentials that requests name it by.
	AppRef(credentials map[string]string) string
	Mint
}

// Mint makes what the vendor's console, servers and phones hand out. The results
// depend on the arguments only, so the same seed gives the same world, and look
// like the vendor's. Everything minted is a test value.
type Mint interface {
	MintCredentials(seed uint64, app string) map[string]string
	MintToken(seed uint64, app, device string) string
	// MintAccess makes the n-th access token of an app, MintMessage the id of
	// its n-th accepted message.
	MintAccess(seed uint64, app string, n uint64) string
	MintMessage(seed uint64, app string, n uint64) string
}

// Named is an Endpoint whose requests can name an app by more than one thing: by the
// app itself and by the credential they show. Several apps may share a name; it then
// leads to the first.
type Named interface {
	AppNames(credentials map[string]string) []string
}

// Granting is an Endpoint that knows every right its console grants, so that another word
// is refused like an unknown flag. A name that ends in ":" or "." begins rights of that
// kind. Apps of an endpoint that is none may have any.
type Granting interface {
	Rights() []string
}

// Grouped is an Endpoint whose apps may belong together, such as to a project. Calls with
// Call.Group reach the phones of all apps of a group, and counters with quota.Def.Group
// are theirs together. AppGroup is the group's name, "" for an app that is alone.
type Grouped interface {
	AppGroup(credentials map[string]string) string
}

// TokenNamed is an Endpoint whose requests can name a phone by more than its token, such
// as by an installation id the token begins with.
type TokenNamed interface {
	TokenNames(token string) []string
}

// SpecMint is an Endpoint whose credentials repeat what the console says of the app,
// such as its package. It stands in for MintCredentials.
type SpecMint interface {
	MintFor(seed uint64, spec *AppSpec) map[string]string
}

// Located is an Endpoint whose credentials say where to log in. Locate writes the address
// of a served simulator there instead of the vendor's, so that a sender that goes by its
// credentials does not show them to the vendor; site is where one of the endpoint's sites
// answers, without a trailing slash.
type Located interface {
	Locate(credentials map[string]string, site func(name string) string)
}

// Channelled is an Endpoint whose vendor reads the class of a message from a channel the
// console approved. Channel is one of a class, with the right by which an app has it.
type Channelled interface {
	Channel(class vendors.Class) (channel, right string)
}

// TaskMint is an Endpoint whose vendor numbers stored bodies and broadcasts otherwise
// than messages to single targets. MintTask makes the id of the n-th accepted message
// if it is one of those; it stands in for MintMessage.
type TaskMint interface {
	MintTask(seed uint64, app string, n uint64) string
}

// MessageNamed is an Endpoint that says a message's id as a name with its app's in it.
// MessageName makes it of the app's AppRef and what MintMessage or MintTask made.
type MessageNamed interface {
	MessageName(ref, id string) string
}

// Certified is an Endpoint whose senders may authenticate with a TLS client
// certificate. ClientCertificate is what the vendor would put into the certificate
// of an app - subject and extensions - for an environment ("" for all of them); the
// lab's authority signs it.
type Certified interface {
	ClientCertificate(spec *AppSpec, environment string) *x509.Certificate
}

// Reporter is an Endpoint whose vendor sends receipts to a callback URL.
type Reporter interface {
	// Receipt builds the callback request for one message on one phone; ok is
	// false when this vendor sends none for it.
	Receipt(r *ReceiptInput) (body []byte, header http.Header, ok bool)
	// ReceiptRetries are the pauses before each further try of a callback that
	// was not answered with a 2xx status.
	ReceiptRetries() []time.Duration
}

// Site is one host family of a vendor ("vivo"; "apns", "apns-sandbox").
type Site struct {
	// Name is the vendor's, or begins with it and a hyphen; the rest is how senders call
	// the site, and "sandbox" is the site of tokens of that environment.
	Name  string
	Hosts []string // the vendor's own host names
	Ports []int    // beside 443
	// Default sites also answer requests whose host is none of a vendor's, by
	// the vendor's own paths. At most one default site may claim a path.
	Default bool
	// Paths are the path prefixes and exact paths that belong to the site. A
	// trailing slash makes a prefix, and "*" stands for one segment.
	Paths []string
	// BodyBytes is how long a request to the site may be in good faith; 0, and any number
	// below it: the server's own bound.
	BodyBytes int
}

// Flag is a switch an endpoint's rules look at.
type Flag struct {
	Name    string
	Doc     vendors.Text
	Values  []string // the allowed values, nil for any
	Default string
	// Device flags belong to a phone, others to an app.
	Device bool
}

// Request is a vendor request as it came over the wire.
type Request struct {
	Method string
	Path   string // without the routing prefix
	Query  string // raw
	Host   string
	Header http.Header
	Body   []byte // at most the server's limit; Truncated tells
	// Truncated: the body was longer than the server reads.
	Truncated bool
	Site      string
	TLS       bool
	Proto     string
	Remote    string
	// ConnID tells connections apart, for vendors that bind state to them.
	ConnID uint64
	// ClientCert is the certificate the sender showed in the TLS handshake, nil if
	// none; ClientCertTrusted says that the lab's authority issued it and that it
	// holds today. Nobody is refused for it: that is for rules.
	ClientCert        *x509.Certificate
	ClientCertTrusted bool
}

// Response is a vendor answer on its way out. A zero Status means 200.
type Response struct {
	Status int
	Header http.Header // nil: none beside Content-Type
	Type   string      // Content-Type
	Body   []byte      // appended to; may be reused after the answer was written
	// Hangup: there is no answer, the connection ends.
	Hangup bool
}
