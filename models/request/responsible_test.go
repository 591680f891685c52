package request_test

import (
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/facts"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// tells publishes the facts of the site, in force from a day on.
func (d *desk) tells(controllers []facts.Controller, month time.Month, number int) {
	d.t.Helper()
	storetest.NoError(d.t, d.db.Write(d.t.Context(), access.Operator, access.Anyone, func(tx *store.Tx) error {
		_, err := d.Editions.Import(d.t.Context(), tx, time.UTC, edition.Imported{Subject: edition.Facts("main"), SiteID: d.site.ID,
			Content: facts.Facts{Kind: "facts", Site: "main", Controllers: controllers}, EffectiveOn: day(2026, month, number)})
		return err
	}))
}

func TestResponsibleFollowsWhereThePersonLives(t *testing.T) {
	controllers := []facts.Controller{
		{Audience: "everyone", Name: "Sample Ltd", Authority: "the Authority of Hamburg"},
		{Audience: "uk", Name: "Sample UK Ltd", Authority: "the Commissioner of Wilmslow"},
		{Audience: "us", Name: "Sample Inc", Authority: "the Attorney General"},
	}
	for _, c := range []struct{ residence, name, authority string }{
		{"", "Sample Ltd", "the Authority of Hamburg"},
		{"eu-gdpr", "Sample Ltd", "the Authority of Hamburg"},
		{"uk-gdpr", "Sample UK Ltd", "the Commissioner of Wilmslow"},
		{"us-ca-ccpa", "Sample Inc", "the Attorney General"},
		{"us-tx-tdpsa", "Sample Inc", "the Attorney General"},
		{"hk-pdpo", "Sample Ltd", "the Authority of Hamburg"},
		{"kr-pipa", "Sample Ltd", "the Authority of Hamburg"},
	} {
		t.Run("under "+c.residence, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.tells(controllers, 1, 1)
			in := d.asking()
			in.Residence = c.residence
			receipt, err := d.submit(in)
			storetest.NoError(t, err)

			atDesk := d.seen(storetest.Agent, d.reference()).Responsible
			followed, err := d.Followed(t.Context(), d.opened(receipt))

			storetest.NoError(t, err)
			storetest.Equal(t, []string{atDesk.Name, atDesk.Authority}, []string{c.name, c.authority})
			storetest.Equal(t, followed.Responsible, atDesk)
		})
	}

	t.Run("and is whoever is named for the site's own law where nobody is for everyone", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.tells([]facts.Controller{{Audience: "us", Name: "Sample Inc"}, {Audience: "eu", Name: "Sample GmbH"}}, 1, 1)

		storetest.Equal(t, d.seen(storetest.Agent, d.logged()).Responsible.Name, "Sample GmbH")
	})

	t.Run("and stays what it was when the answer was given", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.tells([]facts.Controller{{Audience: "everyone", Name: "Sample Ltd", Authority: "the first"}}, 1, 1)
		reference := d.identified()
		for _, right := range []string{"access", "objection"} {
			_, err := d.decide(storetest.Agent, reference, request.DecisionInput{Right: right, Outcome: "granted"})
			storetest.NoError(t, err)
		}
		storetest.NoError(t, d.Answer(t.Context(), storetest.Agent, reference, request.AnswerInput{Version: d.version(reference)}))
		d.now = d.now.AddDate(0, 0, 3)
		d.tells([]facts.Controller{{Audience: "everyone", Name: "Sample Ltd", Authority: "the second"}}, 11, 25)

		storetest.Equal(t, d.seen(storetest.Agent, reference).Responsible.Authority, "the first")
		storetest.Equal(t, d.seen(storetest.Agent, d.logged()).Responsible.Authority, "the second")
	})

	t.Run("and is left to the law of the person's home where the site names nobody", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		in := d.entry()
		in.Residence = "uk-gdpr"
		reference, err := d.Log(t.Context(), storetest.Agent, in, nil)
		storetest.NoError(t, err)

		found := d.seen(storetest.Agent, reference)

		_, authority := found.Request.Remedies()
		storetest.Equal(t, []string{found.Responsible.Authority, authority}, []string{"", "the Information Commissioner (ICO)"})
	})
}
