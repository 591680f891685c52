package ui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"privacydesk/views/ui"
)

// rendered is the component's HTML in a locale.
func rendered(t *testing.T, locale string, component templ.Component) string {
	t.Helper()
	var page strings.Builder
	if err := component.Render(ui.WithLocale(context.Background(), locale), &page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func contains(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, words := range wanted {
		if !strings.Contains(page, words) {
			t.Errorf("the page lacks %q:\n%s", words, page)
		}
	}
}

func lacks(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, words := range unwanted {
		if strings.Contains(page, words) {
			t.Errorf("the page has %q:\n%s", words, page)
		}
	}
}

func TestPublicPageNamesItsLanguageAndDirection(t *testing.T) {
	page := rendered(t, "ar", ui.PublicPage(ui.PublicShell{Title: "X", Site: ui.Brand{Name: "Hafen"}}))

	contains(t, page, `<html lang="ar" dir="rtl" data-surface="public">`, `href="#main"`, `انتقل إلى المحتوى`)
	lacks(t, page, "data-theme", "⟦", "style=")
}

func TestPublicPageThatCameBackSaysErrorInItsTitle(t *testing.T) {
	page := rendered(t, "en", ui.PublicPage(ui.PublicShell{Title: "Ask", Site: ui.Brand{Name: "Hafen"}, Failed: true}))

	contains(t, page, "<title>Error: Ask – Hafen</title>")
}

func TestDeskPageKeepsThePersonsTheme(t *testing.T) {
	page := rendered(t, "en", ui.DeskPage(ui.DeskShell{Title: "Requests", Theme: "dark", Person: ui.Person{Name: "Ada Byron"}, Themes: "/desk/theme", SignOut: "/desk/sign-out"}))

	contains(t, page, `data-surface="staff" data-theme="dark"`, `aria-pressed="true">Dark`, ">AB<", "Sign out")
	lacks(t, page, "⟦", "style=")
}
