package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestRedline(t *testing.T) {
	const old = "# Policy\n\n1. We never sell your data.\n2. We keep it for two years.\n\nWrite to <us>.\n"
	const new = "# Policy\n\n1. We ask before we call.\n2. We never sell your data.\n3. We keep it for one year.\n\nWrite to <us>.\n"

	t.Run("as JSON gives both texts back and counts their words", func(t *testing.T) {
		code, stdout, stderr := called(t, "redline", "--json", file(t, old), file(t, new))

		var answer struct {
			OldWords      int `json:"old_words"`
			NewWords      int `json:"new_words"`
			DeletedWords  int `json:"deleted_words"`
			InsertedWords int `json:"inserted_words"`
			Blocks        []struct{ Op, Old, New string }
		}
		decoder := json.NewDecoder(strings.NewReader(stdout))
		if err := decoder.Decode(&answer); err != nil || code != exitDone || stderr != "" {
			t.Fatalf("exit %d, %v, standard error %q", code, err, stderr)
		}
		var oldJoined, newJoined, ops string
		for _, block := range answer.Blocks {
			oldJoined, newJoined, ops = oldJoined+block.Old, newJoined+block.New, ops+" "+block.Op
		}
		if oldJoined != old || newJoined != new || ops != " equal insert change change equal" {
			t.Errorf("ops%s of %s", ops, stdout)
		}
		if counts := [4]int{answer.OldWords, answer.NewWords, answer.DeletedWords, answer.InsertedWords}; counts != [4]int{18, 24, 4, 10} {
			t.Errorf("counts %v", counts)
		}
	})

	t.Run("of the same text has one block, of empty ones none", func(t *testing.T) {
		_, same, _ := called(t, "redline", "--json", file(t, "a"), file(t, "a"))
		_, empty, _ := called(t, "redline", "--json", file(t, ""), file(t, ""))

		if !strings.Contains(same, `"blocks":[{"op":"equal","old":"a","new":"a"}]`) || !strings.Contains(empty, `"blocks":[]`) {
			t.Errorf("%s%s", same, empty)
		}
	})

	t.Run("prints text for people", func(t *testing.T) {
		code, stdout, _ := called(t, "redline", file(t, old), file(t, new))

		want := strings.Join([]string{
			"  … 2 words unchanged",
			"+ 1. We ask before we call.",
			"# [-1.-]{+2.+} We never sell your data.",
			"~ [-2.-]{+3.+} We keep it for [-two years.-]{+one year.+}",
			"  … 3 words unchanged",
			"18 words before, 24 words after: 4 deleted, 10 inserted",
			"",
		}, "\n")
		if code != exitDone || stdout != want {
			t.Errorf("exit %d, %s", code, stdout)
		}
	})

	t.Run("shows where a paragraph moved", func(t *testing.T) {
		_, stdout, _ := called(t, "redline", file(t, "We never sell your data.\nWe keep all of it here for you.\n"), file(t, "We keep all of it here for you.\nWe never sell your data.\n"))

		want := strings.Join([]string{
			"< We never sell your data.",
			"  … 8 words unchanged",
			"> We never sell your data.",
			"13 words before, 13 words after: 0 deleted, 0 inserted",
			"",
		}, "\n")
		if stdout != want {
			t.Error(stdout)
		}
	})

	t.Run("refuses a file that is no text", func(t *testing.T) {
		code, stdout, stderr := called(t, "redline", file(t, old), file(t, "Grü\xdfe"))

		if code != exitFailed || stdout != "" || !strings.Contains(stderr, "save it as UTF-8") {
			t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
		}
	})

	t.Run("takes two files that exist", func(t *testing.T) {
		for _, args := range [][]string{{"redline", file(t, old)}, {"redline", file(t, old), "no-such-file"}} {
			if code, stdout, stderr := called(t, args...); code != exitUsage || stdout != "" || stderr == "" {
				t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
			}
		}
	})
}

// file is a new file with this content.
func file(t *testing.T, content string) string {
	t.Helper()
	made, err := os.CreateTemp(t.TempDir(), "text-*.md")
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	if _, err := made.WriteString(content); err != nil {
		t.Fatal(err)
	}
	return made.Name()
}
