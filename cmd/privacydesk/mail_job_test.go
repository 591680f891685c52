package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/access"
	"privacydesk/models/mail"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
)

func TestMailJob(t *testing.T) {
	t.Parallel()
	state := func(t *testing.T, db *store.Store) string {
		return storetest.One[string](t, db, `SELECT state FROM mails`)
	}

	t.Run("keeps the mail where no server is configured", func(t *testing.T) {
		worker, db, job := posted(t, "reader@example.org")

		storetest.NoError(t, worker.Work(t.Context(), job))

		storetest.Equal(t, state(t, db), "kept")
	})

	t.Run("hands it over, by one Message-ID, as nobody's own words", func(t *testing.T) {
		worker, db, job := posted(t, "reader@example.org")
		server := mailServer(t)
		worker.portal.settings.SMTP = server.address

		storetest.NoError(t, worker.Work(t.Context(), job))

		storetest.Equal(t, state(t, db), "sent")
		sent, err := netmail.ReadMessage(bytes.NewReader(<-server.mails))
		storetest.NoError(t, err)
		storetest.Equal(t, sent.Header.Get("Auto-Submitted"), "auto-generated")
		storetest.Equal(t, sent.Header.Get("Message-ID"), "<"+storetest.One[string](t, db, `SELECT message_id FROM mails`)+"@privacy.example.com>")
	})

	t.Run("sends nothing a second time", func(t *testing.T) {
		worker, _, job := posted(t, "reader@example.org")
		server := mailServer(t)
		worker.portal.settings.SMTP = server.address
		storetest.NoError(t, worker.Work(t.Context(), job))

		storetest.NoError(t, worker.Work(t.Context(), job))

		storetest.Equal(t, len(server.mails), 1)
	})

	t.Run("gives up at once on what the server refuses", func(t *testing.T) {
		worker, db, job := posted(t, "nobody@example.org")
		worker.portal.settings.SMTP = mailServer(t).address

		storetest.NoError(t, worker.Work(t.Context(), job))

		storetest.Equal(t, state(t, db), "failed")
	})

	t.Run("tries again while the server is away, and gives up at the last try", func(t *testing.T) {
		worker, db, job := posted(t, "reader@example.org")
		worker.portal.settings.SMTP = "smtp://127.0.0.1:1?from=privacy@example.com&tls=none"

		if err := worker.Work(t.Context(), job); err == nil || strings.Contains(err.Error(), "reader@") {
			t.Errorf("said %v", err)
		}
		storetest.Equal(t, state(t, db), "waiting")
		job.Attempt = job.MaxAttempts
		if worker.Work(t.Context(), job) == nil {
			t.Error("a mail that did not leave is no success")
		}
		storetest.Equal(t, state(t, db), "failed")
	})

	t.Run("sends a mail that was given up, once somebody lets it be tried again", func(t *testing.T) {
		worker, db, job := posted(t, "reader@example.org")
		worker.portal.settings.SMTP = "smtp://127.0.0.1:1?from=privacy@example.com&tls=none"
		job.Attempt = job.MaxAttempts
		if worker.Work(t.Context(), job) == nil {
			t.Error("a mail that did not leave is no success")
		}
		server := mailServer(t)
		worker.portal.settings.SMTP = server.address

		storetest.NoError(t, worker.Work(t.Context(), job))

		storetest.Equal(t, len(server.mails), 1)
		storetest.Equal(t, state(t, db), "sent")
	})

	t.Run("leaves a mail alone that was erased", func(t *testing.T) {
		worker, db, job := posted(t, "reader@example.org")
		storetest.NoError(t, db.DB.Exec(`DELETE FROM vault_keys`).Error)

		storetest.NoError(t, worker.Work(t.Context(), job))
	})
}

// posted is a mail in the outbox and the job that sends it.
func posted(t *testing.T, to string) (*mailWorker, *store.Store, *river.Job[mail.SendArgs]) {
	t.Helper()
	db, vault := storetest.New(t, time.Now()), vaulttest.New(t)
	storetest.NoError(t, db.Write(t.Context(), access.Operator, access.Desk, func(tx *store.Tx) error {
		key, err := vault.NewKey(t.Context(), tx)
		if err != nil {
			return err
		}
		return mail.Post(t.Context(), tx, key, mail.Letter{SiteID: 1, Kind: "sample", Locale: "en", To: to})
	}))
	p := &portal{
		store: db, vault: vault, outbox: &mail.Outbox{Store: db, Vault: vault}, log: slog.New(slog.DiscardHandler),
		settings: &config.Config{BaseURL: &url.URL{Scheme: "https", Host: "privacy.example.com"}},
	}
	args := mail.SendArgs{MailID: storetest.One[uuid.UUID](t, db, `SELECT id FROM mails`)}
	return &mailWorker{portal: p}, db, &river.Job[mail.SendArgs]{JobRow: &rivertype.JobRow{Attempt: 1, MaxAttempts: 25}, Args: args}
}

// takingServer is a mail server in this process. It refuses nobody@.
type takingServer struct {
	address config.Secret
	mails   chan []byte
}

func mailServer(t *testing.T) *takingServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	storetest.NoError(t, err)
	s := &takingServer{
		address: config.Secret("smtp://" + listener.Addr().String() + "?from=privacy@example.com&tls=none"), mails: make(chan []byte, 10),
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return s, nil }))
	server.Domain = "mail.example.com"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

func (s *takingServer) Mail(string, *smtp.MailOptions) error { return nil }
func (s *takingServer) Reset()                               {}
func (s *takingServer) Logout() error                        { return nil }

func (s *takingServer) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "nobody@") {
		return &smtp.SMTPError{Code: 550, Message: "unknown"}
	}
	return nil
}

func (s *takingServer) Data(r io.Reader) error {
	mail, err := io.ReadAll(r)
	s.mails <- mail
	return err
}
