package text_test

import (
	"strings"
	"testing"

	"privacydesk/models/text"
)

const promise = "We tell you here what we do with the data that we get from you when you visit us."

func TestImportKeepsPartsThatAreOnlyNamedLikeFurniture(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"a heading whose id speaks of sharing", `<h2 id="how-we-share-it">How we share it</h2><p>With nobody.</p>`, "## How we share it {#how-we-share-it}\n\nWith nobody."},
		{"a part about consent to cookies", `<section id="cookie-consent"><h2>Consent</h2><p>We ask first.</p></section>`, "## Consent {#consent}\n\nWe ask first."},
		{"a part that the contents list", `<p><a href="#sidebar">About the sidebar</a></p><div id="sidebar"><h2>Sidebar</h2><p>It shows offers.</p></div>`, "[About the sidebar](#sidebar)\n\n## Sidebar {#sidebar}\n\nIt shows offers."},
		{"headings that are buttons, and their folded parts", `<h2><button>Rights</button></h2><div class="accordion-collapse" hidden><p>You may ask.</p></div>`, "## Rights {#rights}\n\nYou may ask."},
		{"a remark beside the text", `<h2>Rights</h2><aside><p>In short: you may ask.</p></aside>`, "## Rights {#rights}\n\nIn short: you may ask."},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := "<html><body><main><h1>Privacy policy</h1><p>" + promise + "</p>" + c.body + "</main></body></html>"
			found, err := text.Import([]byte(page), "a.html")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, found.Markdown(text.Document{}), "# Privacy policy\n\n"+promise+"\n\n"+c.want)
		})
	}
}

func TestImportLeavesOutWhatAPageShowsAroundItsText(t *testing.T) {
	for _, c := range []struct{ name, around string }{
		{"a dialog that waits unseen", `<div id="ageCheck" style="position:fixed; display: none"><h1>ARE YOU 18?</h1><p>This shop is for adults only, so please tell us that you are one before you go on.</p></div>`},
		{"a layer that asks for consent", `<div id="cookieConsentBar">We use cookies to make this shop better and to count visits. <a href="/cookies">More</a> <button>Fine</button></div>`},
		{"links to share the page", `<div class="sharedaddy sd-sharing"><h3>Share this</h3><ul><li><a href="#">Mail</a></li></ul></div>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := "<html><head><title>A shop</title></head><body>" + c.around + "<main><h1>Privacy policy</h1><p>" + promise + "</p>" + c.around + "</main></body></html>"
			found, err := text.Import([]byte(page), "a.html")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, found.Markdown(text.Document{}), "# Privacy policy\n\n"+promise)
		})
	}
}

func TestImportFindsTitles(t *testing.T) {
	for _, c := range []struct{ name, file, content string }{
		{"below a heading with the site's name", "a.html", "<h1>harbour.example</h1><div><h2>Harbour privacy policy</h2><p>" + promise + "</p></div>"},
		{"below a remark on the source", "a.md", "> *Taken from harbour.example on a Monday, see the original.*\n\n# Harbour privacy policy\n\n" + promise},
		{"as a paragraph above headings of the first level", "a.html", "<p>Harbour privacy policy</p><p>Updated 3 June 2023</p><h1>1. Data</h1><p>" + promise + "</p><h1>2. Rights</h1><p>" + promise + "</p>"},
		{"below a menu that was saved with it", "a.txt", "Skip to content\nHome\nShop\nLog in\nSearch\n\nLegal\nTerms of use\nCookie policy\nHarbour privacy policy\nUpdated 1 August 2022\n\n" + promise + "\n\nCompany\nJobs\nPress\n© 2022 Harbour. All rights reserved.\nCookie settings\n"},
		{"on top of the date", "a.txt", "Harbour privacy policy\nUpdated May 2026\n\n" + promise},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := text.Import([]byte(c.content), c.file)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, found.Title, "Harbour privacy policy")
			for _, furniture := range []string{"Log in", "Terms of use", "Press"} {
				if strings.Contains(found.Markdown(text.Document{}), furniture) {
					t.Errorf("%q is no text", furniture)
				}
			}
		})
	}
}

func TestImportFindsHeadingsWithoutBlankLinesUnderThem(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"with numbers", "1. Scope\nAll of our shops, and the apps that belong to them.\n\n2. Data\nVery little of it, as you will see.\n\n2.1 Names\nWe ask for yours.\n\n3. Rights\nYou may ask.", "Scope, Data, >Names, Rights"},
		{"with paragraph signs", "§ 1 Umfang\nAlle unsere Läden.\n\n§ 2 Daten\nSehr wenige.\n\n§ 3 Rechte\n(1) Sie dürfen fragen.\n(2) Sie dürfen widersprechen.", "Umfang, Daten, Rechte"},
		{"with Chinese numbers", "一、范围\n\n我们所有的商店。\n\n二、数据\n\n非常少。\n\n三、权利\n\n您可以询问。", "范围, 数据, 权利"},
		{"with words alone", "Scope\nAll of our shops, and the apps that belong to them.\n\nData\n- Names: yours, when you order.\n- Places: where to send things.\n\nRights\nYou may ask us at any time what we keep about you.", "Scope, Data, Rights"},
		{"in capitals", "SCOPE\nAll of our shops, and the apps that belong to them.\n\nDATA\nVery little of it, as you will see further down.\n\nRIGHTS\nYou may ask us at any time what we keep about you.", "SCOPE, DATA, RIGHTS"},
		{"as bold points of a list", "1. **Scope**\n\n   All of our shops.\n2. **Data**\n\n   Very little of it.\n3. **Rights**\n\n   You may ask.", "Scope, Data, Rights"},
		{"as headings of headings", promise + "\n\nWhat we keep\n\nFrom you\n\n" + promise + "\n\nFrom others\n\n" + promise + "\n\nRights\n\n" + promise, "What we keep, From you, From others, Rights"},
		{"not in addresses", promise + "\n\nHarbour Lane Ltd\n4 Quay Street\nPort Vell\n\nHarbour Lane GmbH\nHafenweg 4\nKiel\n\nHarbour Lane SA\n4 quai du Port\nBrest", ""},
		{"not in wrapped lines", strings.Repeat("We count the visits to our shops on the web with the help of\nHarbour Analytics, who keep the numbers for us and for nobody else in\nthe world.\n\n", 4), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := text.Import([]byte(c.content), "a.txt")
			if err != nil {
				t.Fatal(err)
			}
			var headings []string
			for _, clause := range found.Document.Clauses {
				if clause.Heading != "" {
					headings = append(headings, clause.Heading)
				}
				for _, deeper := range clause.Deeper {
					headings = append(headings, ">"+deeper.Heading)
				}
			}
			equal(t, strings.Join(headings, ", "), c.want)
		})
	}
}

func TestImportTakesNoDateInBoldForAHeading(t *testing.T) {
	found, err := text.Import([]byte("# Privacy policy\n\n**Last updated May 2, 2026**\n\n"+promise+"\n\n**Scope**\n\nAll shops.\n\n**Data**\n\nLittle."), "a.md")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found.Document.Clauses[0].Key+" "+found.Document.Clauses[1].Heading, "introduction Scope")
}

func TestImportReadsTheMarksOfForums(t *testing.T) {
	found, err := text.Import([]byte("[B]Scope[/B]\n\nAll [i]shops[/i], see [url=https://harbour.example]here[/url].\n\n[B]Data[/B]\n\nLittle."), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found.Markdown(text.Document{}), "## Scope {#scope}\n\nAll *shops*, see [here](https://harbour.example).\n\n## Data {#data}\n\nLittle.")
}

func TestImportNamesCompaniesAmongExamples(t *testing.T) {
	found, err := text.Import([]byte("# Privacy policy\n\nWe share data with service providers, such as Quaypay, Inc. and Pixelworks. © 2022 Harbour Ltd"), "a.md")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, strings.Join(found.Companies, "; "), "Quaypay, Inc.; Harbour Ltd; Pixelworks")

	found, err = text.Import([]byte("# Politique de confidentialité\n\nLa société Les Ateliers du Phare SARL exploite ce site."), "a.md")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found.Companies, []string{"Les Ateliers du Phare SARL"})
}

func TestImportNamesKindsOfRecipientsInOtherLanguages(t *testing.T) {
	for source, want := range map[string]string{
		"# Datenschutz\n\nWir übermitteln Daten an:\n\n* Paketdienste\n* Zahlungsdienstleister, die kassieren\n* Kuriere":                                 "Paketdienste; Zahlungsdienstleister; Kuriere",
		"# Confidentialité\n\nNous communiquons vos données aux destinataires suivants :\n\n* transporteurs, pour livrer ;\n* hébergeurs ;\n* assureurs.": "transporteurs; hébergeurs; assureurs",
	} {
		found, err := text.Import([]byte(source), "a.md")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, strings.Join(found.RecipientCategories, "; "), want)
	}
}
