package public

import (
	"errors"
	"slices"
	"strings"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

const versionsOnPage = 25

// listVersions is every version, newest first. Pages begin below an edition's number.
func (p *Public) listVersions(c web.Ctx) error {
	ctx := c.Request().Context()
	told, err := p.history(c, c.Param("slug"))
	if err != nil {
		return err
	}
	newestFirst := slices.Clone(told.versions)
	slices.SortFunc(newestFirst, func(a, b views.Version) int { return b.Edition.Number - a.Edition.Number })
	shell := p.Shell(c, ui.T(ctx, "versions.title_of", "title", told.document.Title))
	shown, err := pageOfVersions(c, &shell, base(c, told.document.Slug)+"/versions", newestFirst)
	if err != nil {
		return err
	}
	title, err := p.titleOf(c, told)
	if err != nil {
		return err
	}
	until, err := p.Editions.NextEffect(ctx, []edition.Subject{told.document.Subject()})
	if err != nil {
		return err
	}
	return web.Show(c, views.PolicyVersions(shell, base(c, told.document.Slug), title, shown), until)
}

// pageOfVersions are the versions of the page that was asked for; the shell learns the
// addresses of its neighbours.
func pageOfVersions(c web.Ctx, shell *ui.PublicShell, path string, newestFirst []views.Version) ([]views.Version, error) {
	start, err := startOf(newestFirst, c.QueryParam("below"))
	if err != nil {
		return nil, err
	}
	end := min(start+versionsOnPage, len(newestFirst))
	if start > 0 {
		shell.Previous = path
		if before := start - versionsOnPage; before > 0 {
			shell.Previous += "?below=" + store.Cursor(newestFirst[before-1].Edition.Number)
		}
	}
	if end < len(newestFirst) {
		shell.Next = path + "?below=" + store.Cursor(newestFirst[end-1].Edition.Number)
	}
	return newestFirst[start:end], nil
}

// startOf is the place of the first version below the cursor.
func startOf(versions []views.Version, cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	var below int
	if err := store.ReadCursor(cursor, &below); err != nil {
		return 0, err
	}
	start := slices.IndexFunc(versions, func(v views.Version) bool { return v.Edition.Number < below })
	if start < 0 {
		return 0, store.ErrNotFound
	}
	return start, nil
}

// titleOf is the document's title as the newest readable version has it, in the
// language of the page.
func (p *Public) titleOf(c web.Ctx, told history) (string, error) {
	ctx := c.Request().Context()
	for _, version := range slices.Backward(told.versions) {
		if version.Edition.Withheld() || version.Standing == views.Withdrawn {
			continue
		}
		full, err := p.Editions.ByID(ctx, version.Edition.ID)
		if err != nil {
			return "", err
		}
		content, err := policy.ContentOf(full)
		if errors.Is(err, store.ErrNotFound) { // withheld just now
			continue
		}
		words, _ := content.In(ui.Locale(ctx))
		return words.Title, err
	}
	return told.document.Title, nil
}

// chooseVersions leads from the form of the list to the address of the comparison.
func (p *Public) chooseVersions(c web.Ctx) error {
	told, err := p.history(c, c.Param("slug"))
	if err != nil {
		return err
	}
	return toComparison(c, base(c, told.document.Slug), told)
}

// toComparison leads to the comparison of the versions that were chosen, or back.
func toComparison(c web.Ctx, base string, told history) error {
	from, to := c.QueryParam("from"), c.QueryParam("to")
	address := base + "/versions"
	if told.version(from) != nil && told.version(to) != nil {
		address = base + "/compare/" + from + "..." + to
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return web.SeeOther(c, address)
}

func (h history) version(number string) *views.Version {
	return h.find(func(v views.Version) bool { return v.Edition.Version == number })
}

// compareVersions is what changed between two versions, whichever is the newer.
func (p *Public) compareVersions(c web.Ctx) error {
	from, to, pair := strings.Cut(c.Param("pair"), "...")
	told, err := p.history(c, c.Param("slug"))
	if err != nil {
		return err
	}
	old, new := told.version(from), told.version(to)
	if !pair || old == nil || new == nil {
		return store.ErrNotFound
	}
	for _, one := range []*views.Version{old, new} {
		if one.Edition.Withheld() {
			return p.gone(c, shownVersion{history: told, version: *one}, "")
		}
	}
	before, after, locale, err := p.sameLanguage(c, *old, *new)
	if err != nil {
		return err
	}
	slug := base(c, told.document.Slug)
	page := views.ComparePage{Base: slug, Title: after.Title, From: *old, To: *new, Locale: locale, Redline: policy.Compare(before, after),
		Full: c.QueryParam("text") == "full", Here: slug + "/compare/" + from + "..." + to}
	until, err := p.Editions.NextEffect(c.Request().Context(), []edition.Subject{told.document.Subject()})
	if err != nil {
		return err
	}
	return web.Show(c, views.PolicyCompare(p.Shell(c, views.CompareTitle(c.Request().Context(), page)), page), until)
}

// changed are the clauses that a version changed, for a page that shows it in the
// locale: none where the two cannot be compared in it. It takes one query however many
// clauses there are.
func (p *Public) changed(c web.Ctx, shown shownVersion, content policy.Content, locale string) (map[string]policy.Passage, error) {
	old := shown.history.version(shown.version.Before)
	if old == nil || old.Edition.Withheld() {
		return nil, nil
	}
	full, err := p.Editions.ByID(c.Request().Context(), old.Edition.ID)
	if err != nil {
		return nil, err
	}
	before, err := policy.ContentOf(full)
	if errors.Is(err, store.ErrNotFound) { // withheld just now
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	words, told := before.Locales[locale]
	if !told || comparedIn(ui.Locale(c.Request().Context()), before, content) != locale {
		return nil, nil
	}
	return views.ChangedClauses(policy.Compare(words, content.Locales[locale])), nil
}

// comparedIn is the language in which two texts are compared: the reader's, or, where
// one of them lacks it, the governing language of the newer.
func comparedIn(locale string, before, after policy.Content) string {
	for _, content := range []policy.Content{before, after} {
		if _, ready := content.Locales[locale]; !ready {
			return after.GoverningLocale
		}
	}
	return locale
}

// sameLanguage are both texts in the language of the page, or, where one of them lacks
// it, in the governing language of the newer.
func (p *Public) sameLanguage(c web.Ctx, old, new views.Version) (before, after policy.Words, locale string, err error) {
	var contents [2]policy.Content
	for i, version := range []views.Version{old, new} {
		full, err := p.Editions.ByID(c.Request().Context(), version.Edition.ID)
		if err != nil {
			return before, after, "", err
		}
		if contents[i], err = policy.ContentOf(full); err != nil {
			return before, after, "", err
		}
	}
	locale = comparedIn(ui.Locale(c.Request().Context()), contents[0], contents[1])
	before, _ = contents[0].In(locale)
	after, _ = contents[1].In(locale)
	return before, after, locale, nil
}
