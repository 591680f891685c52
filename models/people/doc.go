// Package people knows who works at the desk: accounts, their roles, how they sign in
// and prove it is them, their sessions, and the one-time links with which they join
// or come back. What a role may do is in models/access.
//
// A password alone opens nothing: everyone has a second factor, and nothing here ever
// lets somebody in with less than both.
package people
