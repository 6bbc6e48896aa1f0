// Package admin is the simulator's control API, on a listener of its own: what
// happened (events as a stream, messages with their traces), and the dials a test
// turns (clock, phones, apps, quotas, faults).
//
//	GET  /events                     server-sent events; id is the seq, resume with Last-Event-ID
//	GET  /messages[?token=&vendor=&device=&app=&since=SEQ&limit=N]
//	GET  /messages/{id}              with its fates, exchanges and receipts
//	GET  /calls[?vendor=&app=&since=SEQ&limit=N]  without targets: logins, stored bodies, queries
//	GET  /clock    PUT {"advance":"24h"} | {"to":"2026-..."} | {"mode":"manual"} | {"settle":true}
//	GET  /devices  POST a device     GET, PUT /devices/{id}
//	GET  /apps     POST an app       PUT /apps/{id}
//	GET  /quota    PUT {"app","quota","limit":N|null,"count":N}
//	GET  /faults   POST a fault      DELETE /faults, /faults/{name}
//	GET  /metrics  GET /healthz      POST /reset
//
// It is for one machine: without a token it answers only requests that name a
// loopback host, so that a web page cannot reach it through DNS, and takes changes
// only as application/json, so that a form cannot make them. Apps are shown with
// their credentials: a simulator's are test values, and senders are set up with
// them.
package admin
