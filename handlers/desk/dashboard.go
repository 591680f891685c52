package desk

import (
	"fmt"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) dashboardRoutes() []web.Route {
	return []web.Route{web.Get("/desk", access.Desk, d.showDashboard)}
}

// dashboardPart adds what one register knows, within what the actor may see.
type dashboardPart func(web.Ctx, *views.Dashboard) error

// dashboardParts are the parts of the dashboard; each register has a line.
func (d *Desk) dashboardParts() []dashboardPart {
	return []dashboardPart{
		d.requestWork,
		d.approvalsWaiting,
		d.openDrafts,
	}
}

func (d *Desk) showDashboard(c web.Ctx) error {
	ctx := c.Request().Context()
	board := views.Dashboard{Day: ui.Day(ctx, d.People.Store.Now()), NoRole: len(web.Actor(c).Grants) == 0}
	for _, add := range d.dashboardParts() {
		if err := add(c, &board); err != nil {
			return err
		}
	}
	return web.Page(c, views.Start(d.shell(c, ui.T(ctx, "place.dashboard")), board))
}

// approvalsWaiting adds the proposals of others that the actor may approve.
func (d *Desk) approvalsWaiting(c web.Ctx, board *views.Dashboard) error {
	const page = "/desk/proposals/:id"
	ctx, actor := c.Request().Context(), web.Actor(c)
	if !actor.May(access.ApproveEditions) || !web.Serves(c, page) {
		return nil
	}
	open, err := d.Editions.Open(ctx, actor)
	if err != nil {
		return err
	}
	authors := make([]int64, 0, len(open))
	for _, proposal := range open {
		authors = append(authors, proposal.PreparedBy)
	}
	names, err := d.People.Names(ctx, authors...)
	if err != nil {
		return err
	}
	for _, proposal := range open {
		if proposal.State != edition.InReview || proposal.PreparedBy == actor.ID || !actor.MayOn(access.ApproveEditions, proposal.SiteID) {
			continue
		}
		board.Approvals = append(board.Approvals, ui.Item{
			Icon: "document", Href: fmt.Sprintf("/desk/proposals/%d", proposal.ID),
			Title: views.ProposalTitle(ctx, proposal),
			Text:  ui.T(ctx, "dashboard.sent", "name", names[proposal.PreparedBy], "date", ui.Date(ctx, ui.Day(ctx, proposal.PreparedAt))),
			End:   ui.Chip(ui.Review, ui.T(ctx, "dashboard.in_review")),
		})
	}
	return nil
}
