// Package mailer hands letters to a mail server over SMTP. It knows neither their
// words nor the outbox they wait in.
package mailer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Mailer sends through one server.
type Mailer struct {
	host           string
	port           int
	user, password string
	from           string
	plain          bool           // no TLS: tls=none
	authorities    *x509.CertPool // nil: the system's

	greeting, handover time.Duration // what the server has to let us in, and to take the mail
}

// Message is one mail. It is plain text, with the same as HTML where there is any.
type Message struct {
	From      string // empty: the address in the settings
	To        string
	Subject   string
	Text      string
	HTML      string
	MessageID string // without angle brackets; the same for each try of one mail
	Date      time.Time
	Automatic bool // nobody wrote it by hand: Auto-Submitted, so that no robot answers
	Headers   map[string]string
}

const (
	greeting = 30 * time.Second
	// handover is what RFC 5321 (4.5.3.2.6) gives a server that looks at the whole mail
	// before it takes it. Whoever hangs up earlier sends it again and again.
	handover = 10 * time.Minute

	// Longest is how long one mail may take.
	Longest = greeting + handover
)

// Parse reads smtp://user:password@host:port?from=address. STARTTLS is demanded
// unless tls=none is said.
//
// Errors name what is wrong and never repeat the address, which holds a password.
func Parse(address string) (*Mailer, error) {
	read, err := url.Parse(address)
	if err != nil || read.Scheme != "smtp" || read.Hostname() == "" {
		return nil, errors.New("is not an address such as smtp://user:password@mail.example.com:587?from=privacy@example.com")
	}
	m := &Mailer{host: read.Hostname(), port: 587, user: read.User.Username(), greeting: greeting, handover: handover}
	m.password, _ = read.User.Password()
	if port := read.Port(); port != "" {
		if m.port, err = strconv.Atoi(port); err != nil || m.port > 65535 {
			return nil, errors.New("its port is no number up to 65535")
		}
	}
	options := read.Query()
	for name := range options {
		if name != "from" && name != "tls" {
			return nil, fmt.Errorf("knows from=… and tls=none, not %q", name)
		}
	}
	m.from = options.Get("from")
	if _, err := mail.ParseAddress(m.from); err != nil {
		return nil, errors.New("needs from=… with the address that mails come from")
	}
	switch choice := options.Get("tls"); {
	case choice == "none" && m.password != "" && !isLocal(m.host):
		return nil, errors.New("would send its password without TLS: leave out tls=none")
	case choice == "none":
		m.plain = true
	case choice != "":
		return nil, errors.New("tls may only be none")
	}
	return m, nil
}

// Send hands the mail over. When it returns nil the server has taken it.
//
// Errors: Refused when the server will not take the mail for this person, or what it
// says; anything else may pass with time, also a sender that it does not know, which is
// a matter of settings. No address of a person stands in any.
func (m *Mailer) Send(ctx context.Context, message Message) error {
	composed, err := m.compose(message)
	if err != nil {
		return err
	}
	// The end of ctx cuts the connection, which the library itself holds on to.
	cut := func() bool { return false }
	defer func() { cut() }()
	dial := func(dialing context.Context, network, address string) (net.Conn, error) {
		connection, err := new(net.Dialer).DialContext(dialing, network, address)
		if err == nil {
			cut = context.AfterFunc(ctx, func() { _ = connection.Close() })
		}
		return connection, err
	}
	enter, err := m.client(m.greeting, gomail.WithDialContextFunc(dial))
	if err != nil {
		return fmt.Errorf("prepare the mail client: %w", err)
	}
	deliver, err := m.client(m.handover)
	if err != nil {
		return fmt.Errorf("prepare the mail client: %w", err)
	}
	connection, err := enter.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	defer func() {
		_ = connection.UpdateDeadline(m.greeting)
		_ = enter.CloseWithSMTPClient(connection)
	}()
	err = deliver.SendWithSMTPClient(connection, composed)
	var failed *gomail.SendError
	switch {
	case composed.IsDelivered():
		return nil // a bad good-bye would only send it twice
	case errors.As(err, &failed) && failed.ErrorCode() >= 500 && failed.Reason != gomail.ErrSMTPMailFrom:
		return Refused{failed.ErrorCode()}
	case errors.As(err, &failed):
		return fmt.Errorf("the mail server did not take the mail: %s (%d)", failed.Reason, failed.ErrorCode())
	}
	return errors.New("the connection to the mail server broke")
}

// Refused is a mail that the server will not take, now or later.
type Refused struct{ Code int }

func (r Refused) Error() string { return fmt.Sprintf("the mail server refuses the mail (%d)", r.Code) }

func (m *Mailer) client(patience time.Duration, more ...gomail.Option) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(m.port), gomail.WithTimeout(patience), gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithTLSConfig(&tls.Config{ServerName: m.host, RootCAs: m.authorities, MinVersion: tls.VersionTLS12}),
	}
	if m.plain {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if m.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(m.user), gomail.WithPassword(m.password))
	}
	return gomail.NewClient(m.host, append(options, more...)...)
}

func (m *Mailer) compose(message Message) (*gomail.Msg, error) {
	composed := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := message.From
	if from == "" {
		from = m.from
	}
	if err := composed.From(from); err != nil {
		return nil, errors.New("the mail's sender is no address")
	}
	if err := composed.To(message.To); err != nil {
		return nil, Refused{553} // "mailbox name not allowed": no later try can help
	}
	composed.Subject(message.Subject)
	composed.SetDateWithValue(message.Date)
	composed.SetMessageIDWithValue(message.MessageID)
	if message.Automatic {
		composed.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	for name, value := range message.Headers {
		composed.SetGenHeader(gomail.Header(name), value)
	}
	composed.SetBodyString(gomail.TypeTextPlain, message.Text)
	if message.HTML != "" {
		composed.AddAlternativeString(gomail.TypeTextHTML, message.HTML)
	}
	return composed, nil
}

func isLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}
