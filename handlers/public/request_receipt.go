package public

import (
	"errors"
	"net/http"

	"privacydesk/handlers/web"
	"privacydesk/models/store"
	views "privacydesk/views/public"
	"privacydesk/views/ui"
)

func (p *Public) showReceipt(c web.Ctx) error {
	ctx := c.Request().Context()
	got, err := p.Requests.Acknowledge(ctx, web.Site(c), c.Param("token"))
	if err != nil {
		return p.receiptGone(c, err)
	}
	return web.Page(c, views.ReceiptPage(views.Receipt{
		Shell: p.personal(c, ui.T(ctx, "receipt.title"), false), Got: got, Track: web.Path(c, "/requests"),
		Again: web.Path(c, "/requests/receipt/"+c.Param("token")+"/confirmation"), Asked: c.QueryParam("asked") != "",
	}))
}

// receiptGone says where the request is followed once its receipt has run out. (Of a
// receipt that never was it says the same.)
func (p *Public) receiptGone(c web.Ctx, err error) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	shell := p.personal(c, ui.T(c.Request().Context(), "receipt.gone.title"), true)
	return web.Status(c, http.StatusNotFound, views.ReceiptGone(shell, web.Path(c, "/requests")))
}
