package regime

import (
	"fmt"
	"slices"

	"cloud.google.com/go/civil"
)

// Rule is what a law says about the time to answer some rights. A zero Period
// means that the law sets none.
type Rule struct {
	Rights      []Right
	Since       civil.Date // first day of receipt that it covers; zero: as long as the regime
	Period      Period     // to answer
	Ack         Period     // to confirm the receipt
	AckCitation string     `toml:"ack_citation"` // empty: Citation
	Optout      Period     // to stop selling, sharing or using
	Appeal      Period     // to answer an appeal, from its receipt
	ConsentStop Period     `toml:"consent_stop"` // to stop after consent was withdrawn
	Extension   *Extension // nil: the law knows none
	Citation    string
	Check       string // how it was checked: P the law itself, S secondary sources, unverified
}

// Extension is the longer time that a law allows once, when its condition holds.
type Extension struct {
	Total      Period // in all, from the same start as the first period
	Open       bool   // no number in the law: the answer names the day
	Condition  string // "it is reasonably necessary"
	Notice     Period // to tell the person; zero: within the first period
	NoticeFrom string `toml:"notice_from"` // "request": the notice counts from the date of the request
}

// Effect is what an event does to a clock.
type Effect struct {
	Mode     Mode
	Rights   []Right // empty: all
	Citation string
}

// Mode is how a clock answers an event.
type Mode string

// What asking for identity, for a clarification or for a fee may do.
const (
	NoEffect         Mode = "none"
	DenyIfUnverified Mode = "deny_if_unverified" // the clock runs on; without identity the request may be denied
	Restart          Mode = "restart"            // the full period runs from the day of the reply
	RestartAfterTen  Mode = "restart_after_10_days"
	Suspend          Mode = "suspend"                // days after asking, up to the reply, do not count
	ExcludeDays      Mode = "exclude_days_inclusive" // the days of asking and of the reply do not count either
)

var modes = []Mode{NoEffect, DenyIfUnverified, Restart, RestartAfterTen, Suspend, ExcludeDays}

// On is the effect on one right.
func (e Effect) On(right Right) Mode {
	if len(e.Rights) > 0 && !slices.Contains(e.Rights, right) {
		return NoEffect
	}
	return e.Mode
}

// rolling says what happens to a last day that is not a working day.
type rolling struct {
	Rule     string // one of rollRules
	Calendar string // a code, "site" or "none"
	Citation string
}

const (
	rollNone       = "none"
	rollWorkingDay = "next_working_day" // Saturday, Sunday and holidays roll
	rollNonHoliday = "next_non_holiday" // Sunday and holidays roll; Saturday counts
)

var rollRules = []string{rollNone, rollWorkingDay, rollNonHoliday}

// counts reports whether any of the rule's periods needs a calendar to be counted.
func (r Rule) counts() bool {
	return r.Period.skips() || r.Ack.skips() || r.Optout.skips() || r.Appeal.skips() || r.ConsentStop.skips()
}

func (r Rule) validate() error {
	if len(r.Rights) == 0 || r.Citation == "" || !slices.Contains([]string{"P", "S", "P/S", "unverified"}, r.Check) {
		return fmt.Errorf("a rule needs rights, a citation and a check mark: %v", r.Rights)
	}
	for _, right := range r.Rights {
		if !right.Timed() {
			return fmt.Errorf("%q is no right", right)
		}
	}
	e := r.Extension
	if e == nil {
		return nil
	}
	if e.Condition == "" || e.Open == (e.Total.N > 0) || r.Period.IsZero() || e.Total.N > 0 && (e.Total.Unit != r.Period.Unit || e.Total.N <= r.Period.N) {
		return fmt.Errorf("the extension for %v does not fit its first period", r.Rights)
	}
	if e.Notice.IsZero() != (e.NoticeFrom == "") || e.NoticeFrom != "" && e.NoticeFrom != "request" {
		return fmt.Errorf("the notice of the extension for %v has no clear start", r.Rights)
	}
	return nil
}
