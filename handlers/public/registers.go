package public

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

// register is one of the two registers as the public meets it: the cookie declaration
// or the list of companies, at an address with its versions below.
type register struct {
	path    string // "/cookies"
	message string // of its words: "cookies"
	subject func(site string) edition.Subject
	// page is the declaration or list of an edition; content is nil before the first.
	page func(shell ui.PublicShell, page views.RegisterPage, content []byte) (templ.Component, error)
	// data is the edition for programs, csv the same as a table, in a locale.
	data func(at site.Site, e edition.Edition, locale string) (any, error)
	csv  func(content []byte, locale string) ([]byte, error)
	// changes is what differs between two editions.
	changes func(before, after []byte) ([]entry.Difference, error)
	// ends is when the page of the edition changes by itself; zero when it does not.
	ends func(content []byte, now time.Time) time.Time
}

func (p *Public) routesOf(of register) []web.Route {
	with := func(handle func(web.Ctx, register) error) func(web.Ctx) error {
		return func(c web.Ctx) error { return handle(c, of) }
	}
	as := func(format string) func(web.Ctx) error {
		return func(c web.Ctx) error { return p.showRegister(c, of, format) }
	}
	return []web.Route{
		web.Reading(of.path, as("")), web.Reading(of.path+".json", as(".json")), web.Reading(of.path+".csv", as(".csv")),
		web.Reading(of.path+"/versions", with(p.listRegisterVersions)).Query(),
		web.Reading(of.path+"/compare", with(p.chooseRegisterVersions)).Query(),
		web.Reading(of.path+"/compare/:pair", with(p.compareRegister)),
		web.Reading(of.path+"/:number", with(p.showRegisterVersion)),
	}
}

// registerHistory are the editions in the order in which they take effect, as
// versions: each edition of a register is one.
func (p *Public) registerHistory(c web.Ctx, of register) ([]views.Version, error) {
	editions, err := p.Editions.History(c.Request().Context(), of.subject(web.Site(c).Key))
	if err != nil {
		return nil, err
	}
	for i := range editions {
		editions[i].Version = strconv.Itoa(editions[i].Number)
	}
	return versionsOf(editions, p.Editions.Store.Now()), nil
}

func (p *Public) registerUntil(c web.Ctx, of register) (time.Time, error) {
	return p.Editions.NextEffect(c.Request().Context(), []edition.Subject{of.subject(web.Site(c).Key)})
}

// showRegister is the edition in force, or what can be said before the first.
func (p *Public) showRegister(c web.Ctx, of register, format string) error {
	until, err := p.registerUntil(c, of)
	if err != nil {
		return err
	}
	versions, err := p.registerHistory(c, of)
	if err != nil {
		return err
	}
	told := history{versions: versions}
	page := views.RegisterPage{Base: web.Path(c, of.path), Next: told.find(standing(views.Upcoming)), Now: p.Editions.Store.Now(), Versions: newestOf(versions)}
	if inForce := told.find(standing(views.InForce)); inForce != nil {
		page.Version = *inForce
	}
	return p.answerRegister(c, of, page, format, until)
}

// newestOf are the newest versions first, for the list of changes beside a register.
func newestOf(versions []views.Version) []views.Version {
	newest := slices.Clone(versions)
	slices.SortFunc(newest, func(a, b views.Version) int { return b.Edition.Number - a.Edition.Number })
	return newest[:min(len(newest), 5)]
}

// showRegisterVersion is one edition for ever.
func (p *Public) showRegisterVersion(c web.Ctx, of register) error {
	number, format := web.Format(c.Param("number"))
	versions, err := p.registerHistory(c, of)
	if err != nil {
		return err
	}
	told := history{versions: versions}
	version := told.version(number)
	if version == nil || format == ".md" { // a register has no Markdown of its own
		return store.ErrNotFound
	}
	until, err := p.registerUntil(c, of)
	if err != nil {
		return err
	}
	page := views.RegisterPage{Base: web.Path(c, of.path), Version: *version, Fixed: true, Now: p.Editions.Store.Now(), Versions: newestOf(versions)}
	if inForce := told.find(standing(views.InForce)); inForce != nil {
		page.Current = inForce.Edition.Version
	}
	return p.answerRegister(c, of, page, format, until)
}

func (p *Public) answerRegister(c web.Ctx, of register, page views.RegisterPage, format string, until time.Time) error {
	ctx := c.Request().Context()
	if page.Version.Edition.Withheld() {
		return p.registerGone(c, of, page, format)
	}
	var full edition.Edition
	if page.Version.Edition.ID != 0 {
		var err error
		if full, err = p.Editions.ByID(ctx, page.Version.Edition.ID); err != nil {
			return err
		}
		if ends := of.ends(full.Content, page.Now); until.IsZero() || !ends.IsZero() && ends.Before(until) {
			until = ends
		}
	}
	switch format {
	case ".json":
		answer, err := of.data(web.Site(c), full, ui.Locale(ctx))
		if err != nil {
			return err
		}
		return web.JSON(c, answer, until)
	case ".csv":
		file, err := of.csv(full.Content, ui.Locale(ctx))
		if err != nil {
			return err
		}
		return web.Bytes(c, "text/csv; charset=utf-8", file, until)
	}
	title := ui.T(ctx, "register."+of.message+".title")
	if page.Fixed {
		title = ui.T(ctx, "policy.title_version", "title", title, "version", page.Version.Edition.Version)
	}
	shell := p.Shell(c, title)
	shell.Description = ui.T(ctx, "register."+of.message+".lead")
	view, err := of.page(shell, page, full.Content)
	if err != nil {
		return err
	}
	return web.Show(c, view, until)
}

// registerGone answers 410 for an edition that was withheld, with what stays of it.
func (p *Public) registerGone(c web.Ctx, of register, page views.RegisterPage, format string) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	switch format {
	case "":
		shell := p.Shell(c, ui.T(c.Request().Context(), "error.410.title"))
		return web.Status(c, http.StatusGone, views.PolicyGone(shell, page.Base, page.Version))
	case ".json":
		return c.JSON(http.StatusGone, goneEdition(page.Version.Edition))
	}
	return c.String(http.StatusGone, page.Version.Edition.LegalReason+"\n")
}

// listRegisterVersions is every edition, newest first.
func (p *Public) listRegisterVersions(c web.Ctx, of register) error {
	ctx := c.Request().Context()
	versions, err := p.registerHistory(c, of)
	if err != nil {
		return err
	}
	until, err := p.registerUntil(c, of)
	if err != nil {
		return err
	}
	newestFirst := slices.Clone(versions)
	slices.SortFunc(newestFirst, func(a, b views.Version) int { return b.Edition.Number - a.Edition.Number })
	title := ui.T(ctx, "register."+of.message+".title")
	shell := p.Shell(c, ui.T(ctx, "versions.title_of", "title", title))
	shown, err := pageOfVersions(c, &shell, web.Path(c, of.path)+"/versions", newestFirst)
	if err != nil {
		return err
	}
	return web.Show(c, views.PolicyVersions(shell, web.Path(c, of.path), title, shown), until)
}

// chooseRegisterVersions leads from the form of the list to the comparison.
func (p *Public) chooseRegisterVersions(c web.Ctx, of register) error {
	versions, err := p.registerHistory(c, of)
	if err != nil {
		return err
	}
	return toComparison(c, web.Path(c, of.path), history{versions: versions})
}

// compareRegister is what changed between two editions, whichever is the newer.
func (p *Public) compareRegister(c web.Ctx, of register) error {
	ctx := c.Request().Context()
	from, to, pair := strings.Cut(c.Param("pair"), "...")
	versions, err := p.registerHistory(c, of)
	if err != nil {
		return err
	}
	told := history{versions: versions}
	old, new := told.version(from), told.version(to)
	if !pair || old == nil || new == nil {
		return store.ErrNotFound
	}
	var contents [2][]byte
	for i, one := range []*views.Version{old, new} {
		full, err := p.Editions.ByID(ctx, one.Edition.ID)
		if err != nil {
			return err
		}
		if full.Withheld() {
			return p.registerGone(c, of, views.RegisterPage{Base: web.Path(c, of.path), Version: *one}, "")
		}
		contents[i] = full.Content
	}
	differences, err := of.changes(contents[0], contents[1])
	if err != nil {
		return err
	}
	categories, err := entry.CategoriesIn(contents[1], contents[0])
	if err != nil {
		return err
	}
	until, err := p.registerUntil(c, of)
	if err != nil {
		return err
	}
	shell := p.Shell(c, ui.T(ctx, "comparison.title_two", "from", from, "to", to))
	return web.Show(c, views.RegisterCompare(shell, web.Path(c, of.path), *old, *new, differences, ui.EntryNames{Categories: categories}), until)
}

// blockContent is the content of the edition that a block of a policy text shows, and
// whether there is one that may be read.
func blockContent(found edition.Edition, err error) (bool, []edition.Edition, error) {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return false, nil, nil
	case err != nil:
		return false, nil, err
	}
	return !found.Withheld(), []edition.Edition{found}, nil
}

// utc is the time for programs; nil for an edition that there is not.
func utc(e edition.Edition) *time.Time {
	if e.ID == 0 {
		return nil
	}
	at := e.EffectiveAt.UTC()
	return &at
}

// numberAndHash are nil for an edition that there is not.
func numberAndHash(e edition.Edition) (*int, *string) {
	if e.ID == 0 {
		return nil, nil
	}
	hash := e.Hash()
	return &e.Number, &hash
}
