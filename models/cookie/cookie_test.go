package cookie_test

import (
	"context"
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/cookie"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// desk is the register over a database of the test's own.
type desk struct {
	*cookie.Register
	t  *testing.T
	at site.Site
}

func newDesk(t *testing.T) desk {
	db := storetest.New(t, noon)
	editions := &edition.Register{Store: db}
	at, err := (&site.Register{Store: db}).ByKey(t.Context(), "main")
	storetest.NoError(t, err)
	return desk{&cookie.Register{Store: db, Editions: editions, Policies: &policy.Register{Store: db, Editions: editions}}, t, at}
}

func sound() cookie.Input {
	return cookie.Input{Name: "basket", Match: cookie.Exact, Kind: cookie.KindCookie, Provider: "Main", Domains: ".shop.example; www.shop.example",
		Party: cookie.First, Lifetime: "14 days", Category: "necessary", Purposes: map[string]string{"en": "Remembers what is in your basket"},
		Basis: cookie.RequestedService, BasisReason: "A basket that forgets is none."}
}

func (d desk) add(in cookie.Input) cookie.Cookie {
	d.t.Helper()
	made, err := d.Add(d.t.Context(), storetest.Editor, d.at.ID, in)
	storetest.NoError(d.t, err)
	return made
}

// publish takes the register the whole way.
func (d desk) publish() edition.Edition {
	d.t.Helper()
	proposal, err := d.Propose(d.t.Context(), storetest.Editor, d.at, entry.EditionInput{Summary: "Cookies.", Class: edition.Material})
	storetest.NoError(d.t, err)
	storetest.NoError(d.t, d.Editions.Approve(d.t.Context(), storetest.Approver, proposal.ID, ""))
	published, err := d.Editions.Publish(d.t.Context(), storetest.Approver, proposal.ID, d.at.Location(), edition.PublicationInput{})
	storetest.NoError(d.t, err)
	return published
}

func TestAdd(t *testing.T) {
	t.Run("keeps an entry, its history and who did it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		made := d.add(sound())

		found, err := d.Get(t.Context(), storetest.Agent, made.ID)
		storetest.NoError(t, err)
		storetest.Equal(t, found.Domains, []string{"shop.example", "www.shop.example"})
		storetest.Equal(t, found.Lifetime, cookie.Lifetime{Type: cookie.Duration, Seconds: 14 * day, Text: "14 days"})
		storetest.Equal(t, found.Purposes, map[string]string{"en": "Remembers what is in your basket"})
		storetest.Equal(t, *found.Category, "necessary")
		storetest.Equal(t, storetest.Audited(t, d.Store), []string{"cookie.added cookie:1"})
		_, saves, err := d.History(t.Context(), storetest.Agent, made.ID, "")
		storetest.NoError(t, err)
		storetest.Equal(t, len(saves.Items), 1)
		storetest.Equal(t, saves.Items[0].SavedBy, storetest.Editor.ID)
		storetest.Equal(t, saves.Items[0].Before, nil)
	})

	for _, refusal := range []struct {
		name, field, message string
		break_               func(*cookie.Input)
	}{
		{"no name", "name", "cookie.name.missing", func(in *cookie.Input) { in.Name = " " }},
		{"a lifetime that nobody can read", "lifetime", "cookie.lifetime.unreadable", func(in *cookie.Input) { in.Lifetime = "some time" }},
		{"a domain that is none", "domains", "cookie.domains.unreadable", func(in *cookie.Input) { in.Domains = "not a_domain!" }},
		{"a category that does not exist", "category", "cookie.category.unknown", func(in *cookie.Input) { in.Category = "magic" }},
		{"an opt-out link in clear text", "opt_out", "field.secure_address", func(in *cookie.Input) { in.OptOut = "http://shop.example" }},
		{"an opt-out link with a password", "opt_out", "field.secure_address", func(in *cookie.Input) { in.OptOut = "https://a:b@shop.example" }},
		{"an opt-out link that is a script", "opt_out", "field.secure_address", func(in *cookie.Input) { in.OptOut = "javascript:alert(1)" }},
		{"a technique that does not exist", "kind", "field.unreadable", func(in *cookie.Input) { in.Kind = "flash" }},
	} {
		t.Run("refuses "+refusal.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			in := sound()
			refusal.break_(&in)

			_, err := d.Add(t.Context(), storetest.Editor, d.at.ID, in)

			storetest.Is(t, err, store.Invalid{refusal.field: refusal.message})
			storetest.Equal(t, storetest.One[int64](t, d.Store, `SELECT count(*) FROM cookies`), 0)
			storetest.Equal(t, storetest.Audited(t, d.Store), nil)
		})
	}

	t.Run("refuses what is declared already, until that is retired", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		first := d.add(sound())
		again := sound()
		again.Provider = "MAIN"

		_, err := d.Add(t.Context(), storetest.Editor, d.at.ID, again)
		storetest.Is(t, err, store.Refused("constraint.cookie_is_declared"))

		storetest.NoError(t, d.Retire(t.Context(), storetest.Editor, first.ID))
		d.add(again)
		storetest.Is(t, d.Restore(t.Context(), storetest.Editor, first.ID), store.Refused("constraint.cookie_is_declared"))
	})

	t.Run("is not for agents, nor for another site's editor", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		elsewhere := access.Actor{Kind: access.Person, ID: 3, Grants: []access.Grant{{Role: access.Editor, SiteID: 77}}}

		_, err := d.Add(t.Context(), storetest.Agent, d.at.ID, sound())
		storetest.Is(t, err, store.ErrForbidden)
		_, err = d.Add(t.Context(), elsewhere, d.at.ID, sound())
		storetest.Is(t, err, store.ErrNotFound)
		made := d.add(sound())
		_, err = d.Get(t.Context(), elsewhere, made.ID)
		storetest.Is(t, err, store.ErrNotFound)
		_, err = d.Save(t.Context(), elsewhere, made.ID, cookie.InputOf(made))
		storetest.Is(t, err, store.ErrNotFound)
	})
}

// lasting is a lifetime as a comparison has it.
func lasting(seconds int, words string) any {
	return map[string]any{"type": "duration", "seconds": json.Number(strconv.Itoa(seconds)), "text": words}
}

func TestSave(t *testing.T) {
	t.Run("changes what differs and says which fields", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		made := d.add(sound())
		in := cookie.InputOf(made)
		in.Lifetime, in.Purposes = "30 Tage", map[string]string{"en": "Remembers your basket", "de": "Merkt sich den Warenkorb"}

		saved, err := d.Save(t.Context(), storetest.Approver, made.ID, in)

		storetest.NoError(t, err)
		storetest.Equal(t, saved.Version, 2)
		_, saves, err := d.History(t.Context(), storetest.Agent, made.ID, "")
		storetest.NoError(t, err)
		changes, err := entry.Compare(*saves.Items[0].Before, saves.Items[0].After)
		storetest.NoError(t, err)
		storetest.Equal(t, changes, []entry.Change{
			{Field: "lifetime", Old: lasting(14*day, "14 days"), New: lasting(30*day, "30 days")},
			{Field: "purposes.de", New: "Merkt sich den Warenkorb"},
			{Field: "purposes.en", Old: "Remembers what is in your basket", New: "Remembers your basket"},
		})
	})

	t.Run("writes nothing when nothing differs", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		made := d.add(sound())
		saved, err := d.Save(t.Context(), storetest.Approver, made.ID, cookie.InputOf(made))
		storetest.NoError(t, err)
		storetest.Equal(t, saved.Version, 1)
		storetest.Equal(t, storetest.Audited(t, d.Store), []string{"cookie.added cookie:1"})
	})

	t.Run("shows what somebody else saved in the meantime", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		made := d.add(sound())
		mine, theirs := cookie.InputOf(made), cookie.InputOf(made)
		theirs.Lifetime = "session"
		_, err := d.Save(t.Context(), storetest.Approver, made.ID, theirs)
		storetest.NoError(t, err)
		mine.Provider = "Somebody"

		_, err = d.Save(t.Context(), storetest.Editor, made.ID, mine)

		storetest.Is(t, err, store.Conflict{Version: 2, Theirs: map[string]string{"lifetime": "session", "provider": "Main"}})
	})
}

func TestEditions(t *testing.T) {
	t.Run("reach the public as they were proposed, never as the register stands", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		made := d.add(sound())
		d.publish()
		in := cookie.InputOf(made)
		in.Provider = "Changed"
		_, err := d.Save(t.Context(), storetest.Editor, made.ID, in)
		storetest.NoError(t, err)

		found, told, err := d.InForce(t.Context(), "main", noon)

		storetest.NoError(t, err)
		storetest.Equal(t, found.Number, 1)
		storetest.Equal(t, *told.Cookies[0].Provider, "Main")
		storetest.Equal(t, told.Groups()[0].Category.Name("de"), "Unbedingt erforderlich")
		prepared, err := d.Prepare(t.Context(), storetest.Editor, d.at)
		storetest.NoError(t, err)
		storetest.Equal(t, prepared.Differences, []entry.Difference{{Act: entry.Changed, Title: "basket",
			Changes: []entry.Change{{Field: "provider", Old: "Main", New: "Changed"}}}})
	})

	t.Run("cannot be approved by whoever changed an entry since the last", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())
		d.publish()
		other := sound()
		other.Name = "visit"
		_, err := d.Add(t.Context(), storetest.Approver, d.at.ID, other)
		storetest.NoError(t, err)

		proposal, err := d.Propose(t.Context(), storetest.OtherApprover, d.at, entry.EditionInput{Summary: "One more.", Class: edition.Material})
		storetest.NoError(t, err)

		authors, err := d.Editions.Authors(t.Context(), proposal.ID)
		storetest.NoError(t, err)
		storetest.Equal(t, authors, []int64{storetest.Approver.ID, storetest.OtherApprover.ID}) // and no longer the editor
		storetest.Is(t, d.Editions.Approve(t.Context(), storetest.Approver, proposal.ID, ""), store.Refused("constraint.approver_is_not_author"))
	})

	t.Run("count those who changed a category among the authors", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())
		d.publish()
		category, err := d.Categories().Get(t.Context(), "analytics")
		storetest.NoError(t, err)
		storetest.NoError(t, d.Categories().Save(t.Context(), storetest.Approver, "analytics", entry.CategoryInput{
			Position: category.Position, Names: map[string]string{"en": "Measurement"}, Version: category.Version}))

		proposal, err := d.Propose(t.Context(), storetest.Editor, d.at, entry.EditionInput{Summary: "A name.", Class: edition.Editorial})

		storetest.NoError(t, err)
		authors, err := d.Editions.Authors(t.Context(), proposal.ID)
		storetest.NoError(t, err)
		storetest.Equal(t, authors, []int64{storetest.Editor.ID, storetest.Approver.ID})
	})

	t.Run("are refused when nothing differs", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())
		d.publish()
		_, err := d.Propose(t.Context(), storetest.Editor, d.at, entry.EditionInput{Summary: "Again.", Class: edition.Material})
		storetest.Is(t, err, store.Refused("proposal.refused.unchanged"))
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range 60 {
		in := sound()
		in.Name = "c" + strconv.Itoa(100+i)
		if i%2 == 0 {
			in.Category, in.Provider = "", "100%_Other"
		}
		d.add(in)
	}

	first, err := d.List(t.Context(), storetest.Agent, cookie.ListInput{})
	storetest.NoError(t, err)
	second, err := d.List(t.Context(), storetest.Agent, cookie.ListInput{Cursor: first.Next})
	storetest.NoError(t, err)
	storetest.Equal(t, []int{len(first.Items), len(second.Items)}, []int{50, 10})
	storetest.Equal(t, second.Items[0].Name, "c150")
	storetest.Equal(t, second.Next, "")

	for _, filter := range []struct {
		in   cookie.ListInput
		want int64
	}{{cookie.ListInput{}, 60}, {cookie.ListInput{Category: cookie.Unclassified}, 30}, {cookie.ListInput{Category: "necessary"}, 30},
		{cookie.ListInput{Text: "c159"}, 1}, {cookie.ListInput{Text: "0%_o"}, 30}, {cookie.ListInput{Text: "c_5"}, 0}, {cookie.ListInput{Status: cookie.Retired}, 0}} {
		n, err := d.Count(t.Context(), storetest.Agent, filter.in)
		storetest.NoError(t, err)
		storetest.Equal(t, n, filter.want)
	}
	_, err = d.List(t.Context(), storetest.Agent, cookie.ListInput{Cursor: "made up"})
	storetest.Is(t, err, store.ErrNotFound)
}

func TestCategories(t *testing.T) {
	t.Run("are seeded in every language and can be added to", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		all, err := d.Categories().All(t.Context())
		storetest.NoError(t, err)
		storetest.Equal(t, len(all), 5)
		for _, category := range all {
			storetest.Equal(t, len(category.Names), 3)
		}
		storetest.NoError(t, d.Categories().Add(t.Context(), storetest.Editor, entry.CategoryInput{Key: "video", Position: 6, Names: map[string]string{"en": "Video"}}))
		known, err := d.Categories().Knows(t.Context(), d.Store.DB, "video")
		storetest.NoError(t, err)
		storetest.Equal(t, known, true)
		err = d.Categories().Add(t.Context(), storetest.Editor, entry.CategoryInput{Key: "video", Position: 7, Names: map[string]string{"en": "Video"}})
		storetest.Is(t, err, store.Refused("constraint.category_is_taken"))
	})

	t.Run("are not changed by whoever keeps one site only", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		one := access.Actor{Kind: access.Person, ID: 3, Grants: []access.Grant{{Role: access.Editor, SiteID: 1}}}
		err := d.Categories().Add(t.Context(), one, entry.CategoryInput{Key: "video", Position: 6, Names: map[string]string{"en": "Video"}})
		storetest.Is(t, err, store.ErrForbidden)
	})
}

func onDay(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func TestACookieIsSavedWithOneConnection(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 1})
	r := &cookie.Register{Store: db, Editions: &edition.Register{Store: db}}

	made, err := r.Add(ctx, storetest.Editor, 1, sound())

	storetest.NoError(t, err)
	in := cookie.InputOf(made)
	in.Lifetime, in.Category = "session", "analytics"
	_, err = r.Save(ctx, storetest.Editor, made.ID, in)
	storetest.NoError(t, err)
}

func TestASaveWaitsForAnImportAndNeitherForTheOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.add(sound())
	saved := make(chan error, 1)

	err := d.Store.Write(t.Context(), storetest.Editor, access.EditCookies, func(tx *store.Tx) error {
		if _, err := entry.Mark(t.Context(), tx); err != nil { // as an import begins
			return err
		}
		go func() {
			in := cookie.InputOf(made)
			in.Lifetime = "2 years"
			_, err := d.Save(context.WithoutCancel(t.Context()), storetest.Editor, made.ID, in)
			saved <- err
		}()
		for waiting, tries := 0, 0; waiting == 0 && tries < 500; tries++ {
			time.Sleep(10 * time.Millisecond)
			if err := tx.Raw(`SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&waiting).Error; err != nil {
				return err
			}
		}
		return tx.Exec(`UPDATE cookies SET saved_at = saved_at WHERE id = ?`, made.ID).Error // as it goes on
	})

	storetest.NoError(t, err)
	storetest.NoError(t, <-saved)
}
