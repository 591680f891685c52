package public

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/views/ui"
)

// Tracking is what the page of a followed case shows.
type Tracking struct {
	Shell ui.PublicShell
	Case  request.Followed
	Form  ui.Form[request.MessageInput]
	Now   time.Time // for steps that lie ahead

	SendTo  string // where a message is sent
	LeaveTo string
	FileAt  string // address of a file, before its id
	Sent    bool   // a message has just been sent
}

func (t Tracking) state() string { return "tracking.state." + string(t.Case.State()) }

// talksFirst reports whether the conversation stands before everything else, since
// the person has to do something.
func (t Tracking) talksFirst() bool {
	return t.Case.State() == request.Checking || t.Case.State() == request.NeedsYou
}

// rightNames are what was asked for, in one line.
func (t Tracking) rightNames(ctx context.Context) string {
	var names []string
	for _, right := range t.Case.Rights {
		names = append(names, ui.T(ctx, "right."+string(right.Key)+".name"))
	}
	return ui.List(ctx, names)
}

// lead is the sentence under the title.
func (t Tracking) lead(ctx context.Context) string { return ui.T(ctx, t.state()+".lead") }

// steps are what happened and what comes.
func (t Tracking) steps(ctx context.Context) []ui.Step {
	r := t.Case.Request
	var done []dated
	add := func(key string, at *time.Time) {
		if at != nil {
			done = append(done, dated{*at, ui.Step{State: "done", Title: ui.T(ctx, key), When: ui.Time(*at)}})
		}
	}
	add("tracking.step.received", &r.ReceivedAt)
	if r.Channel != request.Web { // of a letter the day is known, not the moment
		done[0].step.When = ui.On(r.Today(r.ReceivedAt))
	}
	add("tracking.step.confirmed", r.ConfirmedAt)
	for _, event := range t.Case.Events {
		switch event.Kind {
		case regime.IdentityRequested, regime.ClarificationAsked, regime.FeeNotified:
			add("tracking.step.paused", &event.RecordedAt)
		case regime.Extended:
			add("tracking.step.extended", &event.RecordedAt)
		}
	}
	add("tracking.step.answered", r.AnsweredAt)
	add("tracking.step.closed", r.ClosedAt)
	slices.SortStableFunc(done, func(a, b dated) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	steps := make([]ui.Step, 0, len(done)+1)
	for _, one := range done {
		steps = append(steps, one.step)
	}
	steps[len(steps)-1].State = "now"
	if r.Open && r.DueOn != nil {
		steps = append(steps, ui.Step{State: "next", Title: ui.T(ctx, "tracking.step.due"), When: ui.OnWeekday(*r.DueOn)})
	}
	return steps
}

// dated is a step with the time by which it is put in order.
type dated struct {
	at   time.Time
	step ui.Step
}

// entry is a message as a conversation shows it.
func (t Tracking) entry(ctx context.Context, said request.Said) ui.Entry {
	if said.Kind == request.Out {
		return ui.Entry{Kind: "out", Who: t.Shell.Site.Name, At: said.SentAt}
	}
	who := t.Case.Person.Name
	if who == "" {
		who = ui.T(ctx, "conversation.you")
	}
	entry := ui.Entry{Kind: "in", Who: who, How: ui.T(ctx, "channel."+string(said.Channel)), At: said.SentAt}
	if on, entered := t.Case.Request.CameOn(said.Message); entered {
		entry.On = &on
	}
	return entry
}

// download is a file as the page offers it.
func (t Tracking) download(ctx context.Context, file request.Handed, primary bool) ui.Download {
	scan := ui.T(ctx, "tracking.unscanned")
	if file.Scan == request.Clean {
		scan = ui.T(ctx, "tracking.scanned")
	}
	about := []string{fileKind(ctx, file.MediaType), ui.FileSize(ctx, file.Size), scan}
	return ui.Download{Name: file.Name, About: strings.Join(about, ui.T(ctx, "list.comma")), Href: t.FileAt + file.ID.String(), Icon: "document", Primary: primary}
}

func (t Tracking) downloads(ctx context.Context, files []request.Handed) []ui.Download {
	var offered []ui.Download
	for i, file := range files {
		offered = append(offered, t.download(ctx, file, i == 0))
	}
	return offered
}

func fileKind(ctx context.Context, mediaType string) string {
	switch mediaType {
	case "application/pdf":
		return ui.T(ctx, "file.kind.pdf")
	case "image/png":
		return ui.T(ctx, "file.kind.png")
	case "image/jpeg":
		return ui.T(ctx, "file.kind.jpeg")
	case "text/plain":
		return ui.T(ctx, "file.kind.text")
	}
	return ui.T(ctx, "file.kind.other")
}

// remedies are what a person may do about a refusal, in words.
func (t Tracking) remedies(ctx context.Context, right request.FollowedRight) []string {
	var words []string
	for _, remedy := range right.Remedies {
		key := "remedy." + remedy
		switch {
		case remedy == "complaint_to_authority":
			words = append(words, ui.T(ctx, key, "authority", ui.Authority(ctx, t.Case.Responsible.Authority, right.Authority)))
		case ui.Has(ctx, key): // what a refusal itself must contain, such as its reasons, is no remedy
			words = append(words, ui.T(ctx, key))
		}
	}
	return words
}

func outcomeKind(outcome string) ui.Kind {
	switch outcome {
	case "granted":
		return ui.Done
	case "partly":
		return ui.Soon
	}
	return ui.Withdrawn
}

// answeredWords say when the answer came and whether that was in time.
func (t Tracking) answeredWords(ctx context.Context) string {
	day := ui.Date(ctx, civil.DateOf(t.Case.Request.AnsweredAt.In(t.Case.Request.Location())))
	if t.Case.AnsweredInTime() {
		return ui.T(ctx, "tracking.in_time", "date", day)
	}
	return ui.T(ctx, "tracking.late", "date", day)
}

func (t Tracking) law() string {
	law, _ := regime.At(t.Case.Request.LeadRegime, civil.DateOf(t.Case.Request.ReceivedAt.In(t.Case.Request.Location())))
	return law.Short
}
