package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/offpush/offpush/fixtures/messages"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/yamlfile"
	"github.com/offpush/offpush/vendors"
)

// draft is a message as the flags of send write it.
type draft struct {
	name                 string
	title, body          string
	category             string
	data                 map[string]string
	extension, collapse  string
	ttl                  time.Duration
	test                 bool
	override, receiptURL string
	click, channel       string
	set                  *pflag.FlagSet
	classes, priorities  choice
}

func (d *draft) flags(f *pflag.FlagSet) {
	d.set = f
	d.classes = choice{of: []string{string(vendors.ClassTransactional), string(vendors.ClassMarketing)}}
	d.priorities = choice{of: []string{string(vendors.PriorityHigh), string(vendors.PriorityNormal)}}
	f.StringVar(&d.name, "message", "", "start from a ready-made message (`NAME`)")
	f.StringVar(&d.title, "title", "", "`TEXT` of the title")
	f.StringVar(&d.body, "body", "", "`TEXT` of the body")
	f.Var(&d.classes, "class", "what the sender declares it is")
	f.StringVar(&d.category, "category", "", "`CATEGORY`: the vendor's word or a neutral one (im, order)")
	f.StringToStringVar(&d.data, "data", nil, "`KEY=VALUE` for the app; may be repeated")
	f.Lookup("data").DefValue = "" // help would show an empty list
	f.StringVar(&d.extension, "extension", "", "`JSON` handed to the app unchanged")
	f.DurationVar(&d.ttl, "ttl", 0, "`TIME` the vendor may keep it for an offline phone")
	f.StringVar(&d.collapse, "collapse", "", "`KEY` of an earlier message to replace")
	f.Var(&d.priorities, "priority", "how much it hurries")
	f.StringVar(&d.click, "click", "", "what a tap opens: `TARGET` (address, intent or page), or page=TARGET")
	f.StringVar(&d.channel, "channel", "", "`CHANNEL` of the notification, the vendor's word")
	f.BoolVar(&d.test, "test", false, "use the vendor's test mode")
	f.StringVar(&d.override, "override", "", "`JSON` of the vendor's own fields; wins over all others")
	f.StringVar(&d.receiptURL, "receipt", "", "callback `URL` for receipts")
}

func draftFlags() []string {
	return []string{"message", "title", "body", "class", "category", "data", "extension", "ttl", "collapse", "priority", "click", "channel", "test", "override", "receipt"}
}

// fill puts what was said on the command line into a message.
func (d *draft) fill(m *vendors.Message) {
	text := func(to *string, v string) {
		if v != "" {
			*to = v
		}
	}
	text(&m.Title, d.title)
	text(&m.Body, d.body)
	text(&m.Extension, d.extension)
	text(&m.Collapse, d.collapse)
	text(&m.Channel, d.channel)
	if d.classes.value != "" {
		m.Class = vendors.Class(d.classes.value)
	}
	if d.priorities.value != "" {
		m.Priority = vendors.Priority(d.priorities.value)
	}
	if d.category != "" {
		m.Category = vendors.Category(d.category)
	}
	if len(d.data) > 0 {
		m.Data = d.data
	}
	if d.ttl != 0 {
		m.TTL = d.ttl
	}
	if d.click != "" {
		m.Click = desk.ParseClick(d.click)
	}
	if d.receiptURL != "" {
		m.Receipt = &vendors.Receipt{URL: d.receiptURL}
	}
	m.Test = m.Test || d.test
}

// letter is one document of a message file.
type letter struct {
	Vendor          string                    `yaml:"vendor"`
	App             string                    `yaml:"app"`
	To              []string                  `yaml:"to"`
	Override        map[string]map[string]any `yaml:"override"`
	vendors.Message `yaml:",inline"`
}

// parcels are the messages of the file, or the one of the flags; flags win.
func (f *sendFlags) parcels(a *App) ([]parcel, error) {
	letters := []letter{{}}
	if f.file != "" {
		var err error
		if letters, err = readLetters(f.file, a.in); err != nil {
			return nil, asUsage(err)
		}
	}
	var out []parcel
	for _, l := range letters {
		if f.draft.name != "" {
			m, err := messages.Get(f.draft.name)
			if err != nil {
				return nil, usage(a.t("--message: no ready-made message %q%s", "--message：没有现成消息 %q%s"), f.draft.name, hintOrList(f.draft.name, messages.Names()))
			}
			l.Message = *m
		}
		if x := f.draft.extension; x != "" && !json.Valid([]byte(x)) {
			return nil, usage(a.t("--extension %q is no JSON text", "--extension %q 不是 JSON 文本"), x)
		}
		f.draft.fill(&l.Message)
		p := parcel{vendor: l.Vendor, app: l.App, to: l.To, message: l.Message}
		if f.vendor != "" {
			p.vendor = f.vendor
		}
		if f.app != "" {
			p.app = f.app
		}
		if len(f.to) > 0 {
			p.to = f.to
		}
		p.to = unique(p.to)
		if err := f.overrides(&p, l.Override); err != nil {
			return nil, err
		}
		if p.message.Title == "" && p.message.Body == "" && !p.message.Silent && len(p.message.Overrides) == 0 && len(p.to) > 0 {
			return nil, usage(a.t("send: the message is empty: pass --title and --body, --message NAME (%s), or -f FILE",
				"send：消息为空：请给出 --title 和 --body，或 --message 名称（%s），或 -f 文件"), strings.Join(messages.Names(), ", "))
		}
		out = append(out, p)
	}
	return out, nil
}

// overrides decodes the vendor's own fields of the file and of --override.
func (f *sendFlags) overrides(p *parcel, fromFile map[string]map[string]any) error {
	add := func(name string, data []byte, where string) error {
		row, err := vendor(name)
		if err != nil {
			return err
		}
		o, err := row.DecodeOverride(data)
		if err != nil {
			return usage("%s: %w", where, err)
		}
		p.message.Overrides = append(p.message.Overrides, o)
		return nil
	}
	for _, name := range sorted(fromFile) {
		data, err := json.Marshal(fromFile[name])
		if err != nil {
			return usage("%s: override of %s: %w", f.file, name, err)
		}
		if f.draft.override != "" {
			continue // the flag wins
		}
		if err := add(name, data, f.file+": override"); err != nil {
			return err
		}
	}
	if f.draft.override == "" {
		return nil
	}
	return f.flagOverride(p)
}

// readLetters reads a message file strictly: one YAML document a message.
func readLetters(path string, in io.Reader) ([]letter, error) {
	if path == "-" {
		data, err := io.ReadAll(io.LimitReader(in, maxConfigBytes+1))
		if err != nil {
			return nil, fmt.Errorf("send: standard input: %w", err)
		}
		return parseLetters("standard input", data)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("send: %w", err)
	}
	return parseLetters(path, data)
}

func parseLetters(path string, data []byte) ([]letter, error) {
	if len(data) > maxConfigBytes {
		return nil, fmt.Errorf("%s: the file has %d bytes; a message file has at most %d", path, len(data), maxConfigBytes)
	}
	var read []*letter
	err := yamlfile.Each(path, data, func() any {
		read = append(read, &letter{})
		return read[len(read)-1]
	})
	if err != nil {
		return nil, err
	}
	var out []letter
	for _, l := range read[:len(read)-1] { // the last one found no document
		out = append(out, *l)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no message in the file", path)
	}
	return out, nil
}
