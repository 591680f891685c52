package desk

import (
	"context"
	"slices"
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

	Requests  Standing   // where the requests stand that the person may see
	Overdue   int        // of the person's own
	Soon      int        // of the person's own, due by SoonDay
	SoonDay   civil.Date // the last of those days
	Figures   []ui.Figure
	Work      []Work // soonest first
	WorkCount string // how much there is, also what is not shown
	WorkPath  string // all of it
	Chart     []ui.Bar

	Approvals []ui.Item // what waits for the person: refusals, then proposals
	Refusals  int       // how many of them are refusals
	Drafts    []ui.Item // what the person writes
}

// deadlines reports whether any falls on a day of the chart.
func (d Dashboard) deadlines() bool {
	return slices.ContainsFunc(d.Chart, func(day ui.Bar) bool { return day.Over+day.Soon+day.Track > 0 })
}

// Work is a case of the person's own.
type Work struct {
	Title, Reference, Href string
	Person                 string // whose request it is, masked
	Step                   string // what is to do next
	Days, DueSoon          int    // left; from when on it is near
	Paused, NoDay          bool   // the clock does not run; the law sets no day
}

// Standing is where the requests of everybody stand.
type Standing struct {
	Overdue, Unassigned int
	Many                string // how many are overdue where they were counted up to a bound; else empty
}

// Sentence says what matters today: what is late for anybody, then what the person
// has to do; where nothing presses, what nobody has taken on yet.
func (d Dashboard) Sentence(ctx context.Context) string {
	sentences := d.late(ctx)
	if d.Soon > 0 {
		sentences = append(sentences, ui.T(ctx, "dashboard.soon", "count", d.Soon, "date", ui.Weekday(ctx, d.SoonDay)))
	}
	if len(sentences) == 0 && d.Requests.Unassigned > 0 {
		sentences = append(sentences, ui.T(ctx, "dashboard.unassigned", "count", d.Requests.Unassigned))
	}
	if d.Refusals > 0 {
		sentences = append(sentences, ui.T(ctx, "dashboard.refusals", "count", d.Refusals))
	}
	if n := len(d.Approvals) - d.Refusals; n > 0 {
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

func (d Dashboard) late(ctx context.Context) []string {
	all := d.Requests
	switch {
	case all.Overdue == 0:
		return nil
	case all.Many != "":
		return append([]string{ui.T(ctx, "dashboard.overdue_many", "count", all.Many)}, d.ownLate(ctx)...)
	case d.Overdue == all.Overdue:
		return []string{ui.T(ctx, "dashboard.overdue_own", "count", d.Overdue)}
	}
	return append([]string{ui.T(ctx, "dashboard.overdue", "count", all.Overdue)}, d.ownLate(ctx)...)
}

func (d Dashboard) ownLate(ctx context.Context) []string {
	if d.Overdue == 0 {
		return nil
	}
	return []string{ui.T(ctx, "dashboard.overdue_of_them", "count", d.Overdue)}
}
