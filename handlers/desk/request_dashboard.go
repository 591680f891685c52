package desk

import (
	"context"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// workShown is how many cases of one's own the dashboard lists.
const workShown = 8

// requestWork adds what the actor has to do on requests, and how all of them stand.
func (d *Desk) requestWork(c web.Ctx, board *views.Dashboard) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	if d.Requests == nil || !actor.May(access.ReadRequests) {
		return nil
	}
	load, err := d.Requests.Workload(ctx, actor, ui.Zone(ctx))
	if err != nil {
		return err
	}
	if actor.May(access.LogRequests) {
		board.Actions = append(board.Actions, ui.Link{Text: ui.T(ctx, "entry.title"), Href: "/desk/requests/new", Icon: "plus"})
	}
	board.Figures = append(board.Figures,
		ui.Figure{Label: ui.T(ctx, "workload.open"), Value: ui.Number(ctx, int64(load.Counts.Open))},
		ui.Figure{Label: ui.T(ctx, "workload.overdue"), Value: views.Bounded(ctx, load.Counts.Overdue)},
		ui.Figure{Label: ui.T(ctx, "workload.unassigned"), Value: views.Bounded(ctx, load.Counts.Unassigned)},
		ui.Figure{Label: ui.T(ctx, "workload.unread"), Value: views.Bounded(ctx, load.Counts.Unread)})
	board.Requests = views.Standing{Overdue: load.Counts.Overdue, Unassigned: load.Counts.Unassigned}
	if load.Counts.Overdue >= request.CountBound {
		board.Requests.Many = views.Bounded(ctx, load.Counts.Overdue)
	}
	board.WorkCount = views.Bounded(ctx, load.Counts.Mine)
	ownWork(ctx, board, load.Mine)
	if way := urgentOf(load); way != "" {
		board.Actions = append(board.Actions, ui.Link{Text: ui.T(ctx, "dashboard.urgent"), Href: way})
	}
	board.Chart = loadBars(ctx, load)
	board.Refusals = len(load.Second)
	for _, row := range load.Second {
		board.Approvals = append(board.Approvals, ui.Item{Icon: "eye", Href: views.RequestPath(row.Reference) + "/decision",
			Title: ui.T(ctx, "workload.refusal", "rights", views.RightNames(ctx, row.Rights)), Text: row.Reference})
	}
	return nil
}

// ownWork adds the actor's own cases, soonest first.
func ownWork(ctx context.Context, board *views.Dashboard, mine []request.Listed) {
	board.WorkPath = views.QueuePath(request.Filter{Owner: "me"})
	for i, row := range mine {
		work := views.WorkOf(ctx, row)
		if i < workShown {
			board.Work = append(board.Work, work)
		}
		switch {
		case work.Paused || work.NoDay:
		case work.Days < 0:
			board.Overdue++
		case work.Days <= work.DueSoon:
			board.Soon++
			if row.DueOn.After(board.SoonDay) {
				board.SoonDay = *row.DueOn
			}
		}
	}
}

// urgentOf leads to what presses most: the actor's own case that is due soonest; for
// somebody without one, those of others that are late, or that nobody has.
func urgentOf(load request.Workload) string {
	switch {
	case len(load.Mine) > 0:
		return views.RequestPath(load.Mine[0].Reference)
	case load.Counts.Overdue > 0:
		return views.QueuePath(request.Filter{Due: "overdue"})
	case load.Counts.Unassigned > 0:
		return views.QueuePath(request.Filter{Owner: "none"})
	}
	return ""
}

// loadBars are the deadlines of the next days. What is overdue has no day of its own
// there: it stands at the foot of today's bar, in its own colour.
func loadBars(ctx context.Context, load request.Workload) []ui.Bar {
	var bars []ui.Bar
	for i, day := range load.Days {
		bar := ui.Bar{Label: ui.ShortDate(ctx, day.Day), Soon: day.Near, Track: day.N - day.Near, More: day.N >= request.CountBound}
		if i == 0 {
			bar.Note, bar.Over = ui.T(ctx, "workload.today"), load.Counts.Overdue
			bar.More = bar.More || load.Counts.Overdue >= request.CountBound
		}
		bars = append(bars, bar)
	}
	return bars
}
