// Package oppo sends through OPPO's push API (OPPO PUSH, for OPPO, OnePlus and realme
// phones): one message by unicast, lists and messages of their own by unicast_batch,
// campaigns by save_message_content and broadcast, to registration ids, aliases, tags and
// everybody. It keeps aliases and tags, uploads pictures, and tells what is left of the
// day and which registration ids are void.
//
//	s, err := oppo.New(vendors.Config{Credentials: vendors.Credentials{
//		"app_key": "...", "master_secret": "...",
//	}}, nil)
//
// Bodies are forms with JSON inside; the auth_token of the login stands in the form.
//
// A registration id says where its phone is from, and the phones of China and of the rest
// of the world are known to two hosts that log in apart: one Send may be two calls.
//
// OPPO counts a message to the class of its category (通讯与服务 or 内容与营销). Messages of
// communication and service go out one by one in a batch, because a broadcast of theirs is
// not allowed; of content and marketing the body is stored once and broadcast to a thousand.
//
// OPPO has no recall and no status query: a message with the same notify_id, which is
// Message.Collapse, replaces an older one.
package oppo
