// Package cli is the command line: one file a command, with its flags, output
// formats and exit codes. It holds no push logic; commands read the catalogue and
// speak with the lab, the suite and running simulators.
//
// Results go to stdout, progress and warnings to stderr. Every command prints text
// for people and, with -o json, one document whose schema is in docs/schemas.
package cli
