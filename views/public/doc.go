// Package public holds the pages that readers and requesters meet. They show what
// handlers give them and decide nothing else.
package public
