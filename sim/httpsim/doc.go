// Package httpsim is the simulator on the wire: it brings HTTP requests to the
// endpoints of an engine and their answers back.
//
//	conn -> fault(before) -> Decode -> Engine.Submit -> Encode -> fault(after) -> conn
//
// One address serves all vendors. A request is brought to a vendor by the first
// of these that fits: a path prefix with the vendor's or a site's name
// (/vivo/message/send), the host it names (Host header or SNI), and at last the
// vendors' own paths at the root (/message/send).
//
// Every exchange is published as an event with its bytes, secrets redacted. What a
// request means and what it is answered is no business of this package: no vendor
// is known here.
package httpsim
