package public

import (
	"errors"
	"net/http"
	"time"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

func (p *Public) policyRoutes() []web.Route {
	return []web.Route{
		web.Reading("/policies", p.listPolicies),
		web.Reading("/policies/:slug", p.showPolicy),
		web.Reading("/policies/:slug/versions", p.listVersions).Query(),
		web.Reading("/policies/:slug/compare", p.chooseVersions).Query(),
		web.Reading("/policies/:slug/compare/:pair", p.compareVersions).Query(),
		web.Reading("/policies/:slug/:version", p.showVersion),
	}
}

// listPolicies is the rules centre.
func (p *Public) listPolicies(c web.Ctx) error {
	ctx, on := c.Request().Context(), web.Site(c)
	published, err := p.Policies.InForce(ctx, on.ID, p.Policies.Store.Now())
	if err != nil {
		return err
	}
	documents, err := p.Policies.OnSite(ctx, on.ID)
	if err != nil {
		return err
	}
	var groups []views.PolicyGroup
	for _, one := range published {
		row := views.PolicyRow{Base: base(c, one.Slug), Title: one.Title, Locale: one.GoverningLocale, Edition: one.Edition}
		if !one.Edition.Withheld() {
			words, locale := one.Content.In(ui.Locale(ctx))
			row.Title, row.Locale = words.Title, locale
		}
		if len(groups) == 0 || groups[len(groups)-1].Category != one.Category {
			groups = append(groups, views.PolicyGroup{Category: one.Category})
		}
		last := &groups[len(groups)-1]
		last.Policies = append(last.Policies, row)
	}
	var subjects []edition.Subject
	for _, document := range documents {
		subjects = append(subjects, document.Subject())
	}
	until, err := p.Editions.NextEffect(ctx, subjects)
	if err != nil {
		return err
	}
	return web.Show(c, views.Policies(p.Shell(c, ui.T(ctx, "policies.title")), groups), until)
}

func base(c web.Ctx, slug string) string { return web.Path(c, "/policies/"+slug) }

// history is a document with everything that was published of it.
type history struct {
	document policy.Document
	versions []views.Version // in the order in which they take effect; the newest edition of each
}

// history reads the document and places each of its versions in time.
func (p *Public) history(c web.Ctx, slug string) (history, error) {
	ctx := c.Request().Context()
	document, err := p.Policies.Public(ctx, web.Site(c).ID, slug)
	if err != nil {
		return history{}, err
	}
	editions, err := p.Editions.History(ctx, document.Subject())
	if err != nil {
		return history{}, err
	}
	if len(editions) == 0 {
		return history{}, store.ErrNotFound
	}
	return history{document, versionsOf(editions, p.Policies.Store.Now())}, nil
}

// versionsOf are the versions among the editions: a translation that came later takes
// the place of the edition that it completes, from the day on which that took effect.
func versionsOf(editions []edition.Edition, now time.Time) []views.Version {
	var versions []views.Version
	at := map[string]int{}
	for _, one := range editions {
		if known, again := at[one.Version]; again {
			if one.Withdrawn() || one.EffectiveAt.After(now) && !versions[known].Edition.EffectiveAt.After(now) {
				continue
			}
			began := versions[known].Edition.EffectiveAt
			versions[known].Edition = one
			versions[known].Edition.EffectiveAt = began
			continue
		}
		at[one.Version] = len(versions)
		versions = append(versions, views.Version{Edition: one})
	}
	before := -1 // the version that held before, not withdrawn
	for i := range versions {
		version := &versions[i]
		version.Standing = views.InForce
		if before >= 0 {
			version.Before = versions[before].Edition.Version
		}
		switch {
		case version.Edition.Withdrawn():
			version.Standing = views.Withdrawn
			continue
		case version.Edition.EffectiveAt.After(now):
			version.Standing = views.Upcoming
		case before >= 0:
			versions[before].Standing = views.Replaced
		}
		if before >= 0 {
			began := version.Edition.EffectiveAt
			versions[before].Until = &began
		}
		before = i
	}
	for i := range versions {
		if versions[i].Standing == views.InForce { // a later version is announced, not there
			versions[i].Until = nil
		}
	}
	return versions
}

// find is the first version that fits.
func (h history) find(fits func(views.Version) bool) *views.Version {
	for i := range h.versions {
		if fits(h.versions[i]) {
			return &h.versions[i]
		}
	}
	return nil
}

func standing(wanted views.Standing) func(views.Version) bool {
	return func(v views.Version) bool { return v.Standing == wanted }
}

// showPolicy is the version in force, in the form that the address asks for.
func (p *Public) showPolicy(c web.Ctx) error {
	slug, format := web.Format(c.Param("slug"))
	told, err := p.history(c, slug)
	if err != nil {
		return err
	}
	inForce, next := told.find(standing(views.InForce)), told.find(standing(views.Upcoming))
	until, err := p.Editions.NextEffect(c.Request().Context(), shownSubjects(c, told.document))
	switch {
	case err != nil:
		return err
	case inForce == nil && next == nil:
		return store.ErrNotFound // everything was withdrawn
	case inForce == nil && format != "":
		return store.ErrNotFound
	case inForce == nil:
		shell := p.Shell(c, told.document.Title)
		return web.Show(c, views.PolicyYet(shell, base(c, slug), *next), until)
	}
	shown := shownVersion{told, *inForce, p.Policies.Store.Now(), until, false}
	return p.answer(c, shown, format)
}

// showVersion is one version for ever. Its blocks show what was in force when it took
// effect.
func (p *Public) showVersion(c web.Ctx) error {
	number, format := web.Format(c.Param("version"))
	told, err := p.history(c, c.Param("slug"))
	if err != nil {
		return err
	}
	version := told.find(func(v views.Version) bool { return v.Edition.Version == number })
	if version == nil {
		return store.ErrNotFound
	}
	// Whether it is in force is said above the text.
	until, err := p.Editions.NextEffect(c.Request().Context(), []edition.Subject{told.document.Subject()})
	if err != nil {
		return err
	}
	return p.answer(c, shownVersion{told, *version, version.Edition.EffectiveAt, until, true}, format)
}

// shownSubjects are what a policy page may show: the text and what its blocks show.
func shownSubjects(c web.Ctx, document policy.Document) []edition.Subject {
	key := web.Site(c).Key
	return []edition.Subject{document.Subject(), edition.Cookies(key), edition.Processors(key), edition.Facts(key)}
}

// shownVersion is a version on its way to the reader.
type shownVersion struct {
	history
	version views.Version
	at      time.Time // as of which its blocks are filled
	until   time.Time // how long the answer holds
	fixed   bool
}

func (p *Public) answer(c web.Ctx, shown shownVersion, format string) error {
	ctx := c.Request().Context()
	if shown.version.Edition.Withheld() {
		return p.gone(c, shown, format)
	}
	full, err := p.Editions.ByID(ctx, shown.version.Edition.ID)
	if err != nil {
		return err
	}
	content, err := policy.ContentOf(full)
	if errors.Is(err, store.ErrNotFound) {
		return p.gone(c, shown, format)
	} else if err != nil {
		return err
	}
	switch format {
	case "":
		return p.policyPage(c, shown, content)
	case ".json":
		return p.policyJSON(c, shown, full, content)
	case ".md":
		return p.policyMarkdown(c, shown, content)
	}
	return store.ErrNotFound
}

func (p *Public) policyPage(c web.Ctx, shown shownVersion, content policy.Content) error {
	ctx := c.Request().Context()
	words, locale := content.In(ui.Locale(ctx))
	html, _, err := p.Blocks.HTML(ctx, web.Site(c), words.Document(), shown.at)
	if err != nil {
		return err
	}
	page := views.PolicyPage{Base: base(c, shown.document.Slug), Content: content, Title: words.Title, Locale: locale,
		Text: html, Version: shown.version, Fixed: shown.fixed}
	if inForce := shown.find(standing(views.InForce)); inForce != nil {
		page.Current = inForce.Edition.Version
	}
	if page.Changed, err = p.changed(c, shown, content, locale); err != nil {
		return err
	}
	if !shown.fixed {
		page.Next = shown.find(standing(views.Upcoming))
	}
	title := words.Title
	if shown.fixed {
		title = ui.T(ctx, "policy.title_version", "title", words.Title, "version", shown.version.Edition.Version)
	}
	return web.Show(c, views.Policy(p.Shell(c, title), page), shown.until)
}

// gone answers 410 for a version that was withheld, with what stays of it.
func (p *Public) gone(c web.Ctx, shown shownVersion, format string) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	switch format {
	case "":
		shell := p.Shell(c, ui.T(c.Request().Context(), "error.410.title"))
		return web.Status(c, http.StatusGone, views.PolicyGone(shell, base(c, shown.document.Slug), shown.version))
	case ".json":
		return c.JSON(http.StatusGone, goneEdition(shown.version.Edition))
	}
	return c.String(http.StatusGone, shown.version.Edition.LegalReason+"\n")
}

func (p *Public) policyMarkdown(c web.Ctx, shown shownVersion, content policy.Content) error {
	ctx := c.Request().Context()
	words, _ := content.In(ui.Locale(ctx))
	markdown, err := p.Blocks.Markdown(ctx, web.Site(c), words.Document(), shown.at)
	if err != nil {
		return err
	}
	return web.Bytes(c, "text/markdown; charset=utf-8", []byte("# "+words.Title+"\n\n"+markdown+"\n"), shown.until)
}

// policyAnswer is the format that programs read.
type policyAnswer struct {
	Site            string           `json:"site"`
	Slug            string           `json:"slug"`
	Title           string           `json:"title"`
	Version         string           `json:"version"`
	Edition         int              `json:"edition"`
	Locale          string           `json:"locale"`
	GoverningLocale string           `json:"governing_locale"`
	PublishedAt     time.Time        `json:"published_at"`
	EffectiveAt     time.Time        `json:"effective_at"`
	SHA256          string           `json:"sha256"`
	TextSHA256      string           `json:"text_sha256"`
	Resolved        []resolvedAnswer `json:"resolved"`
	Clauses         []clauseAnswer   `json:"clauses"`
}

type resolvedAnswer struct {
	Subject edition.Subject `json:"subject"`
	Edition int             `json:"edition"`
	SHA256  string          `json:"sha256"`
}

type clauseAnswer struct {
	Key      string  `json:"key"`
	Number   *string `json:"number"`
	Heading  string  `json:"heading"`
	Markdown string  `json:"markdown"`
}

func (p *Public) policyJSON(c web.Ctx, shown shownVersion, full edition.Edition, content policy.Content) error {
	ctx := c.Request().Context()
	words, locale := content.In(ui.Locale(ctx))
	used, err := p.Blocks.Used(ctx, web.Site(c), words.Document(), shown.at)
	if err != nil {
		return err
	}
	answer := policyAnswer{
		Site: web.Site(c).Key, Slug: shown.document.Slug, Title: words.Title, Version: full.Version, Edition: full.Number,
		Locale: locale, GoverningLocale: content.GoverningLocale, PublishedAt: full.PublishedAt.UTC(), EffectiveAt: full.EffectiveAt.UTC(),
		SHA256: full.Hash(), TextSHA256: words.TextHash(), Resolved: []resolvedAnswer{}, Clauses: []clauseAnswer{},
	}
	for _, one := range used {
		answer.Resolved = append(answer.Resolved, resolvedAnswer{one.Subject, one.Number, one.Hash()})
	}
	for _, clause := range words.Clauses {
		answer.Clauses = append(answer.Clauses, clauseAnswer{clause.Key, clause.Number, clause.Heading, clause.Markdown})
	}
	return web.JSON(c, answer, shown.until)
}
