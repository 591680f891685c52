package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"privacydesk/handlers/web"
	"privacydesk/models/access"
	"privacydesk/models/edition"
	"privacydesk/models/edition/entry"
	"privacydesk/models/site"
	"privacydesk/models/store"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// shelf is one of the two registers of entries as the desk meets it: what is the same
// for cookies and companies.
type shelf struct {
	name       string // "cookies" or "processors": in addresses and messages
	read, edit access.Capability
	categories entry.Categories
	history    func(ctx context.Context, actor access.Actor, id int64, cursor string) (title string, saves store.Page[entry.Save], err error)
	prepare    func(ctx context.Context, actor access.Actor, at site.Site) (entry.Preparation, error)
	propose    func(ctx context.Context, by access.Actor, at site.Site, in entry.EditionInput) (edition.Proposal, error)
	bring      func(ctx context.Context, by access.Actor, at site.Site, in entry.ImportInput) (entry.Report, error)
	export     func(ctx context.Context, by access.Actor, at site.Site, locale string) ([]byte, error)
}

func (d *Desk) shelfRoutes(of shelf) []web.Route {
	with := func(handle func(web.Ctx, shelf) error) func(web.Ctx) error {
		return func(c web.Ctx) error { return handle(c, of) }
	}
	list, on := "/desk/"+of.name, "/desk/sites/:key/"+of.name
	return []web.Route{
		web.Get(list+"/:id/history", of.read, with(d.showEntryHistory)),
		web.Get(list+"/categories", of.read, with(d.listCategories)),
		web.Post(list+"/categories", of.edit, with(d.createCategory)),
		web.Get(list+"/categories/:category", of.read, with(d.showCategory)),
		web.Post(list+"/categories/:category", of.edit, with(d.saveCategory)),
		web.Get(on+"/edition", access.ProposeEditions, with(d.newEntriesEdition)),
		web.Post(on+"/edition", access.ProposeEditions, with(d.createEntriesEdition)),
		web.Get(on+"/import", of.edit, with(d.newEntriesImport)),
		web.Post(on+"/import", of.edit, with(d.createEntriesImport)).Files(),
		web.Post(on+"/export", of.read, with(d.exportEntries)),
	}
}

// way is the link back to the list.
func (s shelf) way(c web.Ctx) ui.Link {
	return ui.Link{Text: ui.T(c.Request().Context(), "place."+s.name), Href: "/desk/" + s.name}
}

// entrySite is the site of the address, if the actor may read its entries.
func (d *Desk) entrySite(c web.Ctx, of shelf) (site.Site, error) {
	at, err := d.Sites.ByKey(c.Request().Context(), c.Param("key"))
	if err == nil && !web.Actor(c).MayOn(of.read, at.ID) {
		return site.Site{}, store.ErrNotFound
	}
	return at, err
}

func (d *Desk) showEntryHistory(c web.Ctx, of shelf) error {
	ctx, cursor := c.Request().Context(), c.QueryParam("after")
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	title, saves, err := of.history(ctx, web.Actor(c), id, cursor)
	if err != nil {
		return err
	}
	rows := make([]views.SaveRow, len(saves.Items))
	for i, save := range saves.Items {
		before := ""
		if save.Before != nil {
			before = *save.Before
		}
		rows[i] = views.SaveRow{Save: save}
		if rows[i].Changes, err = entry.Compare(before, save.After); err != nil {
			return err
		}
	}
	names, err := d.entryNames(ctx, of, rows)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Name = names.People[rows[i].Save.SavedBy]
	}
	page := views.HistoryPage{Title: title, Base: views.EntryPath(of.name, id), Rows: rows, Next: saves.Next, Names: names}
	shell := d.shell(c, ui.T(ctx, "entry.history.title", "name", title), of.way(c))
	return web.Page(c, views.EntryHistory(shell, page))
}

// entryNames are the names of everything that the saves point at, and of who saved.
func (d *Desk) entryNames(ctx context.Context, of shelf, rows []views.SaveRow) (ui.EntryNames, error) {
	names := ui.EntryNames{Sites: map[int64]string{}}
	var people []int64
	for _, row := range rows {
		people = append(people, row.Save.SavedBy)
		for _, change := range row.Changes {
			for _, value := range []any{change.Old, change.New} {
				if id, err := strconv.ParseInt(fmt.Sprint(value), 10, 64); err == nil && change.Field == "owner_id" {
					people = append(people, id)
				}
			}
		}
	}
	sites, err := d.Sites.All(ctx)
	if err != nil {
		return names, err
	}
	for _, at := range sites {
		names.Sites[at.ID] = at.Name
	}
	if names.Categories, err = of.categories.All(ctx); err != nil {
		return names, err
	}
	names.People, err = d.People.Names(ctx, people...)
	return names, err
}

func (d *Desk) newEntriesEdition(c web.Ctx, of shelf) error {
	return d.entriesEditionPage(c, of, ui.Form[entry.EditionInput]{}, nil)
}

func (d *Desk) createEntriesEdition(c web.Ctx, of shelf) error {
	at, err := d.entrySite(c, of)
	if err != nil {
		return err
	}
	form, err := web.Submitted[entry.EditionInput](c)
	var proposal edition.Proposal
	if err == nil {
		proposal, err = of.propose(c.Request().Context(), web.Actor(c), at, form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.entriesEditionPage(c, of, form, err)
	case err != nil:
		return err
	}
	return d.done(c, views.ProposalPath(proposal.ID), "proposal.submitted")
}

func (d *Desk) entriesEditionPage(c web.Ctx, of shelf, form ui.Form[entry.EditionInput], problem error) error {
	ctx := c.Request().Context()
	at, err := d.entrySite(c, of)
	if err != nil {
		return err
	}
	prepared, err := of.prepare(ctx, web.Actor(c), at)
	if err != nil {
		return err
	}
	categories, err := of.categories.All(ctx)
	if err != nil {
		return err
	}
	shell := d.shell(c, views.RegisterWords(ctx, of.name, "edition.title", "site", at.Name), of.way(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.EntriesEdition(shell, of.name, at, prepared, ui.EntryNames{Categories: categories}, form))
}

func (d *Desk) newEntriesImport(c web.Ctx, of shelf) error {
	return d.entriesImportPage(c, of, ui.Form[views.EntriesImportInput]{}, nil, nil)
}

func (d *Desk) createEntriesImport(c web.Ctx, of shelf) error {
	at, err := d.entrySite(c, of)
	if err != nil {
		return err
	}
	form, parts, err := web.SubmittedParts[views.EntriesImportInput](c)
	in := entry.ImportInput{Locale: form.Input.Locale, Partial: form.Input.Partial}
	if err == nil {
		in.Filename, in.Raw, err = oneFile(parts, entry.MaxFile)
	}
	var report *entry.Report
	if err == nil {
		var done entry.Report
		done, err = of.bring(c.Request().Context(), web.Actor(c), at, in)
		report = &done
	}
	if err == nil && !report.Written {
		err = store.Refused("import.not_written")
	}
	if err != nil && !web.Rejected(&form, err) {
		return err
	}
	return d.entriesImportPage(c, of, form, report, err)
}

// entriesImportPage is the form, below what became of the rows of a file.
func (d *Desk) entriesImportPage(c web.Ctx, of shelf, form ui.Form[views.EntriesImportInput], report *entry.Report, problem error) error {
	ctx := c.Request().Context()
	at, err := d.entrySite(c, of)
	if err != nil {
		return err
	}
	shell := d.shell(c, views.RegisterWords(ctx, of.name, "import.title", "site", at.Name), of.way(c))
	shell.Failed = problem != nil
	return shown(c, problem, views.EntriesImport(shell, of.name, at, form, report))
}

// exportEntries hands out the register as a file. It is a POST, since it is recorded.
func (d *Desk) exportEntries(c web.Ctx, of shelf) error {
	at, err := d.entrySite(c, of)
	if err != nil {
		return err
	}
	file, err := of.export(c.Request().Context(), web.Actor(c), at, at.DefaultLocale)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+of.name+"-"+at.Key+`.csv"`)
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", file)
}

func (d *Desk) listCategories(c web.Ctx, of shelf) error {
	return d.categoriesPage(c, of, ui.Form[entry.CategoryInput]{}, nil)
}

func (d *Desk) createCategory(c web.Ctx, of shelf) error {
	form, err := web.Submitted[entry.CategoryInput](c)
	if err == nil {
		err = of.categories.Add(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		return d.categoriesPage(c, of, form, err)
	case err != nil:
		return err
	}
	return d.done(c, "/desk/"+of.name+"/categories", "category.added", "key", form.Input.Key)
}

func (d *Desk) categoriesPage(c web.Ctx, of shelf, form ui.Form[entry.CategoryInput], problem error) error {
	ctx := c.Request().Context()
	all, err := of.categories.All(ctx)
	if err != nil {
		return err
	}
	shell := d.shell(c, views.RegisterWords(ctx, of.name, "categories.title"), of.way(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.Categories(shell, of.name, all, form, of.categories.MayEdit(web.Actor(c))))
}

func (d *Desk) showCategory(c web.Ctx, of shelf) error {
	category, err := of.categories.Get(c.Request().Context(), c.Param("category"))
	if err != nil {
		return err
	}
	return d.categoryPage(c, of, category, ui.Filling[entry.CategoryInput](views.TypedCategory(category)), nil, nil)
}

func (d *Desk) saveCategory(c web.Ctx, of shelf) error {
	ctx := c.Request().Context()
	category, err := of.categories.Get(ctx, c.Param("category"))
	if err != nil {
		return err
	}
	form, err := web.Submitted[entry.CategoryInput](c)
	if err == nil {
		err = of.categories.Save(ctx, web.Actor(c), category.Key, form.Input)
	}
	theirs, late := lateSave(&form, err, "entry.conflict")
	switch {
	case late, web.Rejected(&form, err):
		return d.categoryPage(c, of, category, form, theirs, err)
	case err != nil:
		return err
	}
	return d.done(c, "/desk/"+of.name+"/categories", "category.saved", "key", category.Key)
}

func (d *Desk) categoryPage(c web.Ctx, of shelf, category entry.Category, form ui.Form[entry.CategoryInput], theirs map[string]string, problem error) error {
	ctx := c.Request().Context()
	shell := d.shell(c, category.Name(ui.Locale(ctx)), of.way(c))
	shell.Failed = form.Failed()
	return shown(c, problem, views.Category(shell, of.name, category, form, theirs, of.categories.MayEdit(web.Actor(c))))
}

// turnEntry changes the state of an entry and returns to it.
func (d *Desk) turnEntry(c web.Ctx, of shelf, message string, turn func(context.Context, access.Actor, int64) error) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	path := views.EntryPath(of.name, id)
	err = turn(c.Request().Context(), web.Actor(c), id)
	var refused store.Refused
	if errors.As(err, &refused) {
		if err := d.say(c, ui.Bad, string(refused)); err != nil {
			return err
		}
		return web.SeeOther(c, path)
	}
	if err != nil {
		return err
	}
	return d.done(c, path, message)
}

// offerTaken says what became of an offer, row by row where something was refused.
func (d *Desk) offerTaken(c web.Ctx, of shelf, report entry.Report) error {
	if !report.Written {
		refused := store.Refused("import.not_written")
		return d.entriesImportPage(c, of, ui.Form[views.EntriesImportInput]{Refused: string(refused)}, &report, refused)
	}
	return d.done(c, "/desk/"+of.name, "offer.taken", "added", strconv.Itoa(report.Count(entry.RowAdded)), "changed", strconv.Itoa(report.Count(entry.RowChanged)))
}

// reviewEntries is how a proposal of a list shows what it changes. A comment may be
// about any entry that differs.
func reviewEntries(compare func(edition.Edition, edition.Proposal) ([]entry.Difference, error)) review {
	return func(ctx context.Context, before edition.Edition, proposal edition.Proposal) (reviewed, error) {
		differences, err := compare(before, proposal)
		if err != nil {
			return reviewed{}, err
		}
		categories, err := entry.CategoriesIn(proposal.Content, before.Content)
		found := reviewed{changes: ui.T(ctx, "redline.changes", "count", len(differences)), body: func(at ui.Remarks) templ.Component {
			return views.EntryChanges(differences, ui.EntryNames{Categories: categories}, at)
		}}
		for _, difference := range differences {
			found.places = append(found.places, ui.Option{Value: difference.Title, Text: ui.DifferenceTitle(ctx, difference)})
			found.changed = append(found.changed, difference.Title)
		}
		return found, err
	}
}
