package desk

import (
	"errors"
	"io"
	"net/http"

	"privacydesk/handlers/web"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/text"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

func (d *Desk) newImport(c web.Ctx) error {
	return d.importPage(c, http.StatusOK, func(*views.ImportPage) {})
}

// importPage is the import, with what fill puts into its forms.
func (d *Desk) importPage(c web.Ctx, status int, fill func(*views.ImportPage)) error {
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
	shell.Failed = status != http.StatusOK
	return web.Status(c, status, views.Import(shell, page))
}

func (d *Desk) uploadImport(c web.Ctx) error {
	parts, err := web.ReadParts(c)
	if err != nil {
		return err
	}
	form, err := web.PartsForm[views.UploadInput](parts)
	input := policy.ImportInput{Version: form.Input.Version}
	if err == nil {
		err = parts.EachFile(func(name string, content io.Reader) (err error) {
			input.Filename = name
			input.Raw, err = io.ReadAll(io.LimitReader(content, text.MaxImport+1))
			return err
		})
	}
	if err == nil && input.Filename == "" {
		err = store.Invalid{"file": "import.file.missing"}
	}
	found, err := d.imported(c, input, err)
	if web.Rejected(&form, err) {
		return d.importPage(c, web.StatusOf(err), func(p *views.ImportPage) { p.Upload = form })
	}
	return d.importDone(c, found, err)
}

func (d *Desk) pasteImport(c web.Ctx) error {
	form, err := web.Submitted[views.PasteInput](c)
	input := policy.ImportInput{Filename: "", Raw: []byte(form.Input.Text), Version: form.Input.Version}
	found, err := d.imported(c, input, err)
	var invalid store.Invalid
	if errors.As(err, &invalid) && invalid["file"] != "" {
		err = store.Invalid{"text": invalid["file"]}
	}
	if web.Rejected(&form, err) {
		return d.importPage(c, web.StatusOf(err), func(p *views.ImportPage) { p.Paste = form })
	}
	return d.importDone(c, found, err)
}

// imported brings the text into the draft, unless something was wrong before.
func (d *Desk) imported(c web.Ctx, input policy.ImportInput, before error) (text.Imported, error) {
	if before != nil {
		return text.Imported{}, before
	}
	found, err := d.Policies.ImportDraft(c.Request().Context(), web.Actor(c), c.Param("slug"), input)
	var conflict store.Conflict
	if errors.As(err, &conflict) {
		return found, store.Refused("import.refused.conflict") // the page then carries the version that stands now
	}
	return found, err
}

// importDone says what was found. The page is the answer to the form, since what was
// unsure is told once; sending it again changes nothing but the count of saves.
func (d *Desk) importDone(c web.Ctx, found text.Imported, err error) error {
	if err != nil {
		return err
	}
	return d.importPage(c, http.StatusOK, func(p *views.ImportPage) { p.Found = &found })
}
