package desk

import (
	"errors"

	"privacydesk/handlers/web"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/text"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) newImport(c web.Ctx) error {
	return d.importPage(c, nil, func(*views.ImportPage) {})
}

// importPage is the import, with what fill puts into its forms.
func (d *Desk) importPage(c web.Ctx, problem error, fill func(*views.ImportPage)) error {
	ctx, actor := c.Request().Context(), web.Actor(c)
	document, err := d.Policies.ByActor(ctx, actor, c.Param("slug"))
	if err != nil {
		return err
	}
	page := views.ImportPage{Document: document}
	_, draft, err := d.Policies.Draft(ctx, actor, document.Slug)
	if err == nil {
		written, _ := draft.Text(document.GoverningLocale)
		page.Version, page.Replaces = written.Version, written.Markdown != ""
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	fill(&page)
	shell := d.shell(c, ui.T(ctx, "import.title"), way(c, document)...)
	shell.Failed = problem != nil
	return shown(c, problem, views.Import(shell, page))
}

func (d *Desk) uploadImport(c web.Ctx) error {
	form, parts, err := web.SubmittedParts[views.UploadInput](c)
	input := policy.ImportInput{Version: form.Input.Version}
	if err == nil {
		input.Filename, input.Raw, err = oneFile(parts, text.MaxImport)
	}
	finding, err := d.imported(c, input, err)
	switch {
	case web.Rejected(&form, err):
		return d.importPage(c, err, func(p *views.ImportPage) { p.Upload = form })
	case err != nil:
		return err
	}
	return web.SeeOther(c, views.FindingPath(c.Param("slug"), finding.ID))
}

func (d *Desk) pasteImport(c web.Ctx) error {
	form, err := web.Submitted[views.PasteInput](c)
	input := policy.ImportInput{Filename: "", Raw: []byte(form.Input.Text), Version: form.Input.Version}
	finding, err := d.imported(c, input, err)
	var invalid store.Invalid
	if errors.As(err, &invalid) && invalid["file"] != "" {
		err = store.Invalid{"text": invalid["file"]}
	}
	switch {
	case web.Rejected(&form, err):
		return d.importPage(c, err, func(p *views.ImportPage) { p.Paste = form })
	case err != nil:
		return err
	}
	return web.SeeOther(c, views.FindingPath(c.Param("slug"), finding.ID))
}

// imported brings the text into the draft, unless something was wrong before.
func (d *Desk) imported(c web.Ctx, input policy.ImportInput, before error) (policy.Finding, error) {
	if before != nil {
		return policy.Finding{}, before
	}
	finding, err := d.Policies.ImportDraft(c.Request().Context(), web.Actor(c), c.Param("slug"), input)
	var conflict store.Conflict
	if errors.As(err, &conflict) {
		return finding, store.Refused("import.refused.conflict") // the page then carries the version that stands now
	}
	return finding, err
}

// showFinding says what an import found and what it was unsure of.
func (d *Desk) showFinding(c web.Ctx) error {
	ctx := c.Request().Context()
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	document, found, err := d.Policies.Found(ctx, web.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	return web.Page(c, views.Finding(d.shell(c, ui.T(ctx, "import.found"), way(c, document)...), document, found))
}
