// Command bench measures the portal's public page against a bare net/http server that
// sends the same status, headers and body, in the same run: seven alternating rounds,
// the load from a process of its own, the median of the rounds' ratios.
//
//	bench PRIVACYDESK      the path of the portal's binary
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run is the bench itself, or one of its other processes.
func run(ctx context.Context, args []string) error {
	switch {
	case len(args) == 3 && args[0] == "bare":
		return serveBare(ctx, args[1], args[2])
	case len(args) == 4 && args[0] == "load":
		return generateLoad(args[1], args[2], args[3])
	case len(args) == 1:
		return compare(ctx, args[0])
	}
	return fmt.Errorf("usage: bench PRIVACYDESK")
}
