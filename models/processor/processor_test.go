package processor_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/policy"
	"privacydesk/models/processor"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// desk is the register over a database of the test's own.
type desk struct {
	*processor.Register
	t  *testing.T
	at site.Site
}

func newDesk(t *testing.T) desk {
	db := storetest.New(t, noon)
	editions := &edition.Register{Store: db}
	at, err := (&site.Register{Store: db}).ByKey(t.Context(), "main")
	storetest.NoError(t, err)
	return desk{&processor.Register{Store: db, Editions: editions, Policies: &policy.Register{Store: db, Editions: editions}}, t, at}
}

func sound() processor.Input {
	return processor.Input{Name: "Quaypay", Website: "https://quaypay.example", Role: "processor", Categories: []string{"risk-control", "payments"},
		Purposes: map[string]string{"en": "Takes card payments\nPays out", "de": "Nimmt Kartenzahlungen an"}, DataCategories: map[string]string{"en": "Name; Amount"},
		Countries: "Ireland; US", Transfers: []processor.TransferInput{{Country: "United States", Mechanism: "scc_m2", Document: "Agreement of 2022"}, {}},
		SiteIDs: []int64{1}, Status: processor.Active, FirstDay: onDay(2022, 3, 1), ReviewOn: onDay(2027, 3, 1), Owner: "3", Note: "Ask Finance first."}
}

func onDay(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func (d desk) add(in processor.Input) processor.Processor {
	d.t.Helper()
	made, err := d.Add(d.t.Context(), storetest.Editor, in)
	storetest.NoError(d.t, err)
	return made
}

func (d desk) publish() edition.Edition {
	d.t.Helper()
	proposal, err := d.Propose(d.t.Context(), storetest.Editor, d.at, entry.EditionInput{Summary: "Companies.", Class: edition.Material})
	storetest.NoError(d.t, err)
	storetest.NoError(d.t, d.Editions.Approve(d.t.Context(), storetest.Approver, proposal.ID, ""))
	published, err := d.Editions.Publish(d.t.Context(), storetest.Approver, proposal.ID, d.at.Location(), edition.PublicationInput{})
	storetest.NoError(d.t, err)
	return published
}

func TestAdd(t *testing.T) {
	t.Run("keeps everything that is said", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)

		made := d.add(sound())

		found, err := d.Get(t.Context(), storetest.Agent, made.ID)
		storetest.NoError(t, err)
		storetest.Equal(t, found.Entry, made.Entry)
		storetest.Equal(t, found.Categories, []string{"payments", "risk-control"}) // in the order of pages
		storetest.Equal(t, found.Countries, []string{"IE", "US"})
		storetest.Equal(t, found.Transfers, []processor.Transfer{{Country: "US", Mechanism: "scc_m2", Document: "Agreement of 2022"}})
		storetest.Equal(t, found.Purposes["en"], []string{"Takes card payments", "Pays out"})
		storetest.Equal(t, *found.FirstDay, onDay(2022, 3, 1))
		storetest.Equal(t, *found.OwnerID, storetest.Editor.ID)
		storetest.Equal(t, processor.InputOf(found).Typed(), processor.InputOf(made).Typed())
		storetest.Equal(t, storetest.Audited(t, d.Store), []string{"processor.added processor:1"})
	})

	for _, refusal := range []struct {
		name   string
		want   store.Invalid
		break_ func(*processor.Input)
	}{
		{"no name", store.Invalid{"name": "processor.name.missing"}, func(in *processor.Input) { in.Name = " " }},
		{"no site", store.Invalid{"site_ids": "processor.sites.missing"}, func(in *processor.Input) { in.SiteIDs = nil }},
		{"a place that is no country", store.Invalid{"countries": "processor.countries.unreadable"}, func(in *processor.Input) { in.Countries = "Atlantis" }},
		{"a website in clear text", store.Invalid{"website": "field.secure_address"}, func(in *processor.Input) { in.Website = "http://x.example" }},
		{"a transfer to nowhere", store.Invalid{"transfers[0].country": "processor.transfer.country"}, func(in *processor.Input) { in.Transfers[0].Country = "" }},
		{"a ground that does not exist", store.Invalid{"transfers[0].mechanism": "processor.transfer.mechanism"}, func(in *processor.Input) { in.Transfers[0].Mechanism = "trust" }},
		{"the same transfer twice", store.Invalid{"transfers[1].mechanism": "processor.transfer.twice"}, func(in *processor.Input) { in.Transfers[1] = in.Transfers[0] }},
		{"an announcement without a day", store.Invalid{"first_day": "processor.first_day.missing"}, func(in *processor.Input) { in.Status, in.FirstDay = processor.Announced, civil.Date{} }},
		{"an end without a day", store.Invalid{"last_day": "processor.last_day.missing"}, func(in *processor.Input) { in.Status = processor.Ending }},
		{"an end before the beginning", store.Invalid{"last_day": "processor.last_day.early"}, func(in *processor.Input) { in.LastDay = onDay(2020, 1, 1) }},
		{"to be ended from the beginning", store.Invalid{"status": "processor.status.end"}, func(in *processor.Input) { in.Status = processor.Ended }},
		{"a category that does not exist", store.Invalid{"categories": "processor.categories.unknown"}, func(in *processor.Input) { in.Categories = []string{"magic"} }},
	} {
		t.Run("refuses "+refusal.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			in := sound()
			refusal.break_(&in)
			_, err := d.Add(t.Context(), storetest.Editor, in)
			storetest.Is(t, err, refusal.want)
			storetest.Equal(t, storetest.One[int64](t, d.Store, `SELECT count(*) FROM processors`), 0)
		})
	}

	t.Run("refuses a company that is listed, and whoever may not edit on every site of it", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())
		again := sound()
		again.Name = "QUAYPAY"
		_, err := d.Add(t.Context(), storetest.Editor, again)
		storetest.Is(t, err, store.Refused("constraint.company_is_listed"))
		_, err = d.Add(t.Context(), storetest.Agent, again)
		storetest.Is(t, err, store.ErrForbidden)
		elsewhere := access.Actor{Kind: access.Person, ID: 3, Grants: []access.Grant{{Role: access.Editor, SiteID: 77}}}
		again.Name = "Other"
		_, err = d.Add(t.Context(), elsewhere, again)
		storetest.Is(t, err, store.ErrNotFound)
		_, err = d.Get(t.Context(), elsewhere, 1)
		storetest.Is(t, err, store.ErrNotFound)
	})
}

func TestSave(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.add(sound())
	in := processor.InputOf(made)
	in.Countries, in.Transfers = "IE", nil

	saved, err := d.Save(t.Context(), storetest.Approver, made.ID, in)
	storetest.NoError(t, err)
	storetest.Equal(t, saved.Version, 2)
	found, err := d.Get(t.Context(), storetest.Agent, made.ID)
	storetest.NoError(t, err)
	storetest.Equal(t, len(found.Transfers), 0)
	_, saves, err := d.History(t.Context(), storetest.Agent, made.ID, "")
	storetest.NoError(t, err)
	changes, err := entry.Compare(*saves.Items[0].Before, saves.Items[0].After)
	storetest.NoError(t, err)
	storetest.Equal(t, changes, []entry.Change{{Field: "countries", Old: []any{"IE", "US"}, New: []any{"IE"}},
		{Field: "transfers", Old: []any{map[string]any{"country": "US", "document": "Agreement of 2022", "mechanism": "scc_m2"}}}})

	_, err = d.Save(t.Context(), storetest.Editor, made.ID, processor.InputOf(made)) // opened before
	conflict, late := err.(store.Conflict)
	if !late || conflict.Theirs["countries"] != "IE" {
		t.Fatalf("got %v", err)
	}
}

func TestEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.add(sound())
	today := onDay(2026, 11, 23)
	end := func(day civil.Date) error {
		return d.End(t.Context(), storetest.Editor, made.ID, today, processor.EndInput{LastDay: day})
	}

	storetest.Is(t, end(civil.Date{}), store.Invalid{"last_day": "processor.last_day.missing"})
	storetest.Is(t, end(today.AddDays(1)), store.Invalid{"last_day": "processor.last_day.future"})
	storetest.NoError(t, end(today))
	storetest.Is(t, end(today), store.Refused("processor.refused.ended"))
	_, err := d.Save(t.Context(), storetest.Editor, made.ID, processor.InputOf(made))
	storetest.Is(t, err, store.Refused("processor.refused.ended"))
	again := d.add(sound()) // the name is free again
	storetest.Is(t, d.Restore(t.Context(), storetest.Editor, made.ID), store.Refused("constraint.company_is_listed"))
	storetest.Is(t, d.Restore(t.Context(), storetest.Editor, again.ID), store.Refused("processor.refused.not_ended"))
}

func TestEditions(t *testing.T) {
	t.Run("tell the public what is not internal, and nothing of proposed or ended companies", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.add(sound())
		for _, more := range []struct {
			name   string
			status processor.Status
			first  civil.Date
		}{{"Coming", processor.Announced, onDay(2026, 12, 15)}, {"Perhaps", processor.Proposed, civil.Date{}}} {
			in := sound()
			in.Name, in.Status, in.FirstDay = more.name, more.status, more.first
			d.add(in)
		}
		published := d.publish()

		_, told, err := d.InForce(t.Context(), "main", noon)

		storetest.NoError(t, err)
		var names []string
		for _, c := range told.Companies {
			names = append(names, c.Name)
		}
		storetest.Equal(t, names, []string{"Coming", "Quaypay"})
		storetest.Equal(t, *told.Companies[0].TakesEffectAt, time.Date(2026, 12, 14, 23, 0, 0, 0, time.UTC))
		storetest.Equal(t, told.Companies[0].Since, nil)
		storetest.Equal(t, told.Groups()[0].Category.Key, "payments")
		storetest.Equal(t, told.Countries(), []string{"IE", "US"})
		if strings.Contains(string(published.Content), "Finance") || strings.Contains(string(published.Content), "Agreement of") {
			t.Fatalf("internal words are published: %s", published.Content)
		}
	})

	t.Run("count every author since the last, on this site only", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		made := d.add(sound())
		d.publish()
		in := processor.InputOf(made)
		in.Role = "controller"
		_, err := d.Save(t.Context(), storetest.OtherApprover, made.ID, in)
		storetest.NoError(t, err)
		proposal, err := d.Propose(t.Context(), storetest.Editor, d.at, entry.EditionInput{Summary: "A role.", Class: edition.Material})
		storetest.NoError(t, err)
		authors, err := d.Editions.Authors(t.Context(), proposal.ID)
		storetest.NoError(t, err)
		storetest.Equal(t, authors, []int64{storetest.Editor.ID, storetest.OtherApprover.ID})
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range 60 {
		in := sound()
		in.Name = fmt.Sprintf("Company %d", 100+i)
		if i%2 == 0 {
			in.Categories, in.Status = nil, processor.Proposed
		}
		d.add(in)
	}
	first, err := d.List(t.Context(), storetest.Agent, processor.ListInput{})
	storetest.NoError(t, err)
	second, err := d.List(t.Context(), storetest.Agent, processor.ListInput{Cursor: first.Next})
	storetest.NoError(t, err)
	storetest.Equal(t, []int{len(first.Items), len(second.Items)}, []int{50, 10})
	storetest.Equal(t, second.Items[0].Name, "Company 150")
	for _, filter := range []struct {
		in   processor.ListInput
		want int64
	}{{processor.ListInput{}, 60}, {processor.ListInput{Category: processor.Uncategorised}, 30}, {processor.ListInput{Category: "payments"}, 30},
		{processor.ListInput{Status: processor.Proposed}, 30}, {processor.ListInput{Status: processor.Ended}, 0}, {processor.ListInput{Text: "any 159"}, 1},
		{processor.ListInput{Text: "%"}, 0}, {processor.ListInput{Site: 99}, 0}} {
		n, err := d.Count(t.Context(), storetest.Agent, filter.in)
		storetest.NoError(t, err)
		storetest.Equal(t, n, filter.want)
	}
	elsewhere := access.Actor{Kind: access.Person, ID: 3, Grants: []access.Grant{{Role: access.Agent, SiteID: 77}}}
	n, err := d.Count(t.Context(), elsewhere, processor.ListInput{})
	storetest.NoError(t, err)
	storetest.Equal(t, n, 0)
}

func TestReadCountries(t *testing.T) {
	for words, want := range map[string]string{"Ireland": "IE", "IE; US": "IE US", "Dublin, Ireland": "IE", "United States and Germany": "DE US", "USA": "US",
		"San Francisco, CA, USA": "US", "Vereinigte Staaten": "US", "the Netherlands": "NL", "EU (Frankfurt), UK": "EU GB", "Worldwide": "", "": "", "Deutschland/Österreich": "AT DE", "Dublin, IE": "IE"} {
		got, err := processor.ReadCountries(words)
		storetest.NoError(t, err)
		storetest.Equal(t, strings.Join(got, " "), want)
	}
	for _, words := range []string{"Atlantis", "us-east-1", "somewhere nice"} {
		if got, err := processor.ReadCountries(words); err == nil {
			t.Errorf("%q was read as %v", words, got)
		}
	}
}

func TestMechanismsAreCompleteData(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range processor.Mechanisms() {
		if m.Key == "" || m.Safeguard == "" || m.Citation == "" || len(m.Laws) == 0 || seen[m.Key] {
			t.Errorf("%+v is not complete, or stands twice", m)
		}
		seen[m.Key] = true
	}
	old, known := processor.MechanismOf("scc_old")
	storetest.Equal(t, known, true)
	storetest.Equal(t, []bool{old.Valid(onDay(2022, 12, 27)), old.Valid(onDay(2022, 12, 28))}, []bool{true, false})
}

func TestACompanyIsSavedWithOneConnection(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	db := storetest.Open(t, storetest.Clone(t), store.Options{Connections: 1})
	r := &processor.Register{Store: db, Editions: &edition.Register{Store: db}}

	made, err := r.Add(ctx, storetest.Editor, sound())

	storetest.NoError(t, err)
	in := processor.InputOf(made)
	in.Categories = []string{"risk-control"}
	_, err = r.Save(ctx, storetest.Editor, made.ID, in)
	storetest.NoError(t, err)
}
