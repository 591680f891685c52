// Package access says who is acting and what they may do: capabilities, roles and
// the actor. It holds values only and knows no database, no session and no page.
package access
