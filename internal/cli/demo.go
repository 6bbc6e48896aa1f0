package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

// demoStory is the embedded story the demo plays unless told otherwise; it is an
// ordinary scenario with expectations, as all of them are. labWorld is the one whose
// apps and phones the lab starts with.
const (
	demoStory = "demo"
	labWorld  = "lab"
)

// phoneShape is one phone of demo -o json.
type phoneShape struct {
	Device string      `json:"device"`
	Vendor string      `json:"vendor"`
	App    string      `json:"app"`
	State  string      `json:"state"`
	Route  string      `json:"route"`
	Title  string      `json:"title"`
	Reply  *replyShape `json:"reply"`
	Fate   fateShape   `json:"fate"`
	Cause  *causeShape `json:"cause"`
	Advice string      `json:"advice"`
	// Receipt is the vendor's code in the receipt, "" for none.
	Receipt string `json:"receipt"`
}

type demoShape struct {
	SchemaVersion int          `json:"schemaVersion"`
	Seed          uint64       `json:"seed"`
	Passed        bool         `json:"passed"`
	Phones        []phoneShape `json:"phones"`
}

func (a *App) demoCommand() *cobra.Command {
	var story string
	var seed uint64
	cmd := &cobra.Command{
		Use:     "demo",
		Short:   "Show the whole product in seconds, without a terminal",
		Example: "  offpush demo\n  offpush demo --lang zh\n  offpush demo --story vivo\n  offpush demo -o json | jq '.phones[] | select(.fate.state != \"shown\")'",
		Long: "Starts the mock vendors on a free port of this machine, sends a chat message and marketing texts with the real senders over TLS " +
			"to three phones of each vendor in different states, and tells for each phone what the API answered, what the phone did, and which rule decided it. " +
			"Nothing leaves this machine. Other stories go into more states of one vendor's phones, or to one rule.",
		Args: takes(),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), story, seed) },
	}
	cmd.Flags().StringVar(&story, "story", demoStory, "another `NAME`: vivo, or one of offpush scenario list")
	_ = cmd.RegisterFlagCompletionFunc("story", completeScenarios)
	inGroup(cmd.Flags(), groupWhat, "story", "seed")
	cmd.Flags().Uint64Var(&seed, "seed", 0, "`N` that makes credentials, tokens and ids (default: the story's)")
	return cmd
}

// demoNamed finds a story: a vendor's own demo goes by the vendor's name.
func demoNamed(name string) (*scenario.Scenario, error) {
	data, err := scenarios.Get(demoStory + "-" + name)
	if err != nil {
		data, err = scenarios.Get(name)
	}
	if err != nil {
		names, _ := scenarios.Names() // without them there is no hint
		own := ownDemos(names)
		hint := strings.TrimSuffix(nearest.Hint(name, append(names, own...)), "?")
		if _, known := catalog.Find(vendors.Vendor(name)); known {
			hint = "; its phones are in offpush demo, and a demo of its own has " + orList(own)
		}
		return nil, usage("--story: no story %q%s; see offpush scenario list", name, hint)
	}
	story, err := scenario.Load(name+".yaml", data)
	if err != nil {
		return nil, cannotRun("demo: %w", err)
	}
	return story, nil
}

// ownDemos are the vendors with a demo of their own, of all stories.
func ownDemos(names []string) []string {
	var own []string
	for _, n := range names {
		if short, ok := strings.CutPrefix(n, demoStory+"-"); ok {
			own = append(own, short)
		}
	}
	return own
}

func (a *App) demo(ctx context.Context, name string, seed uint64) error {
	story, err := demoNamed(name)
	if err != nil {
		return err
	}
	l, err := lab.ForScenario(story, lab.Options{Seed: seed})
	if err != nil {
		return cannotRun("demo: %w", err)
	}
	defer l.Close()
	at, err := l.Listen(ctx, httpsim.Listeners{TLS: "127.0.0.1:0"})
	if err != nil {
		return cannotRun("demo: %w", err)
	}
	a.detail("mock vendors at %s, trusted by the lab's senders only", at.TLS)
	report := story.Play(ctx, l, nil)
	if err := ctx.Err(); err != nil {
		return err
	}
	tales := newestPerPhone(l)
	if err := a.showDemo(l, report.Passed, tales); err != nil {
		return err
	}
	for _, s := range report.Steps {
		if s.Status == scenario.Failed {
			a.warn("%s, line %d: want %s, got %s", s.Step, s.Line, s.Want, s.Got)
		}
	}
	if !report.Passed {
		return exit(conformance.ExitFailed)
	}
	return nil
}

// tale is a phone and the newest message to it.
type tale struct {
	phone device.Phone
	story desk.Story
}

func newestPerPhone(l *lab.Lab) []tale {
	stories, _ := l.Stories(0)
	var out []tale
	for _, p := range l.Engine().Phones() {
		t := tale{phone: p, story: desk.Story{Cause: -1}}
		for i := range stories {
			if stories[i].Phone == p.ID {
				t.story = stories[i]
			}
		}
		out = append(out, t)
	}
	return out
}

func (a *App) showDemo(l *lab.Lab, passed bool, tales []tale) error {
	if a.text() {
		a.demoText(l, tales)
		return nil
	}
	shape := demoShape{SchemaVersion: schemaVersion, Seed: l.Engine().Seed(), Passed: passed}
	for i := range tales {
		t := &tales[i]
		p := phoneShape{
			Device: t.phone.ID, Vendor: string(t.phone.Brand), App: t.phone.App, Route: "none",
			State: strings.Join(phoneTraits(&t.phone), " "), Title: t.story.Title,
			Fate: fateOf(&t.story), Cause: a.causeOf(&t.story), Advice: a.of(t.story.Advice),
			Receipt: t.story.Receipt,
		}
		if t.story.ID != "" {
			p.Route, p.Reply = "vendor", replyOf(&t.story)
		}
		shape.Phones = append(shape.Phones, p)
	}
	return lines(a, shape, shape.Phones)
}

// phoneTraits are what is special about a phone, in words that scripts can rely on.
func phoneTraits(p *device.Phone) []string {
	var out []string
	add := func(is bool, word string) {
		if is {
			out = append(out, word)
		}
	}
	add(!p.Installed, "uninstalled")
	add(p.Installed && !p.Subscribed, "unsubscribed")
	add(p.Offline, "offline")
	add(!p.Notifications, "notifications_off")
	add(p.Test, "test_device")
	add(p.NoToken, "no_token")
	add(p.Environment != "" && p.Environment != device.Production, p.Environment)
	if p.Installed && !p.Offline {
		out = append([]string{string(p.State)}, out...)
	}
	for _, name := range sorted(p.Flags) { // what only one vendor's rules look at
		out = append(out, name+"="+p.Flags[name])
	}
	return out
}

func (a *App) traitText(words []string) string {
	names := map[string][2]string{
		"uninstalled": {"uninstalled", "已卸载"}, "unsubscribed": {"unsubscribed", "已退订"},
		"offline": {"offline", "离线"}, "notifications_off": {"notifications off", "通知关闭"},
		"test_device": {"test phone", "测试设备"}, "no_token": {"no token", "无 token"}, device.Sandbox: {"sandbox token", "沙盒 token"}, "foreground": {"foreground", "前台"},
		"background": {"background", "后台"}, "locked": {"locked", "锁屏"}, "killed": {"app killed", "进程已杀"},
	}
	shown := make([]string, len(words))
	for i, w := range words {
		if shown[i] = w; names[w][0] != "" {
			shown[i] = a.t(names[w][0], names[w][1])
		}
	}
	return strings.Join(shown, a.t(", ", "、"))
}

func (a *App) demoText(l *lab.Lab, tales []tale) {
	a.printf("%s\n\n", a.paint(fmt.Sprintf(a.t(
		"offpush demo: real senders, mock vendors, %d phones (seed %d, rulebook %s)",
		"offpush 演示：真实发送端、模拟厂商、%d 部手机（种子 %d，规则 %s）"),
		len(tales), l.Engine().Seed(), l.Engine().Options().Rules.Date), dim))
	head := &table{}
	head.row(a.t("PHONE", "手机"), a.t("VENDOR", "厂商"), a.t("STATE", "状态"), a.t("TIME", "时间"), a.t("MESSAGE", "消息"),
		a.t("REPLY", "应答"), a.t("FATE", "结局"), a.t("CAUSE", "原因"))
	for i := range tales {
		t := &tales[i]
		s := &t.story
		rule := "-"
		if c := a.causeOf(s); c != nil {
			rule = c.Rule
		}
		at := "-"
		if s.ID != "" {
			at = s.At.In(l.Engine().Options().Start.Location()).Format("15:04")
		}
		head.row(t.phone.ID, string(t.phone.Brand), a.traitText(phoneTraits(&t.phone)), at,
			ansi.Truncate(s.Title, 16, "…"), a.replyText(s), a.fateText(s), rule)
	}
	rows := strings.SplitAfter(head.String(), "\n")
	a.printf("%s", a.paint(rows[0], dim))
	for i := range tales {
		a.printf("%s", rows[i+1])
		if c := a.causeOf(&tales[i].story); c != nil {
			text := c.Text
			if code := tales[i].story.Receipt; code != "" {
				text += fmt.Sprintf(a.t("; the receipt says %s", "；回执为 %s"), code)
			}
			a.printf("       %s\n", wrapped(text, a.width(), 7))
		}
		if advice := a.of(tales[i].story.Advice); advice != "" {
			a.printf("       %s%s\n", a.paint(a.t("do: ", "建议："), cyan), wrapped(advice, a.width(), 13))
		}
	}
	a.printf("\n%s\n", wrapped(a.gapText(l, tales), a.width(), 0))
}

// gapText says what the product is about: answers of "success" that nobody saw.
func (a *App) gapText(l *lab.Lab, tales []tale) string {
	var names []string
	for i := range tales {
		s := &tales[i].story
		if !isGap(l, s) {
			continue
		}
		rule := "?"
		if c := a.causeOf(s); c != nil {
			rule = c.Rule
		}
		names = append(names, fmt.Sprintf("%s %s (%s)", tales[i].phone.ID, a.fateText(s), rule))
	}
	return fmt.Sprintf(a.t(
		"%d of %d phones stayed dark or silent although the API answered success: %s",
		"%d / %d 部手机：接口应答成功，却没有响铃或没有显示：%s"),
		len(names), len(tales), strings.Join(names, a.t(", ", "、")))
}

// isGap: the vendor said yes, and the phone did not light up.
func isGap(l *lab.Lab, s *desk.Story) bool {
	ep := l.Engine().Endpoint(s.Vendor)
	return ep != nil && s.ID != "" && !s.Refused && !s.Answered && s.Code == ep.Success() && s.State != device.Shown
}

func (a *App) replyText(s *desk.Story) string {
	switch {
	case s.ID == "":
		return a.t("not sent", "未发送")
	case s.Error != "":
		return s.Error
	case s.Refused:
		return a.paint(shownCode(s.Code), red)
	}
	return a.paint(shownCode(s.Code), green)
}

func (a *App) fateText(s *desk.Story) string {
	if s.ID == "" {
		return "-"
	}
	if s.Refused {
		return a.paint(a.t("refused", "被拒绝"), red)
	}
	if s.Answered {
		return a.t("not sent", "未下发")
	}
	return a.fateWord(string(s.State), s.Sound)
}

// fateWord is a fate in the user's language, coloured by how bad it is.
func (a *App) fateWord(state string, sound bool) string {
	texts := map[device.Fate][2]string{
		device.Pending: {"pending", "待送达"}, device.Shown: {"shown", "亮屏展示"},
		device.Silent: {"silent", "静默"}, device.Folded: {"folded", "折叠"}, device.Replaced: {"replaced", "被覆盖"},
		device.Held: {"held", "厂商暂存"}, device.Hidden: {"hidden", "未展示"}, device.Dropped: {"dropped", "丢弃"},
		device.Expired: {"expired", "过期"}, device.Recalled: {"recalled", "已撤回"},
	}
	fate := device.Fate(state)
	t, ok := texts[fate]
	if !ok {
		t = [2]string{"unknown", "未知"}
	}
	if fate == device.Shown && sound {
		t = [2]string{"shown with sound", "响铃展示"}
	}
	color := yellow
	switch {
	case fate == device.Shown:
		color = green
	case fate == device.Dropped || fate == device.Expired || fate == device.Hidden:
		color = red
	}
	return a.paint(a.t(t[0], t[1]), color)
}
