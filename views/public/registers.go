package public

import (
	"context"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/cookie"
	"privacydesk/models/edition/entry"
	"privacydesk/models/processor"
	"privacydesk/views/ui"
)

// RegisterPage is an edition of the cookie declaration or of the list of companies as
// readers see it.
type RegisterPage struct {
	Base     string    // address of the register in the language of the page
	Version  Version   // without an edition before the first
	Current  string    // the version in force, "" when there is none
	Next     *Version  // one that takes effect later
	Fixed    bool      // the page of one edition for ever
	Now      time.Time // of the page
	Versions []Version // the newest, for the changes beside the register
}

// exists reports whether there is an edition to show.
func (p RegisterPage) exists() bool { return p.Version.Edition.ID != 0 }

// registerRibbon is the line under the head: since when the edition holds, how much
// stands in it, the ways into its history and to the file.
func registerRibbon(ctx context.Context, page RegisterPage, facts ...string) ui.Ribbon {
	ribbon := policyRibbon(ctx, PolicyPage{Base: page.Base, Version: page.Version})
	ribbon.Facts = append(ribbon.Facts, facts...)
	file := page.Base + ".csv"
	if page.Fixed {
		file = page.Base + "/" + page.Version.Edition.Version + ".csv"
	}
	ribbon.End = []ui.Link{{Text: ui.T(ctx, "register.csv"), Href: file}}
	return ribbon
}

// GroupName is the name of a category; of none for what stands in none.
func GroupName(ctx context.Context, category entry.Category) string {
	if category.Key == "" {
		return ui.T(ctx, "register.uncategorised")
	}
	return category.Name(ui.Locale(ctx))
}

// CookieName is the name as browsers show it; a star stands for what may follow.
func CookieName(c cookie.Declared) string {
	if c.Match == cookie.Prefix {
		return c.Name + "*"
	}
	return c.Name
}

// SetBy says who sets an entry; nothing where that is not known.
func SetBy(ctx context.Context, c cookie.Declared) string {
	var parts []string
	if c.Provider != nil {
		parts = append(parts, *c.Provider)
	}
	if c.Party != nil {
		parts = append(parts, ui.PartyWords(ctx, *c.Party))
	}
	return strings.Join(parts, ", ")
}

// Safeguards are the grounds on which data may go to the company's countries, each
// once.
func Safeguards(ctx context.Context, c processor.Company) string {
	var words []string
	seen := map[string]bool{}
	for _, transfer := range c.Transfers {
		mechanism, known := processor.MechanismOf(transfer.Mechanism)
		if known && !seen[mechanism.Safeguard] {
			seen[mechanism.Safeguard] = true
			words = append(words, ui.T(ctx, "safeguard."+mechanism.Safeguard))
		}
	}
	if len(words) == 0 && len(c.Countries) > 0 && allInEEA(c.Countries) {
		return ui.T(ctx, "safeguard.eea")
	}
	return ui.List(ctx, words)
}

func allInEEA(countries []string) bool {
	for _, country := range countries {
		if country != "EU" && !processor.InEEA(country) {
			return false
		}
	}
	return true
}

// begins is the first day of a company that has been announced and does not serve yet.
func begins(ctx context.Context, c processor.Company, now time.Time) (civil.Date, bool) {
	if c.TakesEffectAt == nil || !c.TakesEffectAt.After(now) {
		return civil.Date{}, false
	}
	return ui.Day(ctx, *c.TakesEffectAt), true
}

// since is from when on a company serves, as far as that is known.
func since(ctx context.Context, c processor.Company) (civil.Date, bool) {
	switch {
	case c.Since != nil:
		return *c.Since, true
	case c.TakesEffectAt != nil:
		return ui.Day(ctx, *c.TakesEffectAt), true
	}
	return civil.Date{}, false
}
