package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/facts"
	"privacydesk/models/policy"
	"privacydesk/models/regime"
	"privacydesk/models/site"
)

// approve has the second member of staff approve and publish what the first proposed.
func (d *demo) approve(ctx context.Context, proposal edition.Proposal, from civil.Date) error {
	if err := d.editions.Approve(ctx, d.approver, proposal.ID, ""); err != nil {
		return err
	}
	_, err := d.editions.Publish(ctx, d.approver, proposal.ID, d.on.Location(), edition.PublicationInput{EffectiveOn: from})
	return err
}

func (d *demo) tellFacts(ctx context.Context) error {
	input := facts.DraftInput{
		Controllers: []facts.Controller{{
			Audience: "everyone", Name: "Harbour Market Ltd", Address: "4 Quay Street, 20457 Hamburg, Germany",
			Email: "hello@harbourmarket.example", Authority: "Hamburg Commissioner for Data Protection",
			AuthorityURL: "https://datenschutz-hamburg.de",
		}},
		Contact: facts.Contact{Name: "Data Protection Officer", Email: "privacy@harbourmarket.example", Address: "4 Quay Street, 20457 Hamburg, Germany"},
		Representatives: []facts.Representative{{
			Region: "uk", Name: "Harbour Market UK Office", Address: "12 Dock Road, London E16, United Kingdom", Email: "uk@harbourmarket.example",
		}},
		Days:    map[string]int{"access": 9, "rectification": 3, "erasure": 12, "portability": 9, "objection": 6},
		Notices: map[string]string{},
	}
	for _, right := range regime.Rights() {
		input.Rights = append(input.Rights, string(right))
	}
	for _, locale := range d.on.Locales {
		notice, err := d.read("notice." + locale + ".md")
		if err != nil {
			return err
		}
		input.Notices[locale] = notice
	}
	if _, err := d.facts.Save(ctx, d.writer, d.on, input); err != nil {
		return err
	}
	proposal, err := d.facts.Propose(ctx, d.writer, d.on, facts.EditionInput{
		Summary: "Who is responsible, and what you can ask for.", ChangeClass: edition.Material})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, civil.Date{})
}

// declareCookies declares what the shop began with, and then all that it sets today.
func (d *demo) declareCookies(ctx context.Context) error {
	list, err := d.read("cookies.csv")
	if err != nil {
		return err
	}
	if err := whole(d.cookies.Import(ctx, d.writer, d.on, earlier(list, 7, opened))); err != nil {
		return err
	}
	if err := d.bringList(ctx, "cookies", d.cookies.Import); err != nil {
		return err
	}
	proposal, err := d.cookies.Propose(ctx, d.writer, d.on, entry.EditionInput{
		Summary: "Gullwing Ads measures which advertisements lead to orders, where you allow it.", Class: edition.Material})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, civil.Date{})
}

// listCompanies lists those who received data over the years, and then announces one
// that begins in a month.
func (d *demo) listCompanies(ctx context.Context) error {
	list, err := d.read("companies.csv")
	if err != nil {
		return err
	}
	for _, was := range []struct {
		rows int
		from civil.Date
	}{{4, opened}, {5, civil.Date{Year: 2024, Month: time.September, Day: 1}}, {6, civil.Date{Year: 2025, Month: time.January, Day: 15}}} {
		if err := whole(d.processors.Import(ctx, d.writer, d.on, earlier(list, was.rows, was.from))); err != nil {
			return err
		}
	}
	header, _, _ := strings.Cut(list, "\n")
	coming := header + "\nDriftline Freight,processor,logistics,Delivers to islands,name; address; phone,DK,,announced," + d.in(31).String()
	if err := whole(d.processors.Import(ctx, d.writer, d.on, entry.ImportInput{Raw: []byte(coming), Filename: "companies.csv", Locale: "en"})); err != nil {
		return err
	}
	if err := d.bringList(ctx, "companies", d.processors.Import); err != nil {
		return err
	}
	proposal, err := d.processors.Propose(ctx, d.writer, d.on, entry.EditionInput{
		Summary: "Driftline Freight will deliver orders to islands.", Class: edition.Material})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, civil.Date{})
}

// opened is the day on which the sample's shop opened.
var opened = civil.Date{Year: 2024, Month: time.February, Day: 1}

// earlier is a list as it was on a day of the past: with only the first of its rows.
func earlier(list string, rows int, from civil.Date) entry.ImportInput {
	lines := strings.SplitAfter(list, "\n")
	return entry.ImportInput{Raw: []byte(strings.Join(lines[:rows+1], "")), Filename: "list.csv", Locale: "en", From: from}
}

// bringList takes a list in every language of the site.
func (d *demo) bringList(ctx context.Context, name string,
	bring func(context.Context, access.Actor, site.Site, entry.ImportInput) (entry.Report, error)) error {
	for _, locale := range d.on.Locales {
		file := name + "." + locale + ".csv"
		if locale == "en" {
			file = name + ".csv"
		}
		list, err := d.read(file)
		if err != nil {
			return err
		}
		if err := whole(bring(ctx, d.writer, d.on, entry.ImportInput{Raw: []byte(list), Filename: file, Locale: locale})); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// in is the day after a number of days, where the site is.
func (d *demo) in(days int) civil.Date {
	return civil.DateOf(d.store.Now().In(d.on.Location())).AddDays(days)
}

// whole demands that every row of the sample's own lists was taken.
func whole(report entry.Report, err error) error {
	if err == nil && !report.Written {
		return fmt.Errorf("%d rows were refused", report.Count(entry.RowRefused))
	}
	return err
}

// writePolicies publishes two documents: one with a past, and one in a version that
// holds and one that will.
func (d *demo) writePolicies(ctx context.Context) error {
	privacy := policy.DocumentInput{Title: "Privacy policy", Slug: "privacy", Category: "privacy", SiteIDs: []int64{d.on.ID}, GoverningLocale: "en", ReviewMonths: 12}
	if _, err := d.policies.Add(ctx, d.writer, privacy); err != nil {
		return err
	}
	if err := d.rememberPolicy(ctx, privacy.Slug); err != nil {
		return err
	}
	err := d.writePolicy(ctx, privacy.Slug, map[string]string{"en": "Privacy policy", "de": "Datenschutzerklärung", "ar": "سياسة الخصوصية"},
		"Messages about orders are kept for two years instead of three. Now in German and Arabic too.")
	if err != nil {
		return err
	}
	seller := policy.DocumentInput{Title: "Seller privacy notice", Slug: "seller-notice", Category: "privacy", SiteIDs: []int64{d.on.ID}, GoverningLocale: "en", ReviewMonths: 12}
	if _, err := d.policies.Add(ctx, d.writer, seller); err != nil {
		return err
	}
	if err := d.writePolicy(ctx, seller.Slug, map[string]string{"en": "Seller privacy notice"}, "A notice of its own for those who sell."); err != nil {
		return err
	}
	if err := d.announceNext(ctx); err != nil {
		return err
	}
	return d.proposeChange(ctx)
}

// rememberPolicy records how the policy read in the years before the portal came.
func (d *demo) rememberPolicy(ctx context.Context, slug string) error {
	words, err := d.read(slug + ".en.md")
	if err != nil {
		return err
	}
	for _, was := range []struct {
		from  civil.Date
		other *strings.Replacer
	}{
		{opened, strings.NewReplacer("kept for two years", "kept for five years", " to 16", " to 14",
			"| Improve the site | Counting visits and finding what does not work | Consent |\n", "", "Four uses. Two need", "Three uses. One needs",
			" and are off until you turn them on", " and is off until you turn it on")},
		{civil.Date{Year: 2025, Month: time.March, Day: 3}, strings.NewReplacer("kept for two years", "kept for three years")},
	} {
		_, _, err := d.policies.ImportHistory(ctx, d.writer, d.on, policy.HistoryInput{
			Slug: slug, Title: "Privacy policy", Filename: slug + ".md", Raw: []byte(was.other.Replace(words)), EffectiveOn: was.from})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) writePolicy(ctx context.Context, slug string, titles map[string]string, summary string) error {
	draft, err := d.policies.OpenDraft(ctx, d.writer, slug)
	if err != nil {
		return err
	}
	var locales []string
	for _, locale := range d.on.Locales {
		if titles[locale] == "" {
			continue
		}
		words, err := d.read(slug + "." + locale + ".md")
		if err != nil {
			return err
		}
		if _, err := d.policies.Save(ctx, d.writer, slug, locale, policy.TextInput{Title: titles[locale], Markdown: words, Version: versionIn(draft, locale)}); err != nil {
			return err
		}
		locales = append(locales, locale)
	}
	proposal, err := d.policies.Submit(ctx, d.writer, slug, policy.SubmissionInput{Class: edition.Material, Summary: summary, Locales: locales})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, civil.Date{})
}

// announceNext publishes a version of the seller notice that takes effect in a month.
func (d *demo) announceNext(ctx context.Context) error {
	const slug = "seller-notice"
	draft, err := d.policies.OpenDraft(ctx, d.writer, slug)
	if err != nil {
		return err
	}
	words, err := d.read(slug + ".next.en.md")
	if err != nil {
		return err
	}
	_, err = d.policies.Save(ctx, d.writer, slug, "en", policy.TextInput{Title: "Seller privacy notice", Markdown: words, Version: versionIn(draft, "en")})
	if err != nil {
		return err
	}
	proposal, err := d.policies.Submit(ctx, d.writer, slug, policy.SubmissionInput{
		Class: edition.Material, Summary: "Images of documents are kept for 30 days instead of being erased at once, so that a check can be repeated.", Locales: []string{"en"}})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, d.in(31))
}

// versionIn is the version of a draft's text in one language; 0 when there is none.
func versionIn(draft policy.Draft, locale string) int64 {
	for _, written := range draft.Texts {
		if written.Locale == locale {
			return written.Version
		}
	}
	return 0
}

// proposeChange leaves a change of the privacy policy waiting for approval.
func (d *demo) proposeChange(ctx context.Context) error {
	const slug = "privacy"
	draft, err := d.policies.OpenDraft(ctx, d.writer, slug)
	if err != nil {
		return err
	}
	words, err := d.read(slug + ".en.md")
	if err != nil {
		return err
	}
	words = strings.Replace(words, "Messages about an order are kept for two years", "Messages about an order are kept for one year", 1)
	_, err = d.policies.Save(ctx, d.writer, slug, "en", policy.TextInput{Title: "Privacy policy", Markdown: words, Version: versionIn(draft, "en")})
	if err != nil {
		return err
	}
	_, err = d.policies.Submit(ctx, d.writer, slug, policy.SubmissionInput{
		Class: edition.Material, Summary: "Messages about orders are kept for one year instead of two.", Locales: []string{"en"}})
	return err
}
