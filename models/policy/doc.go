// Package policy is the register of documents: privacy policies, terms, rules. It
// keeps their working texts, one open draft each, and takes them to the public as
// editions. What a text means (clauses, keys, blocks, redline) is models/text; how it
// is approved and published is models/edition; pages are elsewhere.
package policy
