package text_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sergi/go-diff/diffmatchpatch"

	"privacydesk/models/text"
)

// Successive versions that somebody published: what a redline is made for.
func TestRedlinesOfRealVersions(t *testing.T) {
	var marked, least int
	for _, policy := range []string{"privacy", "terms", "subprocessors"} {
		files := realFiles(t, filepath.Join("basecamp-policies", policy+"-*.md"))
		for i := range files[1:] {
			old, new := content(t, files[i]), content(t, files[i+1])
			redline := text.Compare(old, new)
			if holds(t, old, new, redline); t.Failed() {
				t.Fatalf("%s to %s", filepath.Base(files[i]), filepath.Base(files[i+1]))
			}
			marked += redline.DeletedWords + redline.InsertedWords
			least += leastEdit(old, new)
		}
	}
	t.Logf("%d words marked, %d is the least", marked, least)
	if 100*marked > 120*least {
		t.Errorf("%d words marked where %d would do", marked, least)
	}
}

// The same on a text of ours; a moved paragraph is counted by the plain diff only.
func TestRedlineIsNearTheLeastEdit(t *testing.T) {
	old, new := fixture(t, "old.md"), fixture(t, "new.md")

	redline := text.Compare(old, new)

	if got, least := redline.DeletedWords+redline.InsertedWords, leastEdit(old, new); 100*got > 120*least {
		t.Errorf("%d words marked where %d would do", got, least)
	}
}

func content(t testing.TB, path string) string {
	t.Helper()
	read, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

// leastEdit is the number of words that must go or come, found by another engine:
// every word is one character of the texts that it compares.
func leastEdit(old, new string) int {
	engine := diffmatchpatch.New()
	engine.DiffTimeout = 0 // else the answer would depend on the load
	letters := map[string]rune{}
	spelled := func(text string) []rune {
		var spelled []rune
		for _, word := range strings.Fields(text) {
			letter, known := letters[word]
			if !known {
				letter = rune(0x10000 + len(letters))
				letters[word] = letter
			}
			spelled = append(spelled, letter)
		}
		return spelled
	}
	edit := 0
	for _, diff := range engine.DiffMainRunes(spelled(old), spelled(new), false) {
		if diff.Type != diffmatchpatch.DiffEqual {
			edit += len([]rune(diff.Text))
		}
	}
	return edit
}
