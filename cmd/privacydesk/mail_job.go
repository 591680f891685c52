package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"privacydesk/cmd/internal/mailer"
	"privacydesk/models/mail"
	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// workers are the jobs of the portal.
func (p *portal) workers() *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, &mailWorker{portal: p})
	river.AddWorker(workers, &codeWorker{portal: p})
	river.AddWorker(workers, &turnWorker{portal: p})
	river.AddWorker(workers, &sweepWorker{portal: p})
	return workers
}

// mailWorker hands one mail of the outbox to the mail server. A mail keeps its
// Message-ID over every try, so that one that was taken twice is known as the same.
type mailWorker struct {
	river.WorkerDefaults[mail.SendArgs]
	portal *portal
}

// Timeout leaves a slow mail server the time that it is due.
func (w *mailWorker) Timeout(*river.Job[mail.SendArgs]) time.Duration {
	return mailer.Longest + time.Minute
}

// Work sends the mail, or keeps it where no server is configured. One that was given up
// is sent when an administrator lets the job be tried again.
func (w *mailWorker) Work(ctx context.Context, job *river.Job[mail.SendArgs]) error {
	row, letter, err := w.portal.outbox.Load(ctx, job.Args.MailID)
	switch {
	case errors.Is(err, store.ErrNotFound): // erased with its case
		return nil
	case err != nil:
		return fmt.Errorf("load a mail: %w", err)
	case row.State == mail.Sent, row.State == mail.Kept:
		return nil
	case w.portal.settings.SMTP == "":
		return w.portal.outbox.Settle(ctx, row.ID, mail.Kept)
	}
	server, err := mailer.Parse(w.portal.settings.SMTP.Reveal())
	if err != nil {
		return fmt.Errorf("PRIVACYDESK_SMTP_URL %w", err)
	}
	var refused mailer.Refused
	err = server.Send(ctx, w.compose(ctx, row, letter))
	switch {
	case errors.As(err, &refused):
		w.portal.log.Warn("a mail was refused", "mail", row.ID, "code", refused.Code)
		return w.portal.outbox.Settle(ctx, row.ID, mail.Failed)
	case err != nil && job.Attempt >= job.MaxAttempts:
		return errors.Join(err, w.portal.outbox.Settle(ctx, row.ID, mail.Failed))
	case err != nil:
		return err
	}
	return w.portal.outbox.Settle(ctx, row.ID, mail.Sent)
}

// compose writes the letter in its reader's language. All words are fixed ones of
// the catalogue with the letter's parameters in them.
func (w *mailWorker) compose(ctx context.Context, row mail.Mail, letter mail.Letter) mailer.Message {
	ctx = ui.WithLocale(ctx, letter.Locale)
	var pairs []any
	for name, value := range letter.Params {
		pairs = append(pairs, name, value)
	}
	key := "mail." + letter.Kind
	return mailer.Message{
		To: letter.To, Subject: ui.T(ctx, key+".subject", pairs...), Text: ui.T(ctx, key+".text", pairs...),
		MessageID: row.MessageID + "@" + w.portal.settings.BaseURL.Hostname(), Date: row.CreatedAt, Automatic: true,
	}
}
