// Package text is what the portal knows about written policies: Markdown and its
// clauses, the blocks embedded in it, safe HTML of it, what a saved page holds, and
// how two texts differ. Everything here is a pure function of its arguments: no
// database, no clock, no network. The rows that blocks show come from registers,
// through the resolver that a caller hands in.
package text
