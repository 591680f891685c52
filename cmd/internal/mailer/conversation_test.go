package mailer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// conversation is a server that says what the test wants to each command, and hangs up
// where that is nothing. After DATA it answers to the end of the mail, as ".".
func conversation(t *testing.T, say func(command string) string) *Mailer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go talk(connection, say)
		}
	}()
	mailer, err := Parse(fmt.Sprintf("smtp://%s?from=privacy@example.com&tls=none", listener.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	return mailer
}

func talk(connection net.Conn, say func(string) string) {
	defer func() { _ = connection.Close() }()
	_, _ = io.WriteString(connection, "220 mail.example.com\r\n")
	lines := bufio.NewScanner(connection)
	for inMail := false; lines.Scan(); {
		line := lines.Text()
		if inMail && line != "." && line != "To: <reader@example.org>" {
			continue
		}
		answer := say(line)
		switch answer {
		case "go on":
			continue
		case "":
			return
		}
		inMail = strings.HasPrefix(answer, "354")
		_, _ = io.WriteString(connection, answer+"\r\n")
	}
}

// usual is what a server says that takes a mail.
func usual(command string) string {
	switch {
	case command == "DATA":
		return "354 go on"
	case strings.HasPrefix(command, "To:"):
		return "go on"
	case command == "QUIT":
		return "221 bye"
	}
	return "250 well"
}

func TestSEC_I3_AMailIsNeitherLostNorSentTwice(t *testing.T) {
	const taken, later, refused = "taken", "later", "refused"
	for _, c := range []struct{ name, at, answer, want string }{
		{"the connection is cut in the middle of the mail", "To:", "", later},
		{"the connection is cut at the end of the mail, before anybody said yes", ".", "", later},
		{"the server takes it and hangs up", "RSET", "", taken},
		{"the server takes it and is rude afterwards", "RSET", "500 what?", taken},
		{"the server hangs up instead of a good-bye", "QUIT", "", taken},
		{"the server is busy", "MAIL", "421 too many", later},
		{"the server asks to come again", "RCPT", "451 4.7.1 greylisted", later},
		{"the server asks to come again at the end", ".", "452 full", later},
		{"the server does not know the person", "RCPT", "550 5.1.1 <reader@example.org> unknown", refused},
		{"the server does not like what it says", ".", "554 spam for reader@example.org", refused},
		{"the server does not like who sends it, which settings can mend", "MAIL", "550 5.7.1 sender rejected", later},
		{"the server wants to know who we are, which settings can mend", "MAIL", "530 5.7.0 authentication required", later},
	} {
		t.Run(c.name, func(t *testing.T) {
			mailer := conversation(t, func(command string) string {
				if strings.HasPrefix(command, c.at) {
					return c.answer
				}
				return usual(command)
			})

			err := mailer.Send(t.Context(), letter)

			var final Refused
			got := later
			if err == nil {
				got = taken
			} else if errors.As(err, &final) {
				got = refused
			}
			if got != c.want || err != nil && strings.Contains(err.Error(), "reader@") {
				t.Errorf("%s: %v", got, err)
			}
		})
	}

	t.Run("the server takes its time to look at the whole mail", func(t *testing.T) {
		mailer := conversation(t, func(command string) string {
			if command == "." {
				time.Sleep(400 * time.Millisecond)
			}
			return usual(command)
		})
		mailer.greeting = 100 * time.Millisecond

		if err := mailer.Send(t.Context(), letter); err != nil {
			t.Error(err)
		}
	})

	t.Run("the server says nothing at all, and the portal is told to stop", func(t *testing.T) {
		silent := make(chan bool)
		defer close(silent)
		mailer := conversation(t, func(command string) string {
			if command == "." {
				<-silent
			}
			return usual(command)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()

		if err := mailer.Send(ctx, letter); err == nil || time.Since(began) > 5*time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})

	t.Run("the password is wrong", func(t *testing.T) {
		server := serve(t, withTLS)

		err := server.mailer(t, "agent:wr0ng@", "").Send(t.Context(), letter)

		var final Refused
		if err == nil || errors.As(err, &final) || strings.Contains(err.Error(), "wr0ng") || len(server.received()) != 0 {
			t.Errorf("said %v", err)
		}
	})
}
