package text_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"privacydesk/models/text"
)

// Each case shows a redline as marked below reads it: a line for each block, with
// [-what went-] and {+what came+}.
func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name     string
		old, new string
		want     []string
	}{
		{"the same text is one equal block", "We ask.\nYou answer.\n", "We ask.\nYou answer.\n",
			[]string{`equal "We ask.\nYou answer.\n"`}},
		{"two empty texts have no blocks", "", "", nil},
		{"everything is new after nothing", "", "We ask.\n", []string{`insert "We ask.\n"`}},
		{"everything is gone before nothing", "We ask.\n", "", []string{`delete "We ask.\n"`}},

		{"words change inside a paragraph that stays",
			"We keep it.\nWe keep messages for two years.\nThe end.\n",
			"We keep it.\nWe keep messages for one year.\nThe end.\n",
			[]string{`equal "We keep it.\n"`, `change "We keep messages for [-two years.-]{+one year.+}\n"`, `equal "The end.\n"`}},
		{"a sentence comes in whole, not from the middle of one to the middle of the next",
			"We keep data. We delete data.\n", "We keep data. We share nothing. We delete data.\n",
			[]string{`change "We keep data. {+We share nothing. +}We delete data.\n"`}},
		{"a word in the midst of other edits is not left standing alone",
			"Today you may write to our old office in the harbour.\n", "Today you may send our team any mail in the harbour.\n",
			[]string{`change "Today you may [-write to our old office-]{+send our team any mail+} in the harbour.\n"`}},
		{"a change of a link's target alone is a change",
			"See the [list](/cookies).\n", "See the [list](/en/cookies).\n",
			[]string{`change "See the [-[list](/cookies).-]{+[list](/en/cookies).+}\n"`}},
		{"paragraphs without a likeness are one gone and one come",
			"We never sell your data to anyone.\n", "Write us a letter about it.\n",
			[]string{`delete "We never sell your data to anyone.\n"`, `insert "Write us a letter about it.\n"`}},
		{"the line under the headings of a table that grew is the same line",
			"| A | B |\n|---|---|\n| 1 | 2 |\n", "| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n",
			[]string{`change "| A | B |{+ C |+}\n"`, `change "[-|---|---|-]{+|---|---|---|+}\n"`, `change "| 1 | 2 |{+ 3 |+}\n"`}},
		{"blank lines around a new paragraph are its own",
			"One thing.\n\nThree things.\n", "One thing.\n\nTwo things here.\n\nThree things.\n",
			[]string{`equal "One thing.\n\n"`, `insert "Two things here.\n\n"`, `equal "Three things.\n"`}},

		{"a paragraph that stands elsewhere moved, with the heading above it",
			"# Policy\n\n## Sale\n\nWe never sell what we know of you.\n\n## Letters\n\nWe send you letters about your orders and no others.\n",
			"# Policy\n\n## Letters\n\nWe send you letters about your orders and no others.\n\n## Sale\n\nWe never sell what we know of you.\n",
			[]string{`equal "# Policy\n\n"`, `move to 5 "## Sale\n\nWe never sell what we know of you.\n"`, `delete "\n"`,
				`equal "## Letters\n\nWe send you letters about your orders and no others.\n"`,
				`insert "\n"`, `move from 1 "## Sale\n\nWe never sell what we know of you.\n"`}},
		{"a short line elsewhere is not called moved",
			"No fee.\nWe answer every letter we get.\nThe first of two lines here.\n", "We answer every letter we get.\nThe first of two lines here.\nNo fee.\n",
			[]string{`delete "No fee.\n"`, `equal "We answer every letter we get.\nThe first of two lines here.\n"`, `insert "No fee.\n"`}},

		{"a clause before others renumbers them, which is no change of theirs",
			"1. Your name.\n2. Your orders.\n", "1. Your name.\n2. Your phone, if you gave it.\n3. Your orders.\n",
			[]string{`equal "1. Your name.\n"`, `insert "2. Your phone, if you gave it.\n"`, `renumbered "[-2.-]{+3.+} Your orders.\n"`}},
		{"headings are renumbered too",
			"## 4. Foo\n", "## 5. Foo\n", []string{`renumbered "## [-4.-]{+5.+} Foo\n"`}},
		{"renumbered and changed is changed",
			"2. Your orders of a year.\n", "3. Your orders of ten years.\n",
			[]string{`change "[-2.-]{+3.+} Your orders of [-a year.-]{+ten years.+}\n"`}},
		{"a heading in other letters is the same heading",
			"## Your Rights And Ours\n", "## Your rights and ours\n",
			[]string{`change "## Your [-Rights And Ours-]{+rights and ours+}\n"`}},

		{"a paragraph wrapped anew has no other words",
			"You may ask for a copy of your data, have it\ncorrected or erased.\n", "You may ask for a copy\nof your data, have it corrected or erased.\n",
			[]string{`change "You may ask for a copy[- -]{+\n+}of your data, have it[-\n-]{+ +}corrected or erased.\n"`}},
		{"a paragraph cut in two is one change",
			"We answer within one month. It costs you nothing at all.\n", "We answer within one month.\n\nIt costs you nothing at all.\n",
			[]string{`change "We answer within one month.[- -]{+\n\n+}It costs you nothing at all.\n"`}},

		{"line ends of another system are told apart",
			"One.\r\nTwo.\r\n", "One.\nTwo.\n",
			[]string{`change "One.[-\r\n-]{+\n+}"`, `change "Two.[-\r\n-]{+\n+}"`}},
		{"a missing last line feed is told",
			"One.\nTwo.", "One.\nTwo.\n", []string{`equal "One.\n"`, `change "Two.{+\n+}"`}},
		{"bytes that are no text are kept",
			"One \xff two.\n", "One \xfe two.\n", []string{`change "One [-\xff-]{+\xfe+} two.\n"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			redline := text.Compare(test.old, test.new)

			equal(t, strings.Join(marked(redline), "\n"), strings.Join(test.want, "\n"))
			holds(t, test.old, test.new, redline)
		})
	}
}

func TestCompareCounts(t *testing.T) {
	for _, test := range []struct {
		name              string
		old, new          string
		deleted, inserted int
	}{
		{"a changed word is one gone and one come", "We keep it here.", "We keep it there.", 1, 1},
		{"a link that leads elsewhere is one word", "See [this](/a) now.", "See [this](/b) now.", 1, 1},
		{"white space is no word", "We  keep it.", "We keep\tit.", 0, 0},
		{"a moved paragraph is neither gone nor come",
			"We keep it for you.\nWe never sell it to anybody else.\n", "We never sell it to anybody else.\nWe keep it for you.\n", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			redline := text.Compare(test.old, test.new)

			equal(t, []int{redline.DeletedWords, redline.InsertedWords}, []int{test.deleted, test.inserted})
		})
	}
}

// An amount or a date that changes is never played down as a renumbering.
func TestRenumbered(t *testing.T) {
	for _, test := range []struct {
		old, new string
		want     bool
	}{
		{"3. Foo bar", "4. Foo bar", true},
		{"3) Foo bar", "4) Foo bar", true},
		{"(a) Foo bar", "(b) Foo bar", true},
		{"## C. Foo bar", "## D. Foo bar", true},
		{"### 4.2 Foo bar", "### 5.2 Foo bar", true},
		{"**iv. Foo bar**", "**v. Foo bar**", true},
		{"## Section 4 Foo", "## Section 5 Foo", true},
		{"## § 4 Foo", "## § 5 Foo", true},
		{"## المادة 4 الاحتفاظ", "## المادة 5 الاحتفاظ", true},

		{"3. Foo bar", "3. Foo baz", false},
		{"3. Foo bar", "Foo bar", false},
		{"30 days after that", "60 days after that", false},
		{"## 30 days after that", "## 60 days after that", false},
		{"**30 days** after that", "**60 days** after that", false},
		{"1.5 million people", "2.5 million people", false},
		{"1. Mai 2018 in Kraft", "2. Mai 2018 in Kraft", false},
		{"2018. The year", "2019. The year", false},
		{"A copy is free", "I copy is free", false},
		{"e.g. a copy", "i.e. a copy", false},
	} {
		t.Run(test.old+" to "+test.new, func(t *testing.T) {
			block := text.Compare(test.old, test.new).Blocks[0]

			equal(t, block.Renumbered, test.want)
		})
	}
}

// Two versions of an invented policy, with everything that happens between such.
func TestComparePolicies(t *testing.T) {
	old, new := fixture(t, "old.md"), fixture(t, "new.md")

	redline := text.Compare(old, new)

	holds(t, old, new, redline)
	equal(t, strings.Join(marked(redline), "\n"), strings.TrimSuffix(fixture(t, "redline.txt"), "\n"))
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "redline", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// marked is a redline for reading, a quoted line for each block.
func marked(redline text.Redline) []string {
	var blocks []string
	for _, block := range redline.Blocks {
		kind := string(block.Op)
		switch {
		case block.Renumbered:
			kind = "renumbered"
		case block.Op == text.Move && block.New == "":
			kind = fmt.Sprintf("move to %d", block.Peer)
		case block.Op == text.Move:
			kind = fmt.Sprintf("move from %d", block.Peer)
		}
		words := block.Old
		if block.Op == text.Change {
			words = markedRuns(block.Runs)
		} else if words == "" {
			words = block.New
		}
		blocks = append(blocks, fmt.Sprintf("%s %q", kind, words))
	}
	return blocks
}

func markedRuns(runs []text.RedlineRun) string {
	var words strings.Builder
	for _, run := range runs {
		switch run.Op {
		case text.Delete:
			words.WriteString("[-" + run.Text + "-]")
		case text.Insert:
			words.WriteString("{+" + run.Text + "+}")
		default:
			words.WriteString(run.Text)
		}
	}
	return words.String()
}
