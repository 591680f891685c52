package policy_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestTranslation(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.givenDocument("privacy")
	d.givenDraft("privacy", firstText)
	d.publish("privacy", edition.Material, civil.Date{})
	_, err := d.OpenDraft(t.Context(), storetest.Editor, "privacy")
	storetest.NoError(t, err)
	_, err = d.submit("privacy", edition.Translation)
	storetest.Is(t, err, store.Refused("draft_submission.refused.no_new_language"))

	_, err = d.Save(t.Context(), storetest.Editor, "privacy", "de", policy.TextInput{Title: "Datenschutz", Markdown: "## Wer wir sind {#who-we-are}\n\nWir."})
	storetest.NoError(t, err)
	translated := d.publish("privacy", edition.Translation, civil.Date{}, "de")

	storetest.Equal(t, translated.Version, "1.0")
	storetest.Equal(t, translated.Number, 2)
	content, err := policy.ContentOf(translated)
	storetest.NoError(t, err)
	storetest.Equal(t, content.Locales["de"].Title, "Datenschutz")

	d.givenDraft("privacy", firstText+"Changed.")
	_, err = d.Save(t.Context(), storetest.Editor, "privacy", "ar", policy.TextInput{Title: "الخصوصية", Markdown: "## من نحن {#who-we-are}\n\nنحن."})
	storetest.NoError(t, err)
	_, err = d.submit("privacy", edition.Translation, "de", "ar")
	storetest.Is(t, err, store.Refused("draft_submission.refused.more_than_translation"))
}

func TestATranslationIsBehindWhenItWasSavedBeforeTheGoverningText(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.givenDocument("privacy")
	written := d.givenDraft("privacy", firstText)
	behind := func() bool {
		t.Helper()
		_, draft, err := d.Draft(t.Context(), storetest.Editor, "privacy")
		storetest.NoError(t, err)
		storetest.Equal(t, draft.Behind("en", "en"), false)
		storetest.Equal(t, draft.Behind("ar", "en"), false) // there is none
		return draft.Behind("de", "en")
	}
	save := func(locale string, version int64) {
		t.Helper()
		*d.now = d.now.Add(time.Minute)
		_, err := d.Save(t.Context(), storetest.Editor, "privacy", locale, policy.TextInput{Title: "Privacy", Markdown: firstText, Version: version})
		storetest.NoError(t, err)
	}
	save("de", 0)
	storetest.Equal(t, behind(), false)
	save("en", written.Version)
	storetest.Equal(t, behind(), true)
	save("de", 1)
	storetest.Equal(t, behind(), false)

	save("en", written.Version+1)
	d.publish("privacy", edition.Material, civil.Date{}) // without it
	*d.now = d.now.Add(time.Hour)
	draft, err := d.OpenDraft(t.Context(), storetest.Editor, "privacy")
	storetest.NoError(t, err)
	storetest.Equal(t, behind(), true) // as before

	save("de", draft.Texts[1].Version)
	d.publish("privacy", edition.Translation, civil.Date{}, "de")
	_, err = d.OpenDraft(t.Context(), storetest.Editor, "privacy")
	storetest.NoError(t, err)
	storetest.Equal(t, behind(), false)
}
