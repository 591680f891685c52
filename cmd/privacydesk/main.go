package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // deadlines need time zones also where the system has none

	"github.com/alecthomas/kong"
)

// commands is the command line. Each command has a file of its own and a method
//
//	Run(k *kong.Context) error
//
// which writes results to k.Stdout and progress to k.Stderr. Run may also ask for
// a context.Context, cancelled by Ctrl-C and SIGTERM, and for standard input as
// an io.Reader. A usageError exits 2, any other error 1.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"The portal and its job workers."`
	Migrate migrateCommand `cmd:"" help:"Apply, list or take back migrations of the database."`
	Clock   clockCommand   `cmd:"" help:"Compute the legal deadlines of a request, with their reasons."`
	Import  importCommand  `cmd:"" help:"Bring in what others wrote."`
	Site    siteCommand    `cmd:"" help:"Add and list sites."`
	Redline redlineCommand `cmd:"" help:"Show what changed between two texts, by paragraphs and words."`
	User    userCommand    `cmd:"" help:"Accounts of staff."`
}

// usageError is a command called wrongly, as one plain sentence.
type usageError string

func (e usageError) Error() string { return string(e) }

// Exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the command that args name, with its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		switch fallen := recover().(type) {
		case nil:
		case leave:
			code = int(fallen)
		default:
			panic(fallen)
		}
	}()
	parser, err := kong.New(&commands{},
		kong.Name("privacydesk"),
		kong.Description("A privacy portal: policies, cookies, recipients and requests."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(leave(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(stdin, (*io.Reader)(nil)),
	)
	if err != nil {
		return report(stderr, err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		return report(stderr, usageError(err.Error()))
	}
	return report(stderr, command.Run())
}

// leave is how --help ends a run before any command has begun.
type leave int

// report says what went wrong, in one sentence, and gives the exit code for it.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(stderr, "privacydesk:", err)
	if wrong := usageError(""); errors.As(err, &wrong) {
		fmt.Fprintln(stderr, "See privacydesk --help.")
		return exitUsage
	}
	return exitFailed
}
