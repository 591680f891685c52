// Package store opens the database and runs transactions on behalf of an actor:
// what a register writes, audits and enqueues in one stands or falls together. It
// holds the errors that registers answer with, and keyset cursors. It knows no
// register; registers know it.
package store
