package desk_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"privacydesk/views/desk"
	"privacydesk/views/ui"
)

func TestComponentsPageIsSoundInEveryLanguage(t *testing.T) {
	for _, locale := range ui.Locales() {
		var page strings.Builder
		shell := ui.DeskShell{Title: "Components", Person: ui.Person{Name: "Ada Byron"}, Themes: "/desk/theme", Search: &ui.SearchBox{Action: "/desk/search", Name: "words", Label: "Find"}}
		if err := desk.ComponentsPage(shell).Render(ui.WithLocale(context.Background(), locale), &page); err != nil {
			t.Fatal(err)
		}
		for _, unwanted := range []string{"⟦", "<no value>", "&lt;no value&gt;", " style=", "<style", "javascript:", "%!"} {
			if strings.Contains(page.String(), unwanted) {
				t.Errorf("the page in %s has %q", locale, unwanted)
			}
		}
		if regexp.MustCompile(`\son[a-z]+="`).MatchString(page.String()) {
			t.Errorf("the page in %s has an inline handler", locale)
		}
		document, err := html.Parse(strings.NewReader(page.String()))
		if err != nil {
			t.Fatal(err)
		}
		sound(t, document)
	}
}

// sound checks what every page must hold: one h1, one id each, labels and
// descriptions that lead somewhere.
func sound(t *testing.T, document *html.Node) {
	t.Helper()
	ids, headings := map[string]int{}, 0
	var wanted []string
	for node := range document.Descendants() {
		if node.Data == "h1" {
			headings++
		}
		for _, attribute := range node.Attr {
			switch attribute.Key {
			case "id":
				ids[attribute.Val]++
			case "for", "aria-describedby", "aria-labelledby":
				wanted = append(wanted, strings.Fields(attribute.Val)...)
			case "href":
				if name, inside := strings.CutPrefix(attribute.Val, "#"); inside {
					wanted = append(wanted, name)
				}
			}
		}
	}
	if headings != 1 {
		t.Errorf("the page has %d h1", headings)
	}
	for id, times := range ids {
		if times > 1 {
			t.Errorf("the id %s stands %d times", id, times)
		}
	}
	if len(wanted) < 40 {
		t.Fatalf("only %d references were read", len(wanted))
	}
	for _, id := range wanted {
		if ids[id] == 0 {
			t.Errorf("something leads to %q, which is not on the page", id)
		}
	}
}
