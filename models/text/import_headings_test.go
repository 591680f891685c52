package text_test

import (
	"testing"

	"privacydesk/models/text"
)

func TestHeadingsOfImportedTexts(t *testing.T) {
	const prose = "We keep what we need and nothing that you do not want us to keep, for as long as the law says."
	for _, c := range []struct {
		name, source string
		want         []string
	}{
		{"are the bold lines with letters in sequence; other short ones are deeper, sentences are text",
			lines("**A. One**", "", prose, "", "**Sub**", "", prose, "", "**This is a whole sentence that somebody printed in bold to be seen.**", "", "**B. Two**", "", prose),
			[]string{"2 A One", "3  Sub", "2 B Two"}},
		{"are bold lines whose number stands outside", lines("1. **One**", "", prose, "", "2. **Two**", "", prose), []string{"2 1 One", "2 2 Two"}},
		{"go deeper with the dots of their numbers", lines("**1. One**", "", prose, "", "**1.1 Sub**", "", prose, "", "**2. Two**", "", prose), []string{"2 1 One", "3 1.1 Sub", "2 2 Two"}},
		{"are short bold lines when none has a number", lines("**One**", "", prose, "", "**Two**", "", prose), []string{"2 1 One", "2 2 Two"}},
		{"are plain lines with numbers, if text stands between them", lines("1. One", "", prose, "", "2. Two", "", prose, "", "3. Three", "", prose), []string{"2 1 One", "2 2 Two", "2 3 Three"}},
		{"are not the points of a list", lines("Buy:", "", "1. Milk", "", "2. Bread", "", "3. Salt", "", prose), nil},
		{"may be questions", lines("1. What do we keep?", "", prose, "", "2. Who sees it?", "", prose, "", "3. What may you ask?", "", prose), []string{"2 1 What do we keep?", "2 2 Who sees it?", "2 3 What may you ask?"}},
		{"are not those of a list of contents", lines("1. ONE", "", "2. TWO", "", "3. THREE", "", "1. ONE", "", prose, "", "2. TWO", "", prose, "", "3. THREE", "", prose), []string{"2 1 ONE", "2 2 TWO", "2 3 THREE"}},
		{"carry Arabic numbers and ordinals", lines("أولاً: النطاق", "", prose, "", "ثانيًا: البيانات", "", prose, "", "ثالثاً: الحقوق", "", prose), []string{"2 أولاً النطاق", "2 ثانيًا البيانات", "2 ثالثاً الحقوق"}},
		{"carry Arabic digits", lines("١. النطاق", "", prose, "", "٢. البيانات", "", prose, "", "٣. الحقوق", "", prose), []string{"2 ١ النطاق", "2 ٢ البيانات", "2 ٣ الحقوق"}},
		{"carry numbers as laws do", lines("Article 1er : Objet", "", prose, "", "Article 2 : Données", "", prose, "", "Article 3 : Droits", "", prose), []string{"2 1 Objet", "2 2 Données", "2 3 Droits"}},
		{"are lines in capitals", lines("WHAT WE KEEP", "", prose, "", "WHO SEES IT", "", prose), []string{"2 1 WHAT WE KEEP", "2 2 WHO SEES IT"}},
		{"are those that the text marks, whatever is bold", lines("## One", "", prose, "", "**Bold**", "", prose, "", "## Two", "", prose), []string{"2 1 One", "2 2 Two"}},
		{"keep the level that the text gives them", lines("# T", "", prose, "", "#### One", "", prose, "", "#### Two"), []string{"4 1 One", "4 2 Two"}},
		{"make room for the title when they are of level 1", lines("Privacy policy", "", "# One", "", prose, "", "# Two", "", "## Sub"), []string{"2 1 One", "2 2 Two", "3  Sub"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := text.Import([]byte(c.source), "a.txt")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, clause := range found.Document.Clauses {
				for _, h := range append([]text.Clause{clause}, clause.Deeper...) {
					if h.Heading != "" {
						got = append(got, string(rune('0'+h.Level))+" "+h.Number+" "+h.Heading)
					}
				}
			}
			equal(t, got, c.want)
		})
	}
}
