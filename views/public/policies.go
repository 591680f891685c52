package public

import (
	"context"
	"time"

	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// Standing is where a version of a policy stands at the time of the page.
type Standing string

const (
	InForce   Standing = "in_force"
	Upcoming  Standing = "upcoming"
	Replaced  Standing = "replaced"
	Withdrawn Standing = "withdrawn"
)

// chip is how a list shows the standing.
func (s Standing) chip() ui.Kind {
	switch s {
	case InForce:
		return ui.InForce
	case Upcoming:
		return ui.Scheduled
	case Withdrawn:
		return ui.Withdrawn
	}
	return ui.Replaced
}

// Version is a version of a policy with its place in the history.
type Version struct {
	Edition  edition.Edition
	Standing Standing
	Until    *time.Time // when another took its place; nil = has not yet
	Before   string     // the version that it replaced, "" for the first
}

// PolicyPage is one version of a policy as readers see it.
type PolicyPage struct {
	Base    string // address of the document in the language of the page
	Content policy.Content
	Title   string
	Locale  string // of the text
	Text    text.Page
	Version Version
	Current string   // the version in force, "" when there is none
	Next    *Version // one that takes effect later
	Fixed   bool     // the page of one version for ever, not of the one in force

	Changed map[string]policy.Passage // by key of a clause: the first change in it since the version before
}

// ChangedClauses are the clauses in which a redline has changes, by key, each with the
// first of them.
func ChangedClauses(redline policy.Redline) map[string]policy.Passage {
	changed := map[string]policy.Passage{}
	for _, passage := range redline.Passages {
		if _, known := changed[passage.Section.Key]; passage.ID != "" && !known {
			changed[passage.Section.Key] = passage
		}
	}
	return changed
}

// clause names a clause with the way to what changed in it.
func (p PolicyPage) clause(ctx context.Context, clause text.PageClause) ui.Heading {
	named := heading(clause)
	passage, changed := p.Changed[clause.Key]
	if !changed {
		return named
	}
	words := ui.T(ctx, "policy.changed_in", "version", p.Version.Edition.Version)
	if passage.Section.New {
		words = ui.T(ctx, "policy.new_in", "version", p.Version.Edition.Version)
	}
	named.Changed = ui.Link{Text: words, Href: comparePath(p.Base, p.Version.Before, p.Version.Edition.Version) + "#" + passage.ID}
	return named
}

// permanent is the address of the version for ever, made from that of the page.
func (p PolicyPage) permanent(here string) string {
	if p.Fixed {
		return here
	}
	return here + "/" + p.Version.Edition.Version
}

// headings are the contents of the page.
func (p PolicyPage) headings() []ui.Heading {
	var headings []ui.Heading
	for _, clause := range p.Text.Clauses {
		if clause.Heading != "" {
			headings = append(headings, heading(clause))
		}
	}
	return headings
}

func heading(clause text.PageClause) ui.Heading {
	return ui.Heading{Key: clause.Key, Number: clause.Number, Text: clause.Heading}
}

// PolicyGroup is a category of the rules centre.
type PolicyGroup struct {
	Category policy.Category
	Policies []PolicyRow
}

// PolicyRow is a policy in the rules centre.
type PolicyRow struct {
	Base    string
	Title   string
	Locale  string // of the title
	Edition edition.Edition
}

// ComparePage is a comparison of two versions.
type ComparePage struct {
	Base     string
	Title    string
	From, To Version
	Locale   string // of both texts
	Redline  policy.Redline
	Full     bool   // unchanged passages too
	Here     string // address of the comparison
}
