package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) proposalRoutes() []web.Route {
	return []web.Route{
		web.Get("/desk/proposals", access.ReviewEditions, d.listProposals),
		web.Get("/desk/proposals/:id", access.ReviewEditions, d.showProposal),
		web.Post("/desk/proposals/:id/comments", access.ReviewEditions, d.createComment),
		web.Post("/desk/proposals/:id/comments/:comment/resolution", access.ReviewEditions, d.resolveComment),
		web.Post("/desk/proposals/:id/decision", access.ApproveEditions, d.decideProposal),
		web.Post("/desk/proposals/:id/recall", access.ProposeEditions, d.recallProposal),
		web.Post("/desk/proposals/:id/publication", access.ApproveEditions, d.publishProposal),
	}
}

// reviewed is what changed in a proposal, as its subject shows it.
type reviewed struct {
	changes string      // in a few words
	places  []ui.Option // what a comment may be about
	changed []string    // those of the places where something changed, so that comments stand there

	body func(ui.Remarks) templ.Component // all of it, with the comments where they belong
}

// review is what changed since the edition before, which has no content where there
// is none.
type review func(ctx context.Context, before edition.Edition, proposal edition.Proposal) (reviewed, error)

// reviews are how each kind of subject is shown.
func (d *Desk) reviews() map[string]review {
	return map[string]review{
		edition.KindPolicy:     reviewPolicy,
		edition.KindFacts:      reviewFacts,
		edition.KindCookies:    reviewEntries(reviewCookies),
		edition.KindProcessors: reviewEntries(reviewProcessors),
	}
}

func reviewPolicy(ctx context.Context, before edition.Edition, proposal edition.Proposal) (reviewed, error) {
	var old policy.Content
	if len(before.Content) > 0 {
		var err error
		if old, err = policy.ContentOf(before); err != nil {
			return reviewed{}, err
		}
	}
	after, err := policy.ContentOf(edition.Edition{Content: proposal.Content, Subject: proposal.Subject})
	if err != nil {
		return reviewed{}, err
	}
	var shown reviewed
	var texts []views.PolicyRedline
	for _, locale := range policy.LocalesOf(after) {
		redline := policy.Compare(old.Locales[locale], after.Locales[locale])
		texts = append(texts, views.PolicyRedline{Locale: locale, Before: old.Locales[locale], After: after.Locales[locale], Redline: redline})
		if locale == after.GoverningLocale {
			shown.changes = ui.RedlineCount(ctx, redline)
			for _, passage := range redline.Passages {
				if passage.ID != "" {
					shown.changed = append(shown.changed, passage.Section.Key)
				}
			}
		}
	}
	for _, clause := range after.Locales[after.GoverningLocale].Clauses {
		name := clause.Heading
		if name == "" {
			name = ui.T(ctx, "redline.introduction")
		}
		shown.places = append(shown.places, ui.Option{Value: clause.Key, Text: name})
	}
	shown.body = func(at ui.Remarks) templ.Component { return views.PolicyReview(old, after, texts, at) }
	return shown, nil
}

func reviewFacts(ctx context.Context, before edition.Edition, proposal edition.Proposal) (reviewed, error) {
	var old, new facts.Facts
	if len(before.Content) > 0 {
		var err error
		if old, err = facts.Read(before.Content); err != nil {
			return reviewed{}, err
		}
	}
	new, err := facts.Read(proposal.Content)
	changes := facts.Compare(old, new)
	shown := reviewed{changes: ui.T(ctx, "redline.changes", "count", len(changes)), body: func(at ui.Remarks) templ.Component { return views.FactsChanges(changes, at) }}
	for _, change := range changes {
		shown.places = append(shown.places, ui.Option{Value: change.Place, Text: views.FactPlace(ctx, change.Place)})
		shown.changed = append(shown.changed, change.Place)
	}
	return shown, err
}

// reviewWithheld stands where the words went with an edition that was withheld.
func reviewWithheld(_ context.Context, _ edition.Edition, _ edition.Proposal) (reviewed, error) {
	return reviewed{body: func(ui.Remarks) templ.Component { return views.WithheldReview() }}, nil
}

func (d *Desk) listProposals(c web.Ctx) error {
	ctx := c.Request().Context()
	open, err := d.Editions.Open(ctx, web.Actor(c))
	if err != nil {
		return err
	}
	var people []int64
	for _, proposal := range open {
		people = append(people, proposal.PreparedBy)
	}
	names, err := d.People.Names(ctx, people...)
	if err != nil {
		return err
	}
	rows := make([]views.ProposalRow, len(open))
	for i, proposal := range open {
		rows[i] = views.ProposalRow{Proposal: proposal, Title: views.ProposalTitle(ctx, proposal), Name: names[proposal.PreparedBy]}
	}
	return web.Page(c, views.Proposals(d.shell(c, ui.T(ctx, "proposals.title")), rows))
}

func (d *Desk) showProposal(c web.Ctx) error {
	return d.reviewPage(c, nil, func(*views.ReviewPage) {})
}

// reviewPage is the review, with what fill puts into its forms.
func (d *Desk) reviewPage(c web.Ctx, problem error, fill func(*views.ReviewPage)) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	page := views.ReviewPage{}
	if page.Proposal, err = d.Editions.Proposal(ctx, actor, id); err != nil {
		return err
	}
	if err := d.readReview(ctx, actor, &page); err != nil {
		return err
	}
	fill(&page)
	shell := d.shell(c, page.Title, ui.Link{Text: ui.T(ctx, "proposals.title"), Href: "/desk/proposals"})
	shell.Failed = problem != nil
	return shown(c, problem, views.Review(shell, page))
}

// readReview reads what stands around a proposal.
func (d *Desk) readReview(ctx context.Context, actor access.Actor, page *views.ReviewPage) (err error) {
	proposal := page.Proposal
	page.Title = views.ProposalTitle(ctx, proposal)
	before, err := d.Editions.Before(ctx, proposal)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	show, known := d.reviews()[proposal.Subject.Kind()]
	if !known {
		return store.ErrNotFound
	}
	if len(proposal.Content) == 0 {
		show = reviewWithheld
	}
	if page.Comments, err = d.Editions.Comments(ctx, proposal.ID); err != nil {
		return err
	}
	shown, err := show(ctx, before, proposal)
	if err != nil {
		return err
	}
	page.Changes, page.Places = shown.changes, shown.places
	if page.Authors, err = d.Editions.Authors(ctx, proposal.ID); err != nil {
		return err
	}
	approval, err := d.Editions.ApprovalOf(ctx, proposal.ID)
	if err == nil {
		page.Approval = &approval
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	page.IsAuthor = slices.Contains(page.Authors, actor.ID)
	page.MayApprove = actor.MayOn(access.ApproveEditions, proposal.SiteID)
	page.MayRecall = page.IsAuthor
	switch _, err := edition.OpenWaiver(ctx, d.Editions.Store.DB, proposal.SiteID, edition.WaiveApproval); {
	case err == nil:
		page.Waived = true
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	page.Names, err = d.People.Names(ctx, peopleOf(*page)...)
	page.Body = shown.body(page.Remarks(shown.changed))
	return err
}

func peopleOf(page views.ReviewPage) []int64 {
	people := append([]int64{page.Proposal.PreparedBy}, page.Authors...)
	if page.Approval != nil {
		people = append(people, page.Approval.ApprovedBy)
	}
	for _, comment := range page.Comments {
		people = append(people, comment.WrittenBy)
		if comment.ResolvedBy != nil {
			people = append(people, *comment.ResolvedBy)
		}
	}
	return people
}

func (d *Desk) createComment(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	form, err := web.Submitted[edition.CommentInput](c)
	if err == nil {
		err = d.Editions.Comment(c.Request().Context(), web.Actor(c), id, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.reviewPage(c, err, func(p *views.ReviewPage) { p.Comment = form })
	case err != nil:
		return err
	}
	return d.done(c, views.ProposalPath(id), "comment.done")
}

func (d *Desk) resolveComment(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	comment, err := number(c, "comment")
	if err != nil {
		return err
	}
	if err := d.Editions.ResolveComment(c.Request().Context(), web.Actor(c), id, comment); err != nil {
		return err
	}
	return d.done(c, views.ProposalPath(id), "comment.resolved")
}

func (d *Desk) decideProposal(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	form, err := web.Submitted[views.DecisionInput](c)
	if err == nil {
		switch form.Input.Outcome {
		case "approve":
			err = d.Editions.Approve(ctx, web.Actor(c), id, form.Input.Note)
		case "return":
			err = d.Editions.Return(ctx, web.Actor(c), id, form.Input.Note)
		default:
			err = store.Invalid{"outcome": "approval.outcome.missing"}
		}
	}
	switch {
	case web.Rejected(&form, err):
		return d.reviewPage(c, err, func(p *views.ReviewPage) { p.Decision = form })
	case err != nil:
		return err
	}
	return d.done(c, views.ProposalPath(id), "approval.done."+form.Input.Outcome)
}

func (d *Desk) recallProposal(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := d.Editions.Recall(c.Request().Context(), web.Actor(c), id); err != nil {
		return err
	}
	return d.done(c, views.ProposalPath(id), "proposal.recalled")
}

func (d *Desk) publishProposal(c web.Ctx) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), web.Actor(c)
	proposal, err := d.Editions.Proposal(ctx, actor, id)
	if err != nil {
		return err
	}
	at, err := d.siteByID(ctx, proposal.SiteID)
	if err != nil {
		return err
	}
	var published edition.Edition
	form, err := web.Submitted[edition.PublicationInput](c)
	if err == nil {
		published, err = d.Editions.Publish(ctx, actor, id, at.Location(), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.reviewPage(c, err, func(p *views.ReviewPage) { p.Publication = form })
	case err != nil:
		return err
	}
	return d.done(c, views.EditionPath(published.ID), "publication.done")
}

func (d *Desk) siteByID(ctx context.Context, id int64) (site.Site, error) {
	sites, err := d.Sites.All(ctx)
	for _, one := range sites {
		if one.ID == id {
			return one, nil
		}
	}
	if err == nil {
		err = store.ErrNotFound
	}
	return site.Site{}, err
}
