package processor

import (
	"context"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// list is the site's register as something to make editions from.
func (r *Register) list(at site.Site) entry.List {
	return entry.List{
		Editions: r.Editions, Site: at, Subject: edition.Processors(at.Key), Registers: entry.Registers(register),
		Read: func(ctx context.Context, tx *store.Tx) (any, error) { return r.current(ctx, tx.DB, at) },
	}
}

// Prepare compares the site's register with its newest edition.
//
// Errors: store.ErrForbidden; store.ErrNotFound on a site that is not the actor's.
func (r *Register) Prepare(ctx context.Context, actor access.Actor, at site.Site) (entry.Preparation, error) {
	return r.list(at).Prepare(ctx, actor, access.ReadProcessors, func(content []byte) ([]entry.Difference, int, error) {
		after, err := r.current(ctx, r.Store.DB, at)
		if err != nil {
			return nil, 0, err
		}
		differences, err := CompareContent(content, after)
		return differences, len(after.Companies), err
	})
}

// Propose puts the site's list, as the register has it, up for approval.
//
// Errors: those of entry.List.Propose.
func (r *Register) Propose(ctx context.Context, by access.Actor, at site.Site, in entry.EditionInput) (edition.Proposal, error) {
	return r.list(at).Propose(ctx, by, in)
}

// CompareContent says what differs between the content of an edition (none before the
// first) and a list: categories, then companies.
func CompareContent(content []byte, after Companies) ([]entry.Difference, error) {
	name := func(c Company) string { return c.Name }
	if len(content) == 0 {
		return entry.Differences(nil, after.Companies, name)
	}
	before, err := ReadCompanies(content)
	if err != nil {
		return nil, err
	}
	groups, err := entry.CategoryDifferences(before.Categories, after.Categories)
	if err != nil {
		return nil, err
	}
	companies, err := entry.Differences(before.Companies, after.Companies, name, name)
	return append(groups, companies...), err
}
