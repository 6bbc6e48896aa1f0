// Package sim is the simulator's core: a world of apps and phones, the vendors'
// rules as values, and one pure decision function that says what a vendor answers
// and what becomes of every message.
//
//	wire -> Endpoint.Decode -> Engine.Submit -> Endpoint.Encode -> wire
//	                              |
//	                    Decide(View, Input) Decision      pure, traced
//	                              |
//	                    effects -> World -> events
//
// Reply and fate are two results. A Call (an API request) produces a reply and an
// admission per target; only an Attempt (the message tries to reach a phone,
// later) produces a fate. That gap is what offpush exists to show.
//
// Package sim knows no vendor: each one is an Endpoint in its own sub-package.
package sim
