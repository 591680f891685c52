// Package browsertest drives the real portal as people do: the program as it is
// built, on a PostgreSQL of its own, with a mail server and a headless Chromium.
// Tests and the command that takes the pictures of the README stand on it. What
// people do on the pages is told by its users; nothing here knows a page.
package browsertest

import "context"

// T is what of a test this package needs, so that a program can be one too.
type T interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}
