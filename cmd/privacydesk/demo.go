package main

import (
	"context"
	"embed"
	"fmt"
	"path"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/facts"
	"privacydesk/models/people"
	"privacydesk/models/policy"
	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/models/site"
)

// sample is what the sample organisation tells the public.
//
//go:embed sample
var sample embed.FS

// demo fills a fresh database with a sample organisation, the way that its staff
// would: one writes, another approves.
type demo struct {
	*portal
	on       site.Site
	writer   access.Actor
	approver access.Actor
	agent    access.Actor
}

// fillSample makes the sample organisation on its site.
func (p *portal) fillSample(ctx context.Context, on site.Site) error {
	d := demo{portal: p, on: on}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"people", d.hire}, {"facts", d.tellFacts}, {"cookies", d.declareCookies}, {"companies", d.listCompanies},
		{"policies", d.writePolicies}, {"requests", d.takeRequests},
	} {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("fill in the sample's %s: %w", step.name, err)
		}
	}
	return nil
}

// hire makes the accounts of three members of staff. Nobody can sign in to them: their
// links are not shown.
func (d *demo) hire(ctx context.Context) error {
	for _, hired := range []struct {
		actor *access.Actor
		name  string
		email string
		role  access.Role
	}{
		{&d.writer, "Sample editor", "editor@harbourmarket.example", access.Editor},
		{&d.approver, "Sample approver", "approver@harbourmarket.example", access.Approver},
		{&d.agent, "Sample agent", "agent@harbourmarket.example", access.Agent},
	} {
		person, _, err := d.people.Add(ctx, access.Operator, people.InvitationInput{Name: hired.name, Email: hired.email, Roles: []access.Role{hired.role}})
		if err != nil {
			return err
		}
		*hired.actor = access.Actor{Kind: access.Person, ID: person.ID, Name: hired.name, Grants: []access.Grant{{Role: hired.role}}}
	}
	return nil
}

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

func (d *demo) declareCookies(ctx context.Context) error {
	list, err := d.read("cookies.csv")
	if err != nil {
		return err
	}
	report, err := d.cookies.Import(ctx, d.writer, d.on, entry.ImportInput{Raw: []byte(list), Filename: "cookies.csv", Locale: "en"})
	if err := whole(report, err); err != nil {
		return err
	}
	proposal, err := d.cookies.Propose(ctx, d.writer, d.on, entry.EditionInput{Summary: "The cookies of the new shop.", Class: edition.Material})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, civil.Date{})
}

func (d *demo) listCompanies(ctx context.Context) error {
	list, err := d.read("companies.csv")
	if err != nil {
		return err
	}
	report, err := d.processors.Import(ctx, d.writer, d.on, entry.ImportInput{Raw: []byte(list), Filename: "companies.csv", Locale: "en"})
	if err := whole(report, err); err != nil {
		return err
	}
	proposal, err := d.processors.Propose(ctx, d.writer, d.on, entry.EditionInput{Summary: "The companies that receive data.", Class: edition.Material})
	if err != nil {
		return err
	}
	return d.approve(ctx, proposal, civil.Date{})
}

// whole demands that every row of the sample's own lists was taken.
func whole(report entry.Report, err error) error {
	if err == nil && !report.Written {
		return fmt.Errorf("%d rows were refused", report.Count(entry.RowRefused))
	}
	return err
}

// writePolicies publishes two documents, one of them in a version that holds and one
// that will.
func (d *demo) writePolicies(ctx context.Context) error {
	err := d.writePolicy(ctx, policy.DocumentInput{
		Title: "Privacy policy", Slug: "privacy", Category: "privacy", SiteIDs: []int64{d.on.ID}, GoverningLocale: "en", ReviewMonths: 12,
	}, map[string]string{"en": "Privacy policy", "de": "Datenschutzerklärung", "ar": "سياسة الخصوصية"})
	if err != nil {
		return err
	}
	err = d.writePolicy(ctx, policy.DocumentInput{
		Title: "Seller privacy notice", Slug: "seller-notice", Category: "privacy", SiteIDs: []int64{d.on.ID}, GoverningLocale: "en", ReviewMonths: 12,
	}, map[string]string{"en": "Seller privacy notice"})
	if err != nil {
		return err
	}
	if err := d.announceNext(ctx); err != nil {
		return err
	}
	return d.proposeChange(ctx)
}

func (d *demo) writePolicy(ctx context.Context, in policy.DocumentInput, titles map[string]string) error {
	if _, err := d.policies.Add(ctx, d.writer, in); err != nil {
		return err
	}
	draft, err := d.policies.OpenDraft(ctx, d.writer, in.Slug)
	if err != nil {
		return err
	}
	var locales []string
	for _, locale := range d.on.Locales {
		if titles[locale] == "" {
			continue
		}
		words, err := d.read(in.Slug + "." + locale + ".md")
		if err != nil {
			return err
		}
		if _, err := d.policies.Save(ctx, d.writer, in.Slug, locale, policy.TextInput{Title: titles[locale], Markdown: words, Version: versionIn(draft, locale)}); err != nil {
			return err
		}
		locales = append(locales, locale)
	}
	proposal, err := d.policies.Submit(ctx, d.writer, in.Slug, policy.SubmissionInput{
		Class: edition.Material, Summary: "The first version here.", Locales: locales})
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
	now := d.store.Now().In(d.on.Location())
	return d.approve(ctx, proposal, civil.DateOf(now.Add(31*24*time.Hour)))
}

// takeRequests enters some letters and calls of the last weeks, so that the queue has
// something overdue, something near and something new. Nobody of them has an e-mail
// address, so that nothing is ever sent.
func (d *demo) takeRequests(ctx context.Context) error {
	today := civil.DateOf(d.store.Now().In(d.on.Location()))
	for i, asked := range []struct {
		daysAgo int
		channel string
		name    string
		rights  []string
		message string
	}{
		{33, "post", "Customer One", []string{"access"}, "Please send me everything that you hold about me."},
		{28, "phone", "Customer Two", []string{"rectification"}, "My old address still stands on every parcel."},
		{26, "post", "Customer Three", []string{"erasure", "withdraw_consent"}, "I closed my account. Delete my data and stop the newsletter."},
		{17, "counter", "Customer Four", []string{"portability"}, "I would like my orders as a file."},
		{9, "post", "Customer Five", []string{"objection"}, "I do not want my purchases to be used for recommendations."},
		{3, "phone", "Customer Six", []string{"access", "copy_of_transfer_clauses"}, "Which companies abroad have my data, and under which contract?"},
		{1, "post", "Customer Seven", []string{"policy_feedback"}, "The part about cookies could name the companies."},
	} {
		key, err := d.requests.NewFormKey()
		if err != nil {
			return err
		}
		_, err = d.requests.Log(ctx, d.agent, request.LogInput{
			FormKey: key, Site: d.on.Key, Channel: asked.channel, ReceivedOn: today.AddDays(-asked.daysAgo), Rights: asked.rights,
			Message: asked.message, Relation: "self", Name: asked.name, Postal: fmt.Sprintf("%d Sample Street, 20457 Hamburg", i+1), Locale: "en",
		}, nil)
		if err != nil {
			return err
		}
	}
	return nil
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

func (d *demo) read(name string) (string, error) {
	content, err := sample.ReadFile(path.Join("sample", name))
	return string(content), err
}
