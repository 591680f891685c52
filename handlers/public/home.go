package public

import (
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/policy"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

func (p *Public) homeRoutes() []web.Route {
	return []web.Route{web.Reading("/", p.home)}
}

const newestOnHome = 5

// home is the entrance: what people can ask for, what is in force, what changed.
func (p *Public) home(c web.Ctx) error {
	ctx, at, now := c.Request().Context(), web.Site(c), p.Editions.Store.Now()
	told, err := p.Facts.InForce(ctx, at, now)
	if err != nil {
		return err
	}
	documents, err := p.Policies.InForce(ctx, at.ID, now)
	if err != nil {
		return err
	}
	registers, err := p.Editions.InForceOf(ctx, []edition.Subject{edition.Cookies(at.Key), edition.Processors(at.Key)}, now)
	if err != nil {
		return err
	}
	subjects := subjectsOf(at, documents)
	newest, err := p.Editions.Latest(ctx, subjects[1:], newestOnHome) // facts have no page to lead to
	if err != nil {
		return err
	}
	until, err := p.Editions.NextEffect(ctx, subjects)
	if err != nil {
		return err
	}
	home := views.HomeValues{
		Site: at.Name, Offers: offersOf(told.Facts, at, now), Told: told.Facts,
		Policies: documents, Registers: registers, Newest: newest, Now: now, Track: web.Path(c, "/requests"),
		Path: func(path string) string { return web.Path(c, path) },
	}
	shell := p.Shell(c, ui.T(ctx, "shell.privacy_centre"))
	shell.Description = ui.T(ctx, "home.lead")
	return web.Show(c, views.Home(shell, home), until)
}

// subjectsOf is everything whose editions the home page of a site shows, the facts
// first.
func subjectsOf(at site.Site, documents []policy.Published) []edition.Subject {
	subjects := []edition.Subject{edition.Facts(at.Key), edition.Cookies(at.Key), edition.Processors(at.Key)}
	for _, document := range documents {
		subjects = append(subjects, document.Subject())
	}
	return subjects
}

// offersOf are the rights that the form offers, with the time that an answer takes:
// usually, as the site says, and at most, as its law says.
func offersOf(told facts.Facts, at site.Site, now time.Time) []views.Offer {
	today := civil.DateOf(now.In(at.Location()))
	law, known := regime.At(at.Regime, today)
	var offers []views.Offer
	for _, offered := range told.Rights {
		offer := views.Offer{Right: offered.Right, Days: offered.Days}
		if known {
			offer.Limit, _ = law.UsualAnswerTime(regime.Right(offered.Right), today)
		}
		offers = append(offers, offer)
	}
	return offers
}
