package xiaomi

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/formscan"
	"github.com/offpush/offpush/sim/jsonscan"
)

// Body is a decoded form: of a message, or of whatever else a path asks for.
type Body struct {
	Title, Description, Payload jsonscan.Str
	Topic, Topics, TopicOp      jsonscan.Str
	PassThrough, NotifyType     jsonscan.Int
	NotifyID                    jsonscan.Int
	TimeToLive, TimeToSend      jsonscan.Int // milliseconds
	Messages                    formscan.JSON
	JobID, JobKey, MsgID        jsonscan.Str
	StartDate, EndDate          jsonscan.Str
	BeginTime, EndTime          jsonscan.Int

	Packages []string
	Targets  []string
	// MsgIDs and JobKeys are the messages a revocation names.
	MsgIDs, JobKeys []string
	// Extra are the pairs behind "extra.", in the order written.
	Extra []formscan.Pair
	// Elements are the messages of multi_messages; NoList says that there was no list.
	Elements []*Body
	NoList   bool

	way route
}

// newBody takes the memory of an earlier call's if it can.
func newBody(old any, way route) *Body {
	b, ok := old.(*Body)
	if !ok {
		b = &Body{}
	}
	*b = Body{
		way: way, Packages: b.Packages[:0], Targets: b.Targets[:0], Extra: b.Extra[:0],
		MsgIDs: b.MsgIDs[:0], JobKeys: b.JobKeys[:0],
	}
	return b
}

// read reads a form or a query. Of repeated fields the first counts, but targets, package
// names and what is revoked add up: the server SDK repeats targets, the documents join
// them by commas.
func (b *Body) read(form []byte) {
	formscan.Each(form, func(name, value []byte) {
		n, _ := formscan.Unescape(name)
		v, _ := formscan.Unescape(value)
		b.set(n, v)
	})
}

func (b *Body) set(name, value string) {
	switch {
	case name == b.way.param && name != "":
		b.Targets = appendNames(b.Targets, value)
		return
	case name == "restricted_package_name":
		b.Packages = appendNames(b.Packages, value)
		return
	case name == "msg_ids":
		b.MsgIDs = appendNames(b.MsgIDs, value)
		return
	case name == "job_keys":
		b.JobKeys = appendNames(b.JobKeys, value)
		return
	}
	if key, ok := strings.CutPrefix(name, "extra."); ok {
		b.Extra = append(b.Extra, formscan.Pair{Name: key, Value: value})
		return
	}
	if f := b.field(name); f != nil && f.Was() == jsonscan.Absent {
		f.SetText(value)
	}
}

// field is where a name goes, nil for names nobody looks at.
func (b *Body) field(name string) formscan.Field {
	switch name {
	case "title":
		return &b.Title
	case "description":
		return &b.Description
	case "payload":
		return &b.Payload
	case "pass_through":
		return &b.PassThrough
	case "notify_type":
		return &b.NotifyType
	case "notify_id":
		return &b.NotifyID
	case "time_to_live":
		return &b.TimeToLive
	case "time_to_send":
		return &b.TimeToSend
	case "topic":
		return &b.Topic
	case "topics":
		return &b.Topics
	case "topic_op":
		return &b.TopicOp
	case "messages":
		return &b.Messages
	}
	return b.lookup(name)
}

// lookup is field for the names of queries and recalls.
func (b *Body) lookup(name string) formscan.Field {
	switch name {
	case "job_id":
		return &b.JobID
	case "job_key", "jobkey":
		return &b.JobKey
	case "msg_id", "id":
		return &b.MsgID
	case "start_date":
		return &b.StartDate
	case "end_date":
		return &b.EndDate
	case "begin_time":
		return &b.BeginTime
	case "end_time":
		return &b.EndTime
	}
	return nil
}

// appendNames splits at commas; between two of them there is nobody.
func appendNames(list []string, text string) []string {
	for name := range strings.SplitSeq(text, ",") {
		if name != "" {
			list = append(list, name)
		}
	}
	return list
}

// extra is the first value of one of Xiaomi's own keys.
func (b *Body) extra(key string) string {
	v, _ := formscan.Get(b.Extra, key)
	return v
}

// references are the ids and jobkeys by which a call names earlier messages. Revocations
// take several, all others one.
func (b *Body) references() []string {
	var list []string
	for _, s := range []jsonscan.Str{b.MsgID, b.JobID, b.JobKey} {
		list = append(list, oneName(s.S)...)
	}
	return append(append(list, b.MsgIDs...), b.JobKeys...)
}

// reference is the first of references, or "".
func (b *Body) reference() string {
	if list := b.references(); len(list) > 0 {
		return list[0]
	}
	return ""
}

// topics are the topics a call names.
func (b *Body) topics() []string {
	if b.way.op == opTopic {
		return oneName(b.Topic.S)
	}
	return slices.DeleteFunc(strings.Split(b.Topics.S, topicSeparator), func(s string) bool { return s == "" })
}

const topicSeparator = ";$;"

func oneName(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// audience is whom a broadcast is for.
func (b *Body) audience() sim.Audience {
	topics := b.topics()
	switch {
	case b.way.op == opAll:
		return sim.Audience{All: true}
	case len(topics) == 0:
		return sim.Audience{}
	}
	switch b.TopicOp.S {
	case "INTERSECTION":
		return sim.Audience{Every: topics}
	case "EXCEPT":
		return sim.Audience{Every: topics[:1], None: topics[1:]}
	}
	return sim.Audience{Any: topics}
}

// maxMillis keeps the arithmetic safe; the rules judge the number itself.
const maxMillis = 10 * 365 * 86400 * 1000

// fill makes the call's message and targets.
func (b *Body) fill(c *sim.Call) {
	for _, name := range b.Targets {
		c.Targets = append(c.Targets, sim.Target{Kind: b.way.kind, Name: name})
	}
	m := &c.Message
	m.Title, m.Body = b.Title.S, b.Description.S
	m.Category = b.extra("channel_id")
	m.TTL = time.Duration(min(max(b.TimeToLive.Or(0), 0), maxMillis)) * time.Millisecond
	if at := b.TimeToSend.Or(0); at > 0 && at < 1<<52 {
		m.NotBefore = c.Due(time.UnixMilli(at))
	}
	// Without an id every message has the id 0, so that each replaces the one before.
	m.Collapse = strconv.FormatInt(b.NotifyID.Or(0), 10)
	m.OnlineOnly = b.extra("only_send_once") == "1"
	m.HideInForeground = b.extra("notify_foreground") == "0"
	// Since Android 8 the channel decides how a message sounds; notify_type is a hint.
	m.Sound, m.Vibrate = true, true
	m.Data = b.Payload.S
	m.Receipt = sim.ReceiptTarget{URL: b.extra("callback"), Param: b.extra("callback.param")}
	if b.way.verb == sim.VerbBroadcast {
		m.Audience = b.audience()
	}
	m.Keep = b.kept(c.Op)
}

// Kept is what is looked at when a message reaches its phone, and in its receipts.
type Kept struct {
	Op          string
	Kind        sim.TargetKind
	Channel     string
	JobKey      string
	Batch       bool  // one of multi_messages
	Receipts    int64 // the sum of the kinds asked for
	PassThrough bool
	Filters     []formscan.Pair
}

// wanted are the receipts of who does not say: delivered and clicked.
const wanted = 3

func (b *Body) kept(op string) *Kept {
	k := &Kept{
		Op: op, Batch: op == opMulti, Kind: b.way.kind, Channel: b.extra("channel_id"), JobKey: b.extra("jobkey"),
		PassThrough: b.PassThrough.Or(0) == 1, Receipts: wanted,
	}
	if k.Batch {
		k.Op = map[sim.TargetKind]string{sim.ByToken: opRegID, sim.ByAlias: opAlias, sim.ByUser: opAccount}[b.way.kind]
	}
	if s := b.extra("callback.type"); s != "" {
		k.Receipts, _ = strconv.ParseInt(s, 10, 64)
	}
	for _, p := range b.Extra {
		if slices.Contains(filterKeys(), p.Name) {
			k.Filters = append(k.Filters, p)
		}
	}
	return k
}

func filterKeys() []string {
	return []string{"locale", "locale_not_in", "model", "model_not_in", "app_version", "app_version_not_in", "connpt"}
}
