// Package archtest holds the house rules of the repository as ordinary tests: who
// may import whom, what every package and document has, what no file does. It has
// no code beside its tests.
//
// Each rule carries its reason, which a failure prints: the test is also where the
// rule is explained. A rule about a package that no longer exists fails, so that
// the list describes the house as it stands.
package archtest
