// Screenshots takes the pictures of the README from the real portal with its sample
// organisation.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"privacydesk/cmd/internal/browsertest"
)

func main() {
	program := flag.String("program", "bin/privacydesk", "the portal, as it is built")
	folder := flag.String("to", "docs/screenshots", "where the pictures go")
	flag.Parse()
	os.Exit(run(*program, *folder))
}

func run(program, folder string) (code int) {
	s := &session{}
	defer s.end()
	defer func() {
		if fallen, is := recover().(failure); is {
			fmt.Fprintln(os.Stderr, "screenshots:", string(fallen))
			code = 1
		}
	}()
	box := browsertest.OpenMailbox(s)
	portal := browsertest.Serve(s, program, []string{"--demo"}, "PRIVACYDESK_SMTP_URL="+box.URL)
	browser := browsertest.Start(s)
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // pictures for everybody
		s.Fatalf("make the folder of pictures: %v", err)
	}
	requester, desk := following(s, portal, browser, box), signedIn(s, portal, browser)
	for _, one := range pictures {
		page := desk
		switch {
		case one.name == "tracking":
			page = requester
		case !one.desk:
			page = browser.Visit(s, browsertest.Visitor{Name: one.name, Base: publicSite(portal.Address)})
		}
		page.Resize(cmp.Or(one.width, browsertest.Desk))
		page.Scheme(one.dark)
		one.show(page)
		picture, err := smaller(page.Picture())
		if err != nil {
			s.Fatalf("%s: %v", one.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, one.name+".png"), picture, 0o644); err != nil { //nolint:gosec // pictures for everybody
			s.Fatalf("keep the picture: %v", err)
		}
		fmt.Fprintf(os.Stderr, "%s.png, %d KB\n", one.name, len(picture)>>10)
	}
	return 0
}

// session is what browsertest wants of a test: it ends the program at the first
// failure and puts away what was started, the newest first.
type session struct{ cleanups []func() }

// failure is the sentence that ends the program.
type failure string

func (s *session) Helper()                  {}
func (s *session) Context() context.Context { return context.Background() }
func (s *session) Cleanup(do func())        { s.cleanups = append(s.cleanups, do) }

// Logf says something on the way.
func (s *session) Logf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// Errorf is as bad as Fatalf here: a picture of a fault is of no use.
func (s *session) Errorf(format string, args ...any) { s.Fatalf(format, args...) }

// Fatalf ends the program.
func (s *session) Fatalf(format string, args ...any) { panic(failure(fmt.Sprintf(format, args...))) }

func (s *session) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}
