package main

import (
	"net/http"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// keepsCategories is a sort of cookies that the shop has alone: it is added and
// described, a cookie that was retired comes back under it, and a policy may name it.
func (w *walk) keepsCategories(t *testing.T) {
	author := w.editor.window.For(t)
	author.Open("/desk/cookies")
	author.Follow(say("cookies.categories.title"))
	author.Fill(say("category.key_field.label"), "Tasting")
	author.Press(say("category.add"))
	storetest.Equal(t, author.Status(), http.StatusUnprocessableEntity)
	storetest.Equal(t, author.Value(say("category.key_field.label")), "Tasting")
	author.Fill(say("category.key_field.label"), "tasting")
	author.Fill(say("category.position_field.label"), "90")
	author.Fill(say("category.name_in", "language", "English"), "Tasting")
	author.Press(say("category.add"))
	author.Sees(say("category.added", "key", "tasting"))
	author.Follow("Tasting")
	author.Fill(say("category.description_in", "language", "English"), "Which cheese you tried.")
	author.Press(say("entry.save"))
	author.Sees(say("category.saved", "key", "tasting"), "Which cheese you tried.")

	author.Open("/desk/cookies")
	author.Choose(say("entry_field.status"), say("register.status.retired"))
	author.Press(say("filters.apply"))
	author.Follow("basket_id")
	author.Press(say("cookie.restore"))
	author.Sees(say("cookie.restored"))
	author.Choose(say("cookie.category_field.label"), "Tasting")
	author.Press(say("entry.save"))
	author.Follow(say("entry.history.link"))
	author.Sees(say("entry.act.ended"), say("entry.act.restored"))
	w.publishesEntries(author, w.approver.window.For(t), "cookies", "basket_id")

	page := w.visit(t, browsertest.Visitor{Name: "reader", Width: browsertest.Phone})
	page.Open("/cookies")
	storetest.InOrder(t, page.Text(), "Tasting", "Which cheese you tried.", "basket_id")
	author.Open("/desk/processors")
	_, content := author.Download(say("entries.export"))
	storetest.Contains(t, string(content), "Cloudbarn,processor")
}
