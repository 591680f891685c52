package desk

import (
	"context"

	"privacydesk/models/edition"
	"privacydesk/views/ui"
)

// editionName is an edition in a list: the version of a document, or its number.
func editionName(ctx context.Context, one edition.Edition) string {
	if one.Version != "" {
		return ui.T(ctx, "editions.version", "version", one.Version)
	}
	return ui.T(ctx, "editions.edition", "number", one.Number)
}

// SubjectName says in words what editions are of: a policy by its title, what a site
// has one of by the site.
func SubjectName(ctx context.Context, subject edition.Subject, title string) string {
	if title == "" {
		title = subject.Key()
	}
	return ui.T(ctx, "subject."+subject.Kind(), "title", title)
}

// ProposalTitle names a proposal: "Privacy policy 7.4".
func ProposalTitle(ctx context.Context, proposal edition.Proposal) string {
	name := SubjectName(ctx, proposal.Subject, proposal.Title)
	if proposal.Version != "" {
		name += " " + proposal.Version
	}
	return name
}
