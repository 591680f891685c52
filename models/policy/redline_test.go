package policy_test

import (
	"slices"
	"strings"
	"testing"

	"privacydesk/models/policy"
	"privacydesk/models/store/storetest"
	"privacydesk/models/text"
)

func words(markdown string) policy.Words {
	document, _ := text.Parse(markdown)
	var made policy.Words
	for _, clause := range document.Clauses {
		made.Clauses = append(made.Clauses, policy.Clause{Key: clause.Key, Heading: clause.Heading, Markdown: clause.Markdown})
	}
	return made
}

// sketch is a redline in few lines.
func sketch(redline policy.Redline) []string {
	var lines []string
	for _, passage := range redline.Passages {
		var said strings.Builder
		for _, line := range passage.Lines {
			for _, piece := range line.Pieces {
				said.WriteString(map[text.RedlineOp]string{text.Insert: "+", text.Delete: "-"}[piece.Op] + piece.Text)
			}
			said.WriteString("/")
		}
		lines = append(lines, string(passage.Op)+" "+passage.Section.Key+" "+said.String())
	}
	return lines
}

func TestCompare(t *testing.T) {
	const before = "## Who we are {#who}\n\nWe run the **market**.\n\n## What we keep {#keep}\n\nYour name for 24 months.\n\n* One\n* Two\n"

	t.Run("marks changed words under their clause", func(t *testing.T) {
		redline := policy.Compare(words(before), words(strings.Replace(before, "24", "12", 1)))
		storetest.Equal(t, sketch(redline), []string{
			"equal who Who we are/We run the market./What we keep/",
			"change keep Your name for -24+12 months./",
			"equal keep One/Two/",
		})
		storetest.Equal(t, []int{redline.Changes, redline.Sections, redline.Inserted, redline.Deleted}, []int{1, 1, 1, 1})
	})

	t.Run("does not take an end of line for a change", func(t *testing.T) {
		redline := policy.Compare(words("## A {#a}\n\nThe end."), words("## A {#a}\n\nThe end.\n\n## B {#b}\n\nNew words.\n"))
		storetest.Equal(t, []int{redline.Changes, redline.Deleted}, []int{1, 0})
	})

	t.Run("takes wider columns of a table for no change", func(t *testing.T) {
		narrow := "## A {#a}\n\n| Use    | Basis    |\n|--------|----------|\n| Orders | Contract |\n"
		wide := "## A {#a}\n\n| Use         | Basis    |\n|-------------|----------|\n| Orders      | Contract |\n| Newsletters | Consent  |\n"
		redline := policy.Compare(words(narrow), words(wide))
		storetest.Equal(t, sketch(redline), []string{"equal a A/Use · Basis/Orders · Contract/", "insert a +Newsletters · Consent/"})
		storetest.Equal(t, redline.Changes, 1)
		for _, passage := range redline.Passages {
			for _, line := range passage.Lines {
				storetest.Equal(t, line.Formatted, false)
			}
		}
	})

	t.Run("shows the row of a table as its cells", func(t *testing.T) {
		const table = "## A {#a}\n\n| Use | Basis |\n| --- | --- |\n| Orders | Contract |\n"
		redline := policy.Compare(words(table), words(strings.Replace(table, "Contract |\n", "Consent |\n| Offers \\| news | Consent |\n", 1)))
		storetest.Equal(t, sketch(redline), []string{"equal a A/Use · Basis/", "change a Orders · -Contract+Consent/", "insert a +Offers | news · Consent/"})
		redline = policy.Compare(words("## A {#a}\n\nEither | or."), words("## A {#a}\n\nEither | both."))
		storetest.Equal(t, sketch(redline), []string{"equal a A/", "change a Either | -or+both./"})
	})

	t.Run("leaves out of a change the word beside which it begins or ends", func(t *testing.T) {
		for _, change := range [][3]string{
			{"We keep your order.", "We keep your order, and refunds.", "We keep your order+, and refunds."},
			{"It is kept for two years.", "It is kept for one year.", "It is kept for -two years+one year."},
			{"Your data (name and address).", "Your data (name, phone and address).", "Your data (name+, phone and address)."},
			{"You opt-in by phone.", "You opt-out by phone.", "You -opt-in+opt-out by phone."},
			{"We may share, if asked.", "We may share if asked.", "We may -share,+share if asked."},
			{"We keep names and mails.", "We keep names.", "We keep names- and mails."},
		} {
			redline := policy.Compare(words("## A {#a}\n\n"+change[0]), words("## A {#a}\n\n"+change[1]))
			storetest.Equal(t, sketch(redline)[1], "change a "+change[2]+"/")
		}
	})

	t.Run("does not take a key for a change, but the address of a link", func(t *testing.T) {
		storetest.Equal(t, policy.Compare(words(before), words(strings.Replace(before, "{#keep}", "{#kept}", 1))).Changes, 0)
		linked := "## A {#a}\n\nRead [our list](/companies) now."
		redline := policy.Compare(words(linked), words(strings.Replace(linked, "/companies", "/others", 1)))
		storetest.Equal(t, sketch(redline)[1], "change a Read our list (-/companies+/others) now./")
	})

	t.Run("tells a renumbering in one line and a new section as such", func(t *testing.T) {
		numbered := "## 1. Who {#who}\n\nWe run the market for you.\n\n## 2. Keep {#keep}\n\nWe keep your name for a while.\n"
		redline := policy.Compare(words(numbered), words("## 1. New {#new}\n\nAll of this is new here.\n\n## 2. Who {#who}\n\nWe run the market for you.\n\n## 3. Keep {#keep}\n\nWe keep your name for a while.\n"))
		last := redline.Passages[len(redline.Passages)-1]
		storetest.Equal(t, []int{redline.Changes, last.Renumbered}, []int{1, 2})
		storetest.Equal(t, redline.Passages[0].Section, policy.Section{Key: "new", Number: "1", Heading: "New", New: true})
	})

	t.Run("names where a paragraph was moved from", func(t *testing.T) {
		moved := "We never sell what you tell us to anybody at all, whatever they pay."
		redline := policy.Compare(words("## A {#a}\n\n"+moved+"\n\nSome words stay here.\n\n## B {#b}\n\nOther words stay here.\n"),
			words("## A {#a}\n\nSome words stay here.\n\n## B {#b}\n\nOther words stay here.\n\n"+moved+"\n"))
		var places []string
		for _, passage := range redline.Passages {
			if passage.Op == text.Move {
				places = append(places, passage.Section.Key+" "+passage.Elsewhere.Key)
			}
		}
		storetest.Equal(t, places, []string{"a b", "b a"})
	})
}

func TestCompareShowsWhatOnlyLooksDifferent(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           string
		formatted      bool
	}{
		{"a word in bold", "We keep your name.", "We keep **your name**.", "change a We keep your name./", true},
		{"a paragraph in bold", "We keep your name.", "**We keep your name.**", "change a We keep your name./", true},
		{"italics", "We *never* sell it.", "We never sell it.", "change a We never sell it./", true},
		{"bold beside a changed word", "We keep it for 12 months.", "We **keep** it for 24 months.", "change a We keep it for -12+24 months./", true},
		{"italics with underscores", "We never sell it.", "We _never_ sell it.", "change a We never sell it./", true},
		{"another mark of italics", "We *never* sell it.", "We _never_ sell it.", "change a We never sell it./", true},
		{"underscores around several words beside a changed one", "We keep it for 12 months.", "We _keep it for 24_ months.", "change a We keep it for -12+24 months./", true},
		{"a changed word between underscores", "We _keep_ it all.", "We _store_ it all.", "change a We -keep+store it all./", false},
		{"a name with underscores", "We set _ga and x_y, then _gid.", "We set _ga and x_y, and _gid.", "change a We set _ga and x_y, -then+and _gid./", false},
		{"an underscore alone", "We set ga.", "We set _ga.", "change a We set -ga+_ga./", false},
		{"a name in code", "We set it.", "We set `_g_` it.", "change a We set +_g_ it./", false},
		{"a heading one level deeper", "### Your name\n", "#### Your name\n", "change a Your name/", true},
		{"a heading one level deeper with other words", "### Your old name here\n", "#### Your new name here\n", "change a Your -old+new name here/", true},
		{"an item that was a paragraph", "Your name and address.", "* Your name and address.", "change a Your name and address./", true},
		{"words alone", "We keep it for 12 months.", "We keep it for 24 months.", "change a We keep it for -12+24 months./", false},
		{"the target of a link alone", "See [our list](https://a.example/x).", "See [our list](https://b.example/x).", "change a See our list (-https://a.example/x+https://b.example/x)./", false},
		{"the target of a relative link", "See [our list](companies).", "See [our list](cookies).", "change a See our list (-companies+cookies)./", false},
		{"the title of a link alone", `See [our list](/x "Old words").`, `See [our list](/x "New words").`, `change a See our list (/x "-Old+New words")./`, false},
		{"a link that is new", "See our list.", "See [our list](/x).", "change a See our list+ (/x)./", false},
		{"the target of an address defined elsewhere", "See [our list][1].\n\n[1]: https://a.example/x", "See [our list][1].\n\n[1]: https://b.example/x", "change a [1]: -https://a.example/x+https://b.example/x/", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			head := "## A {#a}\n\nThis stands before it.\n\n"
			redline := policy.Compare(words(head+test.old), words(head+test.new))
			storetest.Equal(t, redline.Changes, 1)
			at := slices.IndexFunc(redline.Passages, func(p policy.Passage) bool { return p.Op == text.Change })
			if at < 0 {
				t.Fatalf("no changed paragraph in %q", sketch(redline))
			}
			storetest.Equal(t, sketch(redline)[at], test.want)
			storetest.Equal(t, redline.Passages[at].Formatted, test.formatted)
		})
	}
}
