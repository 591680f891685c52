package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"privacydesk/models/edition"
	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// Case is what the pages of a case show.
type Case struct {
	Shell ui.DeskShell
	Case  request.Case
	Tab   string
	Now   time.Time
	Today civil.Date // in the zone of the case
	Me    int64

	MayWork, MayAssign, MayConfirm, MayReveal bool

	MayExtend bool
	Room      request.Room
	FormKey   string
	Workers   []request.Worker
	History   store.Page[request.Happened]
	Saying    ui.Form[request.SayInput]
	Planning  ui.Form[request.TaskInput]
	Attaching ui.Form[request.AttachmentInput]
	Forecast  *request.Forecast
	Theirs    map[string]string // what somebody else saved since the form was opened
}

func (v Case) path() string { return RequestPath(v.Case.Request.Reference) }

// Title says what is asked for and by whom.
func (v Case) Title(ctx context.Context) string {
	rights := make([]string, 0, len(v.Case.Rights))
	for _, right := range v.Case.Rights {
		rights = append(rights, string(right.Key))
	}
	if v.Case.Person.Name == "" {
		return RightNames(ctx, rights)
	}
	return ui.T(ctx, "case.title", "rights", RightNames(ctx, rights), "person", v.Case.Person.Name)
}

func (v Case) open() bool { return v.Case.Request.Open }

func (v Case) name(id *int64) string {
	if id == nil {
		return ""
	}
	return v.Case.People[*id]
}

func (v Case) tabs(ctx context.Context) []ui.Link {
	done := len(v.Case.Tasks) - v.Case.OpenTasks()
	counts := map[string]string{"conversation": ui.Number(ctx, int64(len(v.Case.Messages))), "files": ui.Number(ctx, int64(len(v.Case.Files)))}
	if len(v.Case.Tasks) > 0 {
		counts["tasks"] = ui.T(ctx, "case.tab.done_of", "done", done, "all", len(v.Case.Tasks))
	}
	var links []ui.Link
	for _, tab := range []string{"conversation", "clock", "tasks", "decision", "files", "history"} {
		href := v.path()
		if tab != "conversation" {
			href += "/" + tab
		}
		links = append(links, ui.Link{Text: ui.T(ctx, "case.tab."+tab), Href: href, Count: counts[tab], Current: v.Tab == tab})
	}
	return links
}

// track is the clock as a line; false where the law sets no day.
func (v Case) track() (ui.ClockTrack, bool) {
	lead := v.Case.Clock.Lead
	due := v.Case.Request.DueOn
	if due == nil || lead.Start == nil {
		return ui.ClockTrack{}, false
	}
	track := ui.ClockTrack{Start: lead.Received, Due: *due, Today: v.Today}
	if lead.Stopped != nil {
		track.Today, track.Answered = *lead.Stopped, true
	}
	for _, pause := range lead.Pauses {
		track.Pauses = append(track.Pauses, ui.ClockPause{From: pause.From, Until: pause.Until})
	}
	return track, true
}

// stage is how far the work is, where the chip beside it does not say it already.
func (v Case) stage(ctx context.Context) string {
	switch stage := v.Case.Request.Stage; stage {
	case request.Received:
		return ui.T(ctx, "case.not_begun")
	case request.Answered, request.Closed:
		return ""
	default:
		return ui.T(ctx, "stage."+string(stage)+".label")
	}
}

// left says how far away the deadline is, or how the clock stands.
func (v Case) left(ctx context.Context) string {
	r := v.Case.Request
	switch {
	case r.Stage == request.Closed && r.AnsweredAt == nil:
		return ui.T(ctx, "stage.closed.label")
	case !r.Open:
		return ui.T(ctx, "stage.answered.label")
	case r.PausedLeft != nil:
		return ui.T(ctx, "deadline.paused", "count", *r.PausedLeft)
	case r.DueOn == nil:
		return ui.T(ctx, "queue.no_day")
	}
	return ui.DaysLeft(ctx, regime.DaysLeft(*r.DueOn, v.Today))
}

func (v Case) by(ctx context.Context) string {
	switch due := v.Case.Request.DueOn; {
	case due == nil:
		return ui.T(ctx, "case.clock.no_day")
	case v.Case.Clock.Lead.NotBefore && v.open():
		return ui.T(ctx, "case.clock.not_before", "date", ui.Weekday(ctx, *due))
	default:
		return ui.T(ctx, "case.clock.answer_by", "date", ui.Weekday(ctx, *due))
	}
}

func (v Case) days() int {
	if v.Case.Request.DueOn == nil {
		return 0
	}
	return regime.DaysLeft(*v.Case.Request.DueOn, v.Today)
}

// laws are the laws of the case by their short names.
func (v Case) laws() string {
	var names []string
	for _, timeline := range v.Case.Clock.Timelines {
		if name := lawName(timeline.Regime); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// entry is a message as the conversation shows it.
func (v Case) entry(ctx context.Context, said request.Said) ui.Entry {
	entry := ui.Entry{Kind: string(said.Kind), Who: v.name(said.AuthorID), At: said.SentAt}
	if said.Kind == request.In {
		entry.Who, entry.How = v.Case.Person.Name, ui.T(ctx, "channel."+string(said.Channel))
		if on, entered := v.Case.Request.CameOn(said.Message); entered {
			entry.On = &on
			entry.How = ui.T(ctx, "message.entered", "channel", entry.How, "date", ui.Date(ctx, ui.Day(ctx, said.SentAt)))
		}
	}
	if said.Kind == request.Out {
		entry.How = ui.T(ctx, "message.to_person")
	}
	return entry
}

// OwnerOf is who has the request, as forms carry it.
func OwnerOf(r request.Request) string {
	if r.OwnerID == nil {
		return "0"
	}
	return Number(*r.OwnerID)
}

func (v Case) owners(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "0", Text: ui.T(ctx, "queue.nobody")}}
	for _, worker := range v.Workers {
		if v.MayAssign || worker.ID == v.Me {
			options = append(options, ui.Option{Value: Number(worker.ID), Text: worker.Name})
		}
	}
	return options
}

func (v Case) workers(ctx context.Context) []ui.Option {
	return append([]ui.Option{{Value: "0", Text: ui.T(ctx, "task.whoever")}}, workerOptions(v.Workers)...)
}

func (v Case) grounds(ctx context.Context, right regime.Right) []ui.Option {
	options := []ui.Option{{Text: ui.T(ctx, "decision.ground.none")}}
	for _, ground := range v.Case.Request.Grounds(right) {
		options = append(options, ui.Option{Value: ground.Code, Text: ground.Name + " (" + ground.Citation + ")"})
	}
	return options
}

// refusal is a decision that waits for its second person.
func (v Case) refusal(id uuid.UUID) (request.DecidedRight, bool) {
	for _, right := range v.Case.Rights {
		if right.Stands != nil && right.Stands.ID == id {
			return right, true
		}
	}
	return request.DecidedRight{}, false
}

// editionAddress is where an edition is read, for ever: a policy by its version and a
// list by its number where the public reads them, the facts of a site at the desk.
func editionAddress(siteURL string, e edition.Edition) string {
	switch e.Subject.Kind() {
	case edition.KindCookies:
		return siteURL + "/cookies/" + strconv.Itoa(e.Number)
	case edition.KindProcessors:
		return siteURL + "/companies/" + strconv.Itoa(e.Number)
	case edition.KindFacts:
		return ToldFactsPath(e.Subject.Key(), e.Number)
	}
	return siteURL + "/policies/" + e.Subject.Key() + "/" + e.Version
}

// editionTitle says what an edition is of, and which it is.
func editionTitle(ctx context.Context, e request.KeptEdition) string {
	return SubjectName(ctx, e.Subject, e.Title) + ", " + editionName(ctx, e.Edition)
}
