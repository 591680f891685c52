package desk

import (
	"context"
	"strings"

	"cloud.google.com/go/civil"

	"privacydesk/views/ui"
)

// Dashboard is the first page of the desk. Each register adds what it knows; a part
// that nobody has filled in is not shown.
type Dashboard struct {
	Day     civil.Date // today, in the site's zone
	NoRole  bool       // the person holds no role yet
	Actions []ui.Link  // the last is the one that matters most

	Overdue  int        // open requests of the person past their day
	Soon     int        // that are due by SoonDay
	SoonDay  civil.Date // the last day that counts as near
	Figures  []ui.Figure
	Work     []Work // soonest first
	WorkPath string // all of it
	Chart    []ui.Bar

	Approvals []ui.Item // what waits for the person's approval
	Drafts    []ui.Item // what the person writes
}

// Work is a case of the person's own.
type Work struct {
	Title, Reference, Href string
	Person                 string // whose request it is, masked
	Step                   string // what is to do next
	Days, DueSoon          int    // left; from when on it is near
	Paused                 bool
}

// Sentence says what matters today.
func (d Dashboard) Sentence(ctx context.Context) string {
	var sentences []string
	if d.Overdue > 0 {
		sentences = append(sentences, ui.T(ctx, "dashboard.overdue", "count", d.Overdue))
	}
	if d.Soon > 0 {
		sentences = append(sentences, ui.T(ctx, "dashboard.soon", "count", d.Soon, "date", ui.Weekday(ctx, d.SoonDay)))
	}
	if n := len(d.Approvals); n > 0 {
		sentences = append(sentences, ui.T(ctx, "dashboard.approvals", "count", n))
	}
	switch {
	case len(sentences) > 0:
		return strings.Join(sentences, " ")
	case d.NoRole:
		return ui.T(ctx, "dashboard.no_role")
	}
	return ui.T(ctx, "dashboard.quiet")
}
