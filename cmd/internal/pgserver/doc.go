//go:build linux || darwin

// Package pgserver runs the portal's own PostgreSQL: it finds the programs of an
// installed PostgreSQL, makes a cluster once, runs it as a child on a Unix socket
// and stops it with the portal. It knows nothing of the schema. It never deletes a
// cluster and never listens on a network.
package pgserver
