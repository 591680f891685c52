package desk

import (
	"privacydesk/handlers/web"
	"privacydesk/views/ui"
)

// shell is everything around a page of the desk.
func (d *Desk) shell(c web.Ctx, title string) ui.DeskShell {
	return ui.DeskShell{Title: title, Home: "/desk", Person: ui.Person{Name: web.Actor(c).Name}, Theme: web.Asking(c).Theme}
}
