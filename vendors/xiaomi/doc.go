// Package xiaomi sends through Xiaomi's Mi Push API (小米推送): to registration ids,
// aliases and user accounts, a message of its own to each, to topics and to everybody; at
// once or later. It takes messages back, tells what became of them and what is left of the
// day, and keeps topics.
//
//	s, err := xiaomi.New(vendors.Config{Credentials: vendors.Credentials{
//		"app_secret": "...", "package_name": "com.example.shop",
//	}}, nil)
//
// Bodies are forms. There is no login: every request carries the AppSecret.
//
// What kind a message is nobody reads from the message: extra.channel_id names a channel
// (通知类别) the console approved as private (私信) or public (公信), and a message without
// one is of the default class, of which a phone shows one a day. Give the channel in the
// message, or once and for all with the credential "channels", by category or class.
//
// A phone shows only the last notification of a notify_id, and 0 is the default of it: the
// sender gives every message without a collapse key a number of its own. The message's ID
// travels as extra.jobkey, of which a phone shows the first message alone, so that a
// repetition after a lost answer does not ring twice.
//
// What only Xiaomi has are methods of the Sender beside the shared interfaces: SendEachToAliases
// and SendEachToAccounts, Online, Accounts, DeadAliases, DeleteBroadcast, Scheduled, the
// calls by jobkey, subscriptions of aliases and with a category, counters between two days.
//
// Options reach every field of Xiaomi's message. What of a message could not be said in
// Xiaomi's words is told as adjustments.
package xiaomi
