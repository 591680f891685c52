package browsertest

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Mailbox is a mail server on this machine that keeps what it is sent.
type Mailbox struct {
	URL string // for PRIVACYDESK_SMTP_URL

	t       T
	mutex   sync.Mutex
	letters []Letter
}

// Letter is one mail, its text decoded.
type Letter struct{ To, Subject, Text string }

// OpenMailbox listens until the test ends.
func OpenMailbox(t T) *Mailbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("open a mailbox: %v", err)
	}
	box := &Mailbox{t: t, URL: fmt.Sprintf("smtp://%s?from=privacy@example.com&tls=none", listener.Addr())}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{box: box}, nil }))
	server.Domain = "localhost"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return box
}

// All is every letter so far, in order.
func (m *Mailbox) All() []Letter {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return append([]Letter(nil), m.letters...)
}

// Await takes the newest letter to the address whose text holds the words, and waits
// for it. The same letter is taken only once.
func (m *Mailbox) Await(to, words string) Letter {
	m.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if letter, found := m.take(to, words); found {
			return letter
		}
	}
	m.t.Fatalf("no mail to %s says %q; there are %q", to, words, m.All())
	return Letter{}
}

func (m *Mailbox) take(to, words string) (Letter, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for i := len(m.letters) - 1; i >= 0; i-- {
		if letter := m.letters[i]; letter.To == to && strings.Contains(letter.Subject+"\n"+letter.Text, words) {
			m.letters = append(m.letters[:i], m.letters[i+1:]...)
			return letter, true
		}
	}
	return Letter{}, false
}

// delivery takes in one mail.
type delivery struct {
	box *Mailbox
	to  string
}

func (d *delivery) Reset()                                    { d.to = "" }
func (d *delivery) Logout() error                             { return nil }
func (d *delivery) Mail(string, *smtp.MailOptions) error      { return nil }
func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error { d.to = to; return nil }

func (d *delivery) Data(content io.Reader) error {
	message, err := mail.ReadMessage(content)
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return err
	}
	text, err := textOf(message.Header.Get("Content-Type"), message.Header.Get("Content-Transfer-Encoding"), message.Body)
	if err != nil {
		return err
	}
	d.box.mutex.Lock()
	defer d.box.mutex.Unlock()
	d.box.letters = append(d.box.letters, Letter{To: d.to, Subject: subject, Text: text})
	return nil
}

// textOf is the plain text of a body or of its first part.
func textOf(kind, encoding string, body io.Reader) (string, error) {
	media, parameters, err := mime.ParseMediaType(kind)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(media, "multipart/") {
		part, err := multipart.NewReader(body, parameters["boundary"]).NextRawPart()
		if err != nil {
			return "", err
		}
		return textOf(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	return string(text), err
}
