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
	load, err := d.Requests.Workload(ctx, actor)
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
	board.WorkPath = views.QueuePath(request.Filter{Owner: "me"})
	for i, row := range load.Mine {
		work := views.WorkOf(ctx, row)
		if i < workShown {
			board.Work = append(board.Work, work)
		}
		switch {
		case work.Paused || row.DueOn == nil:
		case work.Days < 0:
			board.Overdue++
		case work.Days <= work.DueSoon:
			board.Soon, board.SoonDay = board.Soon+1, board.Day.AddDays(work.DueSoon)
		}
	}
	board.Chart = loadBars(ctx, load)
	for _, row := range load.Second {
		board.Approvals = append(board.Approvals, ui.Item{Icon: "eye", Href: views.RequestPath(row.Reference) + "/decision",
			Title: ui.T(ctx, "workload.refusal", "rights", views.RightNames(ctx, row.Rights)), Text: row.Reference})
	}
	return nil
}

// loadBars are the deadlines of the next days; what is overdue stands on today's bar.
func loadBars(ctx context.Context, load request.Workload) []ui.Bar {
	const near = 5 // days, as sites count unless they say otherwise
	var bars []ui.Bar
	for i, day := range load.Days {
		bar := ui.Bar{Label: ui.ShortDate(ctx, day.Day)}
		if i == 0 {
			bar.Note, bar.Over = ui.T(ctx, "workload.today"), load.Counts.Overdue
		}
		if i <= near {
			bar.Soon = day.N
		} else {
			bar.Track = day.N
		}
		bars = append(bars, bar)
	}
	return bars
}
