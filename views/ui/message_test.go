package ui_test

import (
	"context"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/views/ui"
)

func in(locale string) context.Context { return ui.WithLocale(context.Background(), locale) }

func equal(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDaysLeftFollowThePluralRulesOfTheLocale(t *testing.T) {
	for _, c := range []struct {
		locale string
		days   int
		want   string
	}{
		{"en", 8, "8 days left"}, {"en", 1, "1 day left"}, {"en", 0, "Due today"}, {"en", -2, "2 days overdue"},
		{"de", 1, "Noch 1 Tag"}, {"de", 30, "Noch 30 Tage"}, {"de", -1, "1 Tag überfällig"},
		{"ar", 1, "بقي يوم واحد"}, {"ar", 2, "بقي يومان"}, {"ar", 5, "بقيت 5 أيام"}, {"ar", 11, "بقي 11 يومًا"}, {"ar", 100, "بقي 100 يوم"},
		{"en", 1200, "1,200 days left"}, {"de", 1200, "Noch 1.200 Tage"},
	} {
		equal(t, ui.DaysLeft(in(c.locale), c.days), c.want)
	}
}

func TestDatesReadAsTheLocaleWritesThem(t *testing.T) {
	day := civil.Date{Year: 2026, Month: time.September, Day: 1}
	for locale, want := range map[string][]string{
		"en": {"1 September 2026", "Tuesday 1 September 2026", "1 Sep"},
		"de": {"1. September 2026", "Dienstag, 1. September 2026", "1. Sept."},
		"ar": {"1 سبتمبر 2026", "الثلاثاء 1 سبتمبر 2026", "1 سبتمبر"},
	} {
		equal(t, ui.Date(in(locale), day), want[0])
		equal(t, ui.Weekday(in(locale), day), want[1])
		equal(t, ui.ShortDate(in(locale), day), want[2])
	}
}

func TestTimesStandInTheZoneOfThePage(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.November, 23, 23, 30, 0, 0, time.UTC)

	equal(t, ui.DateTime(in("en"), at), "23 November 2026, 23:30")
	equal(t, ui.DateTime(ui.WithZone(in("en"), berlin), at), "24 November 2026, 00:30")
	contains(t, rendered(t, "de", ui.Time(at)), `<time datetime="2026-11-23T23:30:00Z">23. November 2026, 23:30 Uhr</time>`)
}

func TestFileSizesAndListsReadAsTheLocaleWritesThem(t *testing.T) {
	equal(t, ui.FileSize(in("en"), 0), "0 bytes")
	equal(t, ui.FileSize(in("en"), 3_100_000), "3.1 MB")
	equal(t, ui.FileSize(in("de"), 3_100_000), "3,1 MB")
	equal(t, ui.FileSize(in("en"), 999_999), "1 MB")
	equal(t, ui.FileSize(in("en"), 25_400), "25 kB")
	equal(t, ui.List(in("en"), []string{"orders", "messages", "reviews"}), "orders, messages and reviews")
	equal(t, ui.List(in("de"), []string{"Rechnungen"}), "Rechnungen")
	equal(t, ui.List(in("ar"), nil), "")
}

func TestUnknownKeyIsShownAsAMistake(t *testing.T) {
	equal(t, ui.T(in("de"), "no.such_message"), "⟦no.such_message⟧")
}

func TestDeskWordsStandInEnglishInEveryLocale(t *testing.T) {
	equal(t, ui.T(in("ar"), "shell.sign_out"), "Sign out")
}

func TestUnknownLocaleReadsAsTheFallback(t *testing.T) {
	equal(t, ui.Locale(in("tlh")), "en")
}

func TestFilledPutsComponentsInTheirPlaceAndEscapesTheRest(t *testing.T) {
	day := civil.Date{Year: 2026, Month: time.December, Day: 1}

	page := rendered(t, "en", ui.Filled("clock.started", "date", ui.On(day)))
	equal(t, page, `Started <time datetime="2026-12-01">1 December 2026</time>`)

	page = rendered(t, "en", ui.Filled("clock.started", "date", "<b>now</b>"))
	equal(t, page, "Started &lt;b&gt;now&lt;/b&gt;")
}
