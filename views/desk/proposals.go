package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"privacydesk/models/edition"
	"privacydesk/views/ui"
)

// ProposalPath is where a proposal is reviewed.
func ProposalPath(id int64) string { return fmt.Sprintf("/desk/proposals/%d", id) }

// EditionPath is where staff see what was published and may withdraw or withhold it.
func EditionPath(id int64) string { return fmt.Sprintf("/desk/editions/%d", id) }

// ReviewPage is a proposal as reviewers see it, whatever its subject.
type ReviewPage struct {
	Proposal edition.Proposal
	Title    string
	Changes  string          // in a few words, "" when they are not counted
	Body     templ.Component // what changed, as the subject shows it
	Names    map[int64]string
	Authors  []int64
	Approval *edition.Approval
	Comments []edition.ProposalComment
	Places   []ui.Option // what a comment may be about

	Elsewhere []int // numbers of comments on the whole or on what did not change

	MayApprove, MayRecall bool
	IsAuthor              bool // who reads it wrote a part of it
	Waived                bool // an author may approve

	Comment     ui.Form[edition.CommentInput]
	Decision    ui.Form[DecisionInput]
	Publication ui.Form[edition.PublicationInput]
}

// DecisionInput is what a reviewer decides.
type DecisionInput struct {
	Outcome string `form:"outcome"` // "approve" or "return"
	Note    string `form:"note"`
}

// place is what a comment is about, in words.
func (p ReviewPage) place(ctx context.Context, place string) string {
	for _, known := range p.Places {
		if known.Value == place {
			return known.Text
		}
	}
	if place == "" {
		return ui.T(ctx, "comment.whole")
	}
	return place
}

// Remarks are the comments on what changed, which stand where it stands; the others
// become Elsewhere.
func (p *ReviewPage) Remarks(changed []string) ui.Remarks {
	about := map[string][]int{}
	p.Elsewhere = nil
	for i, comment := range p.Comments {
		if slices.Contains(changed, comment.Place) {
			about[comment.Place] = append(about[comment.Place], i+1)
		} else {
			p.Elsewhere = append(p.Elsewhere, i+1)
		}
	}
	remarks := ui.Remarks{}
	for place, numbers := range about {
		remarks[place] = ui.RemarksOn{Pins: pinsOf(numbers), Said: reviewRemarks(*p, numbers)}
	}
	return remarks
}

// pinsOf are the pins of comments of these numbers.
func pinsOf(numbers []int) []string {
	pins := make([]string, len(numbers))
	for i, number := range numbers {
		pins[i] = strconv.Itoa(number)
	}
	return pins
}

// open counts the comments that nobody has resolved.
func (p ReviewPage) open() int {
	open := 0
	for _, comment := range p.Comments {
		if comment.ResolvedAt == nil {
			open++
		}
	}
	return open
}

// name of a person; the portal itself has none.
func (p ReviewPage) name(id int64) string { return p.Names[id] }

// ProposalRow is a proposal in a list.
type ProposalRow struct {
	Proposal edition.Proposal
	Title    string
	Name     string // who prepared it
}

// EditionPage is what was published, for those who may take it back.
type EditionPage struct {
	Edition      edition.Edition
	Title        string
	Public       string // address where the public reads it
	Names        map[int64]string
	InEffect     bool
	Withholdings []edition.Withholding
	MayWithdraw  bool
	MayWithhold  bool
}

// ReasonInput is a reason that the public reads.
type ReasonInput struct {
	Reason      string `form:"reason"`
	LegalReason string `form:"legal_reason"`
	Confirm     string `form:"confirm"` // "yes" or "no": the second person's part of a withholding
}

// WaiversPage is where four eyes are turned off and on for a site.
type WaiversPage struct {
	SiteKey, SiteName string
	Waivers           []edition.Waiver
	Names             map[int64]string
	Form              ui.Form[edition.WaiverInput]
}
