package public

import (
	"context"

	"privacydesk/models/facts"
	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// Submission is what the page with the request form shows.
type Submission struct {
	Shell  ui.PublicShell
	Form   ui.Form[request.SubmissionInput]
	Action string         // where the form is sent
	Track  string         // where a request is followed
	Rights []regime.Right // that the site offers
	Answer regime.Period  // within which an answer usually comes; zero: no number in the law

	Notice        text.SafeHTML // Article 13 text of the site; empty: the standard one
	NoticeLocale  string        // its language
	Contact       facts.Contact
	ContactIsTold bool // the site has said how to reach it
}

func rightOptions(rights []regime.Right) []ui.Option { return ui.Options("right.", rights) }

func relationOptions() []ui.Option { return ui.Options("relation.", request.Relations()) }

// places are the laws of homes that the form offers, the nearest to most first.
var places = []string{
	"eu-gdpr", "uk-gdpr", "ch-fadp", "tr-kvkk", "us-ca-ccpa", "us-ia-icdpa", "us-md-modpa", "us-nj-njdpa", "us-or-ocpa",
	"us-tx-tdpsa", "us-va-vcdpa", "ca-pipeda", "br-lgpd", "sa-pdpl", "th-pdpa", "hk-pdpo", "tw-pdpa", "kr-pipa", "nz-privacy",
}

func residenceOptions(ctx context.Context) []ui.Option {
	return append([]ui.Option{{Text: ui.T(ctx, "submission.residence.none")}}, ui.Options("residence.", places)...)
}

func (s Submission) nextSteps(ctx context.Context) []ui.Step {
	answer := ui.T(ctx, "submission.aside.answer.plain")
	if !s.Answer.IsZero() {
		answer = ui.T(ctx, "submission.aside.answer.title", "period", ui.Period(ctx, s.Answer))
	}
	return []ui.Step{
		{Title: ui.T(ctx, "submission.aside.confirm.title"), Text: ui.T(ctx, "submission.aside.confirm.text")},
		{Title: ui.T(ctx, "submission.aside.check.title"), Text: ui.T(ctx, "submission.aside.check.text")},
		{Title: answer, Text: ui.T(ctx, "submission.aside.answer.text")},
	}
}

// Receipt is what the page after a sent form shows.
type Receipt struct {
	Shell ui.PublicShell
	Got   request.Acknowledged
	Track string
	Again string // where another mail with a link is asked for
	Asked bool   // it has just been asked for
}

// OldLink is what the page of a link that has run out shows.
type OldLink struct {
	Why   store.Refused
	Track string
	Again string // where a new link is asked for
	Asked bool   // it has just been asked for
}

func (r Receipt) nextSteps(ctx context.Context) []ui.Step {
	answer := ui.T(ctx, "receipt.next.answer.plain")
	if r.Got.DueOn != nil {
		answer = ui.T(ctx, "receipt.next.answer.title", "date", ui.Weekday(ctx, *r.Got.DueOn))
	}
	steps := []ui.Step{
		{Title: ui.T(ctx, "receipt.next.work.title"), Text: ui.T(ctx, "receipt.next.work.text")},
		{Title: answer, Text: ui.T(ctx, "receipt.next.answer.text")},
	}
	if r.Got.Email == "" {
		return steps[:1]
	}
	return append([]ui.Step{{Title: ui.T(ctx, "receipt.next.confirm.title"), Text: ui.T(ctx, "receipt.next.confirm.text")}}, steps...)
}
