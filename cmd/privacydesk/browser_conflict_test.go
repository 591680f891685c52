package main

import (
	"testing"

	"privacydesk/models/store/storetest"
)

// savesLate is two people who write the same draft: the later one sees both texts and
// chooses, and nothing of either is lost.
func (w *walk) savesLate(t *testing.T) {
	first, second := w.editor.window.For(t), w.deputy.window.For(t)
	draft := "/desk/policies/buyers/draft/en"
	first.Open(draft)
	second.Open(draft)
	text := first.Value(say("draft.markdown.label"))
	first.Fill(say("draft.markdown.label"), text+"\n\nEnid wrote this line.\n")
	first.Press(say("draft.save"))
	second.Fill(say("draft.markdown.label"), text+"\n\nLea wrote this line.\n")
	second.Press(say("draft.save"))
	storetest.Equal(t, second.Status(), 409)
	second.Sees(say("conflict.title"), say("conflict.lead", "name", w.editor.name))
	storetest.Contains(t, second.Value(say("conflict.their_text")), "Enid wrote this line.")
	storetest.Contains(t, second.Value(say("conflict.my_text")), "Lea wrote this line.")
	keyboard(t, second)

	second.Press(say("conflict.merge"))
	second.Fill(say("draft.markdown.label"), text+"\n\nEnid wrote this line.\n\nLea wrote this line.\n")
	second.Press(say("draft.save"))
	first.Open(draft)
	kept := first.Value(say("draft.markdown.label"))
	storetest.Contains(t, kept, "Enid wrote this line.")
	storetest.Contains(t, kept, "Lea wrote this line.")
}
