package public

import (
	"net/url"

	"cloud.google.com/go/civil"

	"privacydesk/handlers/web"
	"privacydesk/models/facts"
	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/text"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

// newSubmission is the form, with the right of the address already chosen.
func (p *Public) newSubmission(c web.Ctx) error {
	typed := url.Values{}
	told := p.told(c)
	if right := c.Param("right"); right != "" {
		if !regime.Right(right).Timed() || right == string(regime.Appeal) || !told.Offers(right) {
			return store.ErrNotFound
		}
		typed.Set("rights", right)
	}
	return p.showSubmission(c, told, ui.Filling[request.SubmissionInput](typed), nil)
}

func (p *Public) createSubmission(c web.Ctx) error {
	ctx := c.Request().Context()
	form, parts, err := web.SubmittedParts[request.SubmissionInput](c)
	if err == nil {
		err = p.Requests.MaySend(ctx, web.ClientAddress(c))
	}
	var uploads []request.Upload
	if err == nil {
		uploads, err = p.receive(c, parts)
	}
	var receipt request.Receipt
	if err == nil {
		receipt, err = p.Requests.Submit(ctx, web.Actor(c), web.Site(c), ui.Locale(ctx), form.Input, uploads)
	}
	switch {
	case web.Rejected(&form, err):
		return p.showSubmission(c, p.told(c), form, err)
	case err != nil:
		return err
	}
	return web.SeeOther(c, web.Path(c, "/requests/receipt/"+receipt.Token))
}

// showSubmission shows the form, as new or with everything that was typed. A form
// without its key gets one.
func (p *Public) showSubmission(c web.Ctx, told facts.Facts, form ui.Form[request.SubmissionInput], refused error) error {
	ctx, at := c.Request().Context(), web.Site(c)
	fresh, err := p.Requests.NewFormKey()
	if err != nil {
		return err
	}
	form.Typed.Set(ui.KeyField, form.Key(fresh))
	page := views.Submission{
		Shell: p.Shell(c, ui.T(ctx, "submission.title")), Form: form, Contact: told.Contact,
		ContactIsTold: told.Contact.Email != "" || told.Contact.Address != "",
		Action:        web.Path(c, "/requests/new"), Track: web.Path(c, "/requests"),
	}
	page.Shell.Failed = form.Failed()
	for _, right := range regime.Rights() {
		if told.Offers(string(right)) {
			page.Rights = append(page.Rights, right)
		}
	}
	today := civil.DateOf(p.Requests.Store.Now().In(at.Location()))
	if law, holds := regime.At(at.Regime, today); holds {
		page.Answer, _ = law.UsualAnswerTime(regime.Access, today)
	}
	if page.Notice, page.NoticeLocale, err = notice(told, ui.Locale(ctx)); err != nil {
		return err
	}
	if refused != nil {
		return web.Refuse(c, refused, views.SubmissionPage(page))
	}
	return web.Page(c, views.SubmissionPage(page))
}

// notice is the text of the site for its form (Article 13), as HTML.
func notice(told facts.Facts, locale string) (html text.SafeHTML, in string, err error) {
	markdown, in := told.Notice(locale)
	if markdown == "" {
		return "", "", nil
	}
	document, _ := text.Parse(markdown)
	page, err := document.HTML(func(text.Block, text.SafeHTML) (text.SafeHTML, error) { return "", nil })
	if err != nil {
		return "", "", err
	}
	for _, clause := range page.Clauses {
		html += clause.HTML
	}
	return html, in, nil
}
