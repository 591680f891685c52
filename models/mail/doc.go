// Package mail is the outbox: letters that registers write in the transaction that
// causes them and a job sends later. It knows kinds and parameters, sealed; the
// words are written by views/mail when a letter leaves.
package mail
