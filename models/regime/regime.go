package regime

import (
	"fmt"
	"maps"
	"slices"

	"cloud.google.com/go/civil"
)

// Regime is one dated row of a law's rules. Which row applies follows from the local
// day of receipt, and a running clock keeps the row that it started with.
type Regime struct {
	ID        string     // "uk-gdpr"
	Name      string     // "UK General Data Protection Regulation (United Kingdom)"
	Short     string     // "UK GDPR"
	ValidFrom civil.Date `toml:"valid_from"`
	ValidTo   civil.Date `toml:"valid_to"` // last day; zero: still valid

	Start           string  // receipt, request_date or relevant_time (the latest of receipt, identity, fee)
	Counting        string  // citation for how days are counted
	OnIdentity      Effect  `toml:"on_identity"`
	OnClarification Effect  `toml:"on_clarification"`
	OnFee           Effect  `toml:"on_fee"`
	Rollover        rolling `toml:"rollover"`

	Fee                 Fee
	FreePerYear         int      `toml:"free_per_year"`         // answers without a fee in twelve months; zero: the law gives no number
	RecordMonths        int      `toml:"record_months"`         // least time to keep the record of a request; zero: no number
	RefusalRecordMonths int      `toml:"refusal_record_months"` // the same for a refusal
	RefusalMustContain  []string `toml:"refusal_must_contain"`  // keys of refusalParts

	Authority string // whom to complain to, as a refusal names it
	Citation  string
	Check     string
	Verified  bool   // false: encoded from knowledge alone
	Rules     []Rule `toml:"rule"`
}

// Fee is when a law allows to ask for money.
type Fee struct {
	Default  string   // free, allowed, capped, unstated
	Grounds  []string // codes of grounds on which a free answer may be charged
	NeverFor []Right  `toml:"never_for"`
	Note     string
	Citation string
}

var (
	starts       = []string{"receipt", "relevant_time", "request_date"}
	feeDefaults  = []string{"free", "allowed", "capped", "unstated"}
	refusalParts = []string{
		"reasons", "refused_part", "complaint_to_us", "complaint_to_authority", "judicial_remedy",
		"how_to_appeal", "how_to_object", "other_controller", "note_of_dispute", "statement_of_correction", "offer_opt_out",
	}
)

// Regimes is the id of every law that is loaded, in order.
func Regimes() []string { return slices.Sorted(maps.Keys(loaded.regimes)) }

// At is the row of a law that holds for what was received on that local day.
func At(id string, received civil.Date) (Regime, bool) {
	for _, row := range loaded.regimes[id] {
		if row.holds(received) {
			return row, true
		}
	}
	return Regime{}, false
}

// Lookup is every dated row of a law, oldest first.
func Lookup(id string) ([]Regime, bool) {
	rows, found := loaded.regimes[id]
	return slices.Clone(rows), found
}

// Rule is what the law says about the time for a right, and whether it knows it.
func (r Regime) Rule(right Right, received civil.Date) (Rule, bool) {
	for _, rule := range r.Rules {
		if slices.Contains(rule.Rights, right) && (rule.Since.IsZero() || !received.Before(rule.Since)) {
			return rule, true
		}
	}
	return Rule{}, false
}

// UsualAnswerTime is how long an answer usually takes at most, for the public to
// read: the first period, or the time to stop for rights that are carried out
// rather than answered. It reports false when the law sets no number.
func (r Regime) UsualAnswerTime(right Right, received civil.Date) (Period, bool) {
	rule, _ := r.Rule(right, received)
	for _, period := range []Period{rule.Period, rule.Optout, rule.ConsentStop, rule.Appeal} {
		if !period.IsZero() {
			return period, true
		}
	}
	return Period{}, false
}

// Extension is the longer time that the law allows for a right, and whether it does.
func (r Regime) Extension(right Right, received civil.Date) (Extension, bool) {
	rule, _ := r.Rule(right, received)
	if rule.Extension == nil {
		return Extension{}, false
	}
	return *rule.Extension, true
}

// CalendarFor is the calendar that the law counts with, on a case of a site whose
// own calendar has this code.
func (r Regime) CalendarFor(site string) string {
	if r.Rollover.Calendar == siteCalendar {
		return site
	}
	return r.Rollover.Calendar
}

func (r Regime) holds(day civil.Date) bool {
	return !day.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !day.After(r.ValidTo))
}

func (r Regime) validate() error {
	switch {
	case r.ID == "" || r.Name == "" || r.Short == "" || r.Authority == "" || r.Citation == "" || r.Counting == "":
		return fmt.Errorf("regime %q lacks a name, an authority or a citation", r.ID)
	case r.ValidFrom.IsZero() || !r.ValidTo.IsZero() && r.ValidTo.Before(r.ValidFrom):
		return fmt.Errorf("regime %s: valid from %s to %s", r.ID, r.ValidFrom, r.ValidTo)
	case !slices.Contains(starts, r.Start) || !slices.Contains(rollRules, r.Rollover.Rule) || !slices.Contains(feeDefaults, r.Fee.Default):
		return fmt.Errorf("regime %s: start, rollover or fee is unknown", r.ID)
	case r.Rollover.Citation == "" || r.Fee.Citation == "" || len(r.RefusalMustContain) == 0:
		return fmt.Errorf("regime %s: rollover, fee or refusal has no source", r.ID)
	case r.Verified && r.Check == "unverified":
		return fmt.Errorf("regime %s is both verified and not", r.ID)
	}
	for _, part := range r.RefusalMustContain {
		if !slices.Contains(refusalParts, part) {
			return fmt.Errorf("regime %s: a refusal cannot contain %q", r.ID, part)
		}
	}
	for _, effect := range []Effect{r.OnIdentity, r.OnClarification, r.OnFee} {
		if !slices.Contains(modes, effect.Mode) || effect.Citation == "" {
			return fmt.Errorf("regime %s: effect %q has no mode or source", r.ID, effect.Mode)
		}
	}
	for _, rule := range r.Rules {
		if err := rule.validate(); err != nil {
			return fmt.Errorf("regime %s: %w", r.ID, err)
		}
	}
	return nil
}
