// Package vendors holds the words every other package shares: the vendors, the
// vendor-neutral message, the outcome of sending it, and the Sender contract a
// vendor's driver fulfils.
//
// It imports the standard library only and knows no HTTP, so a back end can
// depend on the vocabulary without depending on any driver. The drivers are in
// the sub-packages (vendors/vivo, ...); the Client in vendors/client is what most
// callers hold.
package vendors
