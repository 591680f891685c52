// Package cookie is the register of what a site's pages store on or read from a
// device: cookies, local and session storage, IndexedDB, pixels. Entries are edited
// freely; the public reads the editions that are proposed from here. How an edition
// is approved and published is models/edition; pages are elsewhere.
package cookie
