package public

import (
	"privacydesk/handlers/web"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

func (p *Public) showReceipt(c web.Ctx) error {
	ctx := c.Request().Context()
	got, err := p.Requests.Acknowledge(ctx, web.Site(c), c.Param("token"))
	if err != nil {
		return err
	}
	return web.Page(c, views.ReceiptPage(views.Receipt{
		Shell: p.personal(c, ui.T(ctx, "receipt.title"), false), Got: got, Track: web.Path(c, "/requests"),
	}))
}
