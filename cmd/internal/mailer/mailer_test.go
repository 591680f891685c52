package mailer

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

var letter = Message{
	To: "reader@example.org", Subject: "Ihre Anfrage: „Löschung“", Text: "Guten Tag,\nIhre Anfrage ist da.",
	MessageID: "0f6b@privacy.example.com", Date: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Automatic: true,
}

func TestSend(t *testing.T) {
	t.Run("goes over TLS with user and password", func(t *testing.T) {
		server := serve(t, withTLS)

		if err := server.mailer(t, "agent:s3cret@", "").Send(t.Context(), letter); err != nil {
			t.Fatal(err)
		}

		got := server.only(t)
		if !got.encrypted || got.user != "agent" {
			t.Errorf("encrypted %v, signed in as %q", got.encrypted, got.user)
		}
		if got.from != "privacy@example.com" || got.to != "reader@example.org" {
			t.Errorf("from %q to %q", got.from, got.to)
		}
		for name, want := range map[string]string{
			"Message-Id": "<0f6b@privacy.example.com>", "Auto-Submitted": "auto-generated", "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
			"User-Agent": "", "X-Mailer": "",
		} {
			if value := got.header(t).Get(name); value != want {
				t.Errorf("%s is %q, want %q", name, value, want)
			}
		}
		if text := got.text(t); !strings.Contains(text, "Ihre Anfrage ist da.") {
			t.Errorf("text %q", text)
		}
	})

	t.Run("refuses a server that offers no TLS, before it says anything", func(t *testing.T) {
		server := serve(t, withoutTLS)

		err := server.mailer(t, "agent:s3cret@", "").Send(t.Context(), letter)

		if err == nil || len(server.received()) != 0 {
			t.Errorf("error %v, %d mails", err, len(server.received()))
		}
	})

	t.Run("refuses a certificate that nobody vouches for", func(t *testing.T) {
		server := serve(t, withTLS)
		mailer := server.mailer(t, "", "")
		mailer.authorities = x509.NewCertPool()

		if err := mailer.Send(t.Context(), letter); err == nil || len(server.received()) != 0 {
			t.Errorf("error %v, %d mails", err, len(server.received()))
		}
	})

	t.Run("goes without TLS only when told so", func(t *testing.T) {
		server := serve(t, withoutTLS)

		if err := server.mailer(t, "", "&tls=none").Send(t.Context(), letter); err != nil {
			t.Fatal(err)
		}

		if server.only(t).encrypted {
			t.Error("it was encrypted")
		}
	})

	t.Run("keeps a line break in a subject from becoming a header", func(t *testing.T) {
		server := serve(t, withoutTLS)
		hostile := letter
		hostile.Subject = "Hello\r\nBcc: everybody@example.org"

		_ = server.mailer(t, "", "&tls=none").Send(t.Context(), hostile)

		for _, got := range server.received() {
			if got.header(t).Get("Bcc") != "" {
				t.Error("it became one")
			}
		}
	})

	t.Run("says that a refused mail is refused, without the address", func(t *testing.T) {
		server := serve(t, withoutTLS)
		unknown := letter
		unknown.To = "nobody@example.org"

		err := server.mailer(t, "", "&tls=none").Send(t.Context(), unknown)

		var refused Refused
		if !errors.As(err, &refused) || refused.Code != 550 || strings.Contains(err.Error(), "nobody@") {
			t.Errorf("error %v", err)
		}
	})

	t.Run("says that a busy server may take it later, without the address", func(t *testing.T) {
		server := serve(t, withoutTLS)
		later := letter
		later.To = "later@example.org"

		err := server.mailer(t, "", "&tls=none").Send(t.Context(), later)

		var refused Refused
		if err == nil || errors.As(err, &refused) || strings.Contains(err.Error(), "later@") {
			t.Errorf("error %v", err)
		}
	})
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for name, address := range map[string]string{
		"another scheme":       "http://mail.example.com?from=a@example.com",
		"no host":              "smtp://?from=a@example.com",
		"no sender":            "smtp://user:hunter2@mail.example.com",
		"an unknown option":    "smtp://user:hunter2@mail.example.com?from=a@example.com&ssl=on",
		"a password in clear":  "smtp://user:hunter2@mail.example.com?from=a@example.com&tls=none",
		"another value of tls": "smtp://user:hunter2@mail.example.com?from=a@example.com&tls=maybe",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse(address); err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("said %v", err)
			}
		})
	}
}

// server is a real mail server in this process.
type server struct {
	address     string
	authorities *x509.CertPool
	mutex       sync.Mutex
	mails       []received
}

// received is one mail that the server took.
type received struct {
	from, to, user string
	encrypted      bool
	data           []byte
}

const withTLS, withoutTLS = true, false

func serve(t *testing.T, secure bool) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{address: listener.Addr().String()}
	running := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, connection: c}, nil
	}))
	running.Domain, running.AllowInsecureAuth = "mail.example.com", true
	running.ErrorLog = quiet{}
	if secure {
		running.TLSConfig, s.authorities = certificate(t)
	}
	go func() { _ = running.Serve(listener) }()
	t.Cleanup(func() { _ = running.Close() })
	return s
}

func (s *server) mailer(t *testing.T, credentials, options string) *Mailer {
	t.Helper()
	mailer, err := Parse(fmt.Sprintf("smtp://%s%s?from=privacy@example.com%s", credentials, s.address, options))
	if err != nil {
		t.Fatal(err)
	}
	mailer.authorities = s.authorities
	return mailer
}

func (s *server) received() []received {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.mails
}

func (s *server) only(t *testing.T) received {
	t.Helper()
	if mails := s.received(); len(mails) == 1 {
		return mails[0]
	}
	t.Fatalf("the server has %d mails, not one", len(s.received()))
	return received{}
}

func (r received) header(t *testing.T) mail.Header {
	t.Helper()
	message, err := mail.ReadMessage(bytes.NewReader(r.data))
	if err != nil {
		t.Fatal(err)
	}
	return message.Header
}

func (r received) text(t *testing.T) string {
	t.Helper()
	message, err := mail.ReadMessage(bytes.NewReader(r.data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type session struct {
	server     *server
	connection *smtp.Conn
	mail       received
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "s3cret" {
			return smtp.ErrAuthFailed
		}
		s.mail.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case strings.HasPrefix(to, "nobody@"):
		return &smtp.SMTPError{Code: 550, Message: "unknown: " + to}
	case strings.HasPrefix(to, "later@"):
		return &smtp.SMTPError{Code: 450, Message: "busy: " + to}
	}
	s.mail.to = to
	return nil
}

func (s *session) Data(r io.Reader) (err error) {
	_, s.mail.encrypted = s.connection.TLSConnectionState()
	if s.mail.data, err = io.ReadAll(r); err != nil {
		return err
	}
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.mails = append(s.server.mails, s.mail)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// quiet leaves out what the server says about connections that tests break.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificate is one made for 127.0.0.1 and those who vouch for it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(made)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}
