package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/models/request"
	views "privacydesk/views/desk"
	"privacydesk/views/ui"
)

// createSearch looks for a person and leads to a random address: no name stands in one.
func (d *Desk) createSearch(c web.Ctx) error {
	form, err := web.Submitted[request.SearchInput](c)
	var token string
	if err == nil {
		token, err = d.Requests.Find(c.Request().Context(), web.Actor(c), form.Input)
	}
	switch {
	case web.Rejected(&form, err):
		shell := d.shell(c, ui.T(c.Request().Context(), "search.title"))
		shell.Failed = true
		return web.Refuse(c, err, views.SearchPage(shell, form, nil, false))
	case err != nil:
		return err
	}
	return web.SeeOther(c, "/desk/requests/found/"+token)
}

func (d *Desk) showSearch(c web.Ctx) error {
	rows, more, err := d.Requests.Found(c.Request().Context(), web.Actor(c), c.Param("token"))
	if err != nil {
		return err
	}
	return web.Page(c, views.SearchPage(d.shell(c, ui.T(c.Request().Context(), "search.title")), ui.Form[request.SearchInput]{}, rows, more))
}
