// Package audit declares every event that the portal records: one list, so that a
// reader knows what can stand in the log. Events are written by models/store, in
// the transaction of the change that they tell of.
package audit
