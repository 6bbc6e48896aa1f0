package vendors

import (
	"context"
	"time"
)

// TopicSubscriber puts tokens under a topic or tag and takes them off, one outcome per
// token in the order given. The error is a call without an answer; tokens after it were
// not sent (StateSuppressed).
type TopicSubscriber interface {
	Subscribe(ctx context.Context, topic string, tokens []Token) ([]Outcome, error)
	Unsubscribe(ctx context.Context, topic string, tokens []Token) ([]Outcome, error)
}

// Topic is one subscription of a token; AddDate is the vendor's text, empty where it
// tells none.
type Topic struct{ Name, AddDate string }

// TopicLister tells the topics or tags of a token.
type TopicLister interface {
	Topics(ctx context.Context, token Token) ([]Topic, error)
}

// AliasSender sends to aliases, names the app gave its phones; an outcome's Token is the
// alias.
type AliasSender interface {
	SendToAliases(ctx context.Context, msg *Message, aliases []Token) (Result, error)
}

// AccountSender sends to users' accounts, each of which may have several phones; an
// outcome's Token is the account.
type AccountSender interface {
	SendToAccounts(ctx context.Context, msg *Message, accounts []Token) (Result, error)
}

// Mail is one message to one token.
type Mail struct {
	Message *Message
	Token   Token
}

// EachSender sends messages of their own to many tokens in one call. The adjustments are
// those of all messages.
type EachSender interface {
	SendEach(ctx context.Context, mail []Mail) (Result, error)
}

// AliasBinder gives a token an alias from the server's side and takes it away.
type AliasBinder interface {
	BindAlias(ctx context.Context, alias string, token Token) (Outcome, error)
	UnbindAlias(ctx context.Context, alias string, token Token) (Outcome, error)
}

// AliasLister tells the aliases of a token.
type AliasLister interface {
	Aliases(ctx context.Context, token Token) ([]string, error)
}

// QuotaUse is what an app may send and has sent in the vendor's day. A figure the vendor
// does not tell is -1; Counters are all it told, under its own names.
type QuotaUse struct {
	Limit, Used, Left int64
	Counters          map[string]int64
}

// QuotaQuerier asks for the app's quota.
type QuotaQuerier interface {
	Quota(ctx context.Context) (QuotaUse, error)
}

// Canceller takes back a message for later before its time. What phones have is
// Recaller's.
type Canceller interface {
	Cancel(ctx context.Context, messageID string) (Outcome, error)
}

// Stopper stops a push that runs: who has it keeps it.
type Stopper interface {
	Stop(ctx context.Context, messageID string) (Outcome, error)
}

// DeadTokenLister asks for tokens the vendor found dead since it was asked last: what it
// told once it does not tell again.
type DeadTokenLister interface {
	DeadTokens(ctx context.Context) ([]Token, error)
}

// PictureKind is what a picture is for.
type PictureKind string

// The kinds of pictures vendors take.
const (
	PictureIcon PictureKind = "icon" // beside the text
	PictureBig  PictureKind = "big"  // below it
)

// Picture is a file to show in notifications.
type Picture struct {
	Kind PictureKind
	Name string // with its extension: vendors read the type from it
	Data []byte
	// TTL is how long the vendor keeps it, where it is asked; 0: a day.
	TTL time.Duration
}

// PictureUploader hands a picture to the vendor and returns the name, id or URL under
// which messages refer to it.
type PictureUploader interface {
	UploadPicture(ctx context.Context, p Picture) (string, error)
}

// PictureFetcher has the vendor fetch a picture from an address, and returns the one
// under which messages refer to it. The kind is the vendor's own word.
type PictureFetcher interface {
	UploadImage(ctx context.Context, kind, from string) (string, error)
}

// Ability is one thing a sender can do.
type Ability struct {
	Word string // on the command line and in JSON: "recall"
	Name Text
}

// AllAbilities lists what there is, in the order it is shown in.
func AllAbilities() []Ability {
	var out []Ability
	for _, a := range abilities() {
		out = append(out, a.Ability)
	}
	return out
}

// AbilitiesOf are those whose interfaces s has. That a driver has a call does not say
// that the vendor gave this app the right to make it.
func AbilitiesOf(s Sender) []Ability {
	var out []Ability
	for _, a := range abilities() {
		if a.has(s) {
			out = append(out, a.Ability)
		}
	}
	return out
}

type ability struct {
	Ability
	has func(Sender) bool
}

func can[I any](s Sender) bool {
	_, ok := any(s).(I)
	return ok
}

func abilities() []ability {
	row := func(word, en, zh string, has func(Sender) bool) ability {
		return ability{Ability{Word: word, Name: Text{EN: en, ZH: zh}}, has}
	}
	return []ability{
		row("send", "send to tokens", "按标识推送", func(Sender) bool { return true }),
		row("dry-run", "show requests without sending", "预演", can[Builder]),
		row("each", "send each token a message of its own", "一次推送不同内容", can[EachSender]),
		row("aliases", "send to aliases", "按别名推送", can[AliasSender]),
		row("accounts", "send to user accounts", "按用户账号推送", can[AccountSender]),
		row("broadcast", "send to everybody, by tag or topic", "广播、标签与主题推送", can[Broadcaster]),
		row("recall", "take a message back", "撤回", can[Recaller]),
		row("cancel", "cancel a message for later", "取消定时推送", can[Canceller]),
		row("stop", "stop a running push", "停止推送中的消息", can[Stopper]),
		row("topics", "subscribe tokens to topics or tags", "订阅与退订主题或标签", can[TopicSubscriber]),
		row("topic-list", "topics or tags of a token", "查询标识的主题或标签", can[TopicLister]),
		row("alias-bind", "give and take aliases", "绑定与解绑别名", can[AliasBinder]),
		row("alias-list", "aliases of a token", "查询标识的别名", can[AliasLister]),
		row("audit", "ask what the audit said", "审核查询", can[AuditQuerier]),
		row("statistics", "counters of a message", "统计", can[StatisticsQuerier]),
		row("quota", "the app's quota", "额度查询", can[QuotaQuerier]),
		row("check", "check tokens without sending", "标识校验", can[TokenChecker]),
		row("dead-tokens", "list tokens found dead", "失效标识查询", can[DeadTokenLister]),
		row("pictures", "upload pictures", "图片上传", can[PictureUploader]),
		row("picture-fetch", "have pictures fetched from an address", "按地址上传图片", can[PictureFetcher]),
	}
}
