package text_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestImportOfTheRealMarketplacePolicy(t *testing.T) {
	found := imported(t, realFiles(t, "marketplace-privacy-policy-2018.txt")[0])

	equal(t, found.Title, "Privacy Policy")
	equal(t, found.Locale, "en")
	equal(t, found.StatedDate.Raw, "10/05/18")
	equal(t, len(found.StatedDate.Candidates), 3)
	var numbers, names []string
	for _, clause := range found.Document.Clauses {
		numbers = append(numbers, clause.Number)
	}
	equal(t, strings.Join(numbers, " "), " A B C D E F G H I J")
	equal(t, found.Document.Clauses[0].Key, "introduction")
	for _, cookie := range found.Cookies {
		names = append(names, cookie.Names...)
	}
	equal(t, len(found.Cookies), 11)
	equal(t, len(names), 24)
	if strings.Contains(strings.Join(names, " "), `\`) {
		t.Errorf("names keep backslashes: %v", names)
	}
	equal(t, found.RecipientCategories, []string{"business partners", "marketing platforms", "payment service providers",
		"credit risk assessment providers", "logistics partners", "cloud computing service providers",
		"warranty service providers", "customer service providers", "risk control service providers"})
	for _, menu := range []string{"Get Quotations", "Penalty Record", "TradeManager", "Browse Alphabetically", "All rights reserved"} {
		if strings.Contains(found.Document.Markdown(), menu) {
			t.Errorf("the page's own %q is in the text", menu)
		}
	}
}

func TestImportKeepsEveryWordOfRealTexts(t *testing.T) {
	for _, path := range realFiles(t, "basecamp-policies/*.md") {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found := imported(t, path)
		markdown := found.Markdown(text.Document{})
		equal(t, wordsOf(markdown), wordsOf(withoutSettings.ReplaceAllString(string(raw), "")))
		if _, problems := text.Parse(markdown); problems != nil {
			t.Errorf("%s: %v", filepath.Base(path), problems)
		}
		headings := 0
		for _, clause := range found.Document.Clauses {
			if clause.Heading != "" {
				headings++
			}
			headings += len(clause.Deeper)
		}
		if marked := len(markedHeading.FindAll(raw, -1)); headings != marked {
			t.Errorf("%s: %d headings found, %d marked", filepath.Base(path), headings, marked)
		}
	}
}

var (
	withoutSettings = regexp.MustCompile(`(?s)\A---.*?\n---\n`)
	notWords        = regexp.MustCompile(`\]\([^)]*\)|<[^>]*>|\{[#%][^}]*\}`)
	oneWord         = regexp.MustCompile(`[\p{L}\p{N}_]+`)
	markedHeading   = regexp.MustCompile(`(?m)^#{2,6} `)
)

func wordsOf(markdown string) string {
	return strings.Join(oneWord.FindAllString(notWords.ReplaceAllString(markdown, " "), -1), " ")
}

func TestSuccessiveRealTextsKeepTheirKeys(t *testing.T) {
	var older text.Document
	lost := 0
	for _, path := range realFiles(t, "basecamp-policies/privacy-*.md") {
		document, problems := text.Parse(imported(t, path).Markdown(older))
		equal(t, problems, nil)
		now := map[string]bool{}
		for _, key := range keys(document) {
			now[key] = true
		}
		for _, key := range keys(older) {
			if !now[key] {
				lost++
			}
		}
		older = document
	}
	if lost > 20 {
		t.Errorf("%d keys were lost over all versions", lost)
	}
}

func TestTheRealCookieDictionaryIsOneTable(t *testing.T) {
	path := realFiles(t, "open-cookie-database.csv")[0]
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := text.Tables(raw, path)
	if err != nil || len(tables) != 1 || len(tables[0].Rows) < 2000 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
}
