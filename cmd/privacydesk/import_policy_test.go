package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportPolicyDryRun(t *testing.T) {
	policy := filepath.Join(t.TempDir(), "policy.md")
	write(t, policy, "# Privacy policy\n\nUpdated 03/04/26\n\n## A. Scope\n\nAll of our shops.\n\n### Online\n\nToo.\n\n## B. Cookies\n\n| Cookie | Provider | Type |\n|---|---|---|\n| `_px` | Pixelworks GmbH | Session |\n")

	t.Run("prints JSON that others read", func(t *testing.T) {
		code, stdout, stderr := called(t, "import", "policy", "--dry-run", "--json", policy)
		if code != exitDone || stderr != "" {
			t.Fatalf("exit %d, standard error %q", code, stderr)
		}
		var answer importAnswer
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
			t.Fatal(err)
		}
		if answer.Title != "Privacy policy" || answer.Locale != nil || !answer.StatedDate.Ambiguous || len(answer.StatedDate.Candidates) != 3 {
			t.Errorf("got %+v", answer)
		}
		want := []importClause{{"introduction", "", "", 2, 2}, {"scope", "A", "Scope", 2, 8}, {"online", "", "Online", 3, 2}, {"cookies", "B", "Cookies", 2, 9}}
		for i, clause := range want {
			if i >= len(answer.Clauses) || answer.Clauses[i] != clause {
				t.Errorf("clauses %+v, want %+v", answer.Clauses, want)
				break
			}
		}
		if len(answer.Cookies) != 1 || answer.Cookies[0].Names[0] != "_px" || answer.Cookies[0].Provider != "Pixelworks GmbH" {
			t.Errorf("cookies %+v", answer.Cookies)
		}
		if unsure := strings.Join(answer.Unsure, "\n"); strings.Contains(unsure, "⟦") || !strings.Contains(unsure, "03/04/26") {
			t.Errorf("unsure of %q", unsure)
		}
		if strings.Contains(stdout, "null,\n") && strings.Contains(stdout, "\"companies\": null") {
			t.Error("a list is null")
		}
	})

	t.Run("tells people the same", func(t *testing.T) {
		code, stdout, _ := called(t, "import", "policy", "--dry-run", policy)
		if code != exitDone || !strings.Contains(stdout, "## A Scope (#scope, 8 words)") {
			t.Errorf("exit %d, standard output %q", code, stdout)
		}
	})

	for _, c := range []struct{ name, content, says string }{
		{"says that a file is empty", " \n", "holds no text"},
		{"says that a file is no text", "%PDF-1.7", "not a text file"},
		{"says that a file is not UTF-8", "Erkl\xe4rung", "UTF-8"},
		{"says that a file is too large", strings.Repeat("word ", 1<<20), "larger than 2 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := filepath.Join(t.TempDir(), "bad.txt")
			write(t, bad, c.content)
			code, stdout, stderr := called(t, "import", "policy", "--dry-run", "--json", bad)
			if code != exitFailed || stdout != "" || !strings.Contains(stderr, c.says) {
				t.Errorf("exit %d, standard output %q, standard error %q", code, stdout, stderr)
			}
		})
	}

	t.Run("without a file is wrong usage", func(t *testing.T) {
		if code, _, _ := called(t, "import", "policy", "--dry-run", filepath.Join(t.TempDir(), "none.txt")); code != exitUsage {
			t.Errorf("exit %d", code)
		}
	})
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
