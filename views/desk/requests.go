package desk

import (
	"context"
	"strconv"
	"strings"

	"privacydesk/models/request"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/views/ui"
)

// RequestPath is where staff work the request. (Public addresses never hold a reference.)
func RequestPath(reference string) string { return "/desk/requests/" + reference }

// QueuePath is the queue through a filter.
func QueuePath(filter request.Filter) string {
	if query := filter.Query().Encode(); query != "" {
		return "/desk/requests?" + query
	}
	return "/desk/requests"
}

// Number is a number as forms carry it.
func Number(n int64) string { return strconv.FormatInt(n, 10) }

// Queue is the page that lists requests.
type Queue struct {
	Shell   ui.DeskShell
	Filter  request.Filter
	Page    store.Page[request.Listed]
	Counts  request.Counts
	Views   []request.SavedView
	Workers []request.Worker
	Sites   []site.Site
	Saving  ui.Form[request.ViewInput]
	MayLog  bool
}

// Bounded is a number that was counted up to a bound.
func Bounded(ctx context.Context, n int) string {
	if n >= request.CountBound {
		return ui.T(ctx, "queue.more_than", "count", ui.Number(ctx, request.CountBound-1))
	}
	return ui.Number(ctx, int64(n))
}

// WorkOf is a listed request as the dashboard shows it.
func WorkOf(ctx context.Context, row request.Listed) Work {
	return Work{
		Title: RightNames(ctx, row.Rights), Reference: row.Reference, Href: RequestPath(row.Reference), Person: row.Name,
		Step: ui.T(ctx, "queue.step."+row.Next()), Days: row.Days, DueSoon: row.SoonDays, Paused: row.PausedLeft != nil, NoDay: row.DueOn == nil,
	}
}

// views are the ways to look at the queue that everybody has, then the person's own.
func (q Queue) views(ctx context.Context) []ui.Link {
	var links []ui.Link
	for _, view := range []struct {
		key    string
		filter request.Filter
		count  string
	}{
		{"queue.view.open", request.Filter{}, ui.Number(ctx, int64(q.Counts.Open))},
		{"queue.view.mine", request.Filter{Owner: "me"}, Bounded(ctx, q.Counts.Mine)},
		{"queue.view.overdue", request.Filter{Due: "overdue"}, Bounded(ctx, q.Counts.Overdue)},
		{"queue.view.week", request.Filter{Due: "week"}, Bounded(ctx, q.Counts.Week)},
		{"queue.view.unassigned", request.Filter{Owner: "none"}, Bounded(ctx, q.Counts.Unassigned)},
		{"queue.view.paused", request.Filter{Due: "paused"}, Bounded(ctx, q.Counts.Paused)},
		{"queue.view.unread", request.Filter{Stage: "all", Unread: true}, Bounded(ctx, q.Counts.Unread)},
	} {
		links = append(links, ui.Link{Text: ui.T(ctx, view.key), Href: QueuePath(view.filter), Count: view.count, Current: q.Filter == view.filter})
	}
	for _, saved := range q.Views {
		links = append(links, ui.Link{Text: saved.Name, Href: QueuePath(saved.Filter()), Current: q.Filter == saved.Filter()})
	}
	return links
}

// saved is the person's own view that is shown, if one is.
func (q Queue) saved() (request.SavedView, bool) {
	for _, view := range q.Views {
		if view.Filter() == q.Filter {
			return view, true
		}
	}
	return request.SavedView{}, false
}

func (q Queue) narrowed() bool { return q.Filter != request.Filter{} }

// pageLink leads to another page of the same filter.
func (q Queue) pageLink(cursor, words string) ui.Link {
	if cursor == "" {
		return ui.Link{Text: words}
	}
	query := q.Filter.Query()
	query.Set("cursor", cursor)
	return ui.Link{Text: words, Href: "/desk/requests?" + query.Encode()}
}

func (q Queue) shown(ctx context.Context) string {
	key := "queue.shown_newest"
	if q.Filter.SoonestFirst() {
		key = "queue.shown_soonest"
	}
	return ui.T(ctx, key, "count", len(q.Page.Items))
}

func anyOption(ctx context.Context, key string) ui.Option { return ui.Option{Text: ui.T(ctx, key)} }

func stageOptions() []ui.Option {
	var options []ui.Option
	for _, stage := range request.Stages() {
		key := stage
		if key == "" {
			key = "open"
		}
		options = append(options, ui.Option{Value: stage, Message: "stage." + key})
	}
	return options
}

func rightFilters(ctx context.Context) []ui.Option {
	return append([]ui.Option{anyOption(ctx, "queue.any_right")}, rightTerms(ctx)...)
}

func dueOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{anyOption(ctx, "queue.any_due")}
	return append(options, ui.Options("due.", request.Dues())...)
}

func channelOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{anyOption(ctx, "queue.any_channel")}
	for _, channel := range request.Channels() {
		options = append(options, ui.Option{Value: string(channel), Text: ui.T(ctx, "channel."+string(channel))})
	}
	return options
}

// anyLaw are the laws behind the words for none of them.
func anyLaw(ctx context.Context, none string) []ui.Option {
	return append([]ui.Option{anyOption(ctx, none)}, lawOptions()...)
}

func (q Queue) siteOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{anyOption(ctx, "queue.any_site")}
	for _, at := range q.Sites {
		options = append(options, ui.Option{Value: Number(at.ID), Text: at.Name})
	}
	return options
}

func (q Queue) siteChosen() string {
	if q.Filter.Site == 0 {
		return ""
	}
	return Number(q.Filter.Site)
}

func (q Queue) ownerOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{anyOption(ctx, "queue.anyone"), {Value: "me", Text: ui.T(ctx, "queue.me")}, {Value: "none", Text: ui.T(ctx, "queue.nobody")}}
	return append(options, workerOptions(q.Workers)...)
}

func workerOptions(workers []request.Worker) []ui.Option {
	var options []ui.Option
	for _, worker := range workers {
		options = append(options, ui.Option{Value: Number(worker.ID), Text: worker.Name})
	}
	return options
}

// RightNames are what a request asks for, in one line.
func RightNames(ctx context.Context, rights []string) string {
	names := make([]string, 0, len(rights))
	for _, right := range rights {
		names = append(names, ui.T(ctx, "right."+right+".name"))
	}
	return strings.Join(names, ", ")
}

func pagerBack(ctx context.Context, q Queue) string {
	if q.Filter.SoonestFirst() {
		return ui.T(ctx, "queue.sooner")
	}
	return ui.T(ctx, "queue.newer")
}

func pagerOn(ctx context.Context, q Queue) string {
	if q.Filter.SoonestFirst() {
		return ui.T(ctx, "queue.later")
	}
	return ui.T(ctx, "queue.older")
}

func searchLead(ctx context.Context, failed bool, found int, more bool) string {
	switch {
	case failed:
		return ""
	case more:
		return ui.T(ctx, "search.more", "count", ui.Number(ctx, int64(found)))
	}
	return ui.T(ctx, "search.found", "count", found)
}
