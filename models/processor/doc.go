// Package processor is the register of everyone who receives personal data: what they
// do, what they see, where they are and on what ground data may go there. Entries are
// edited freely; the public reads the editions that are proposed from here. How an
// edition is approved and published is models/edition; pages are elsewhere.
package processor
