package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// readsVersions is the public among what was told before: of the two lists, any two
// editions side by side and one for ever; of a text with more versions than a page
// holds, page by page.
func (w *walk) readsVersions(t *testing.T) {
	today := time.Now().Format("2 January 2006")
	reader := w.visit(t, browsertest.Visitor{Name: "reader of what was", Width: browsertest.Phone})
	for _, list := range []struct{ path, former, added string }{
		{"/cookies", "c_" + w.spoken, "c_late"},
		{"/companies", "Company " + w.spoken, "Cloudbarn"},
	} {
		reader.Open(list.path)
		reader.Follow(say("policy.all_versions"))
		storetest.Equal(t, reader.Path(), list.path+"/versions")
		reader.Sees("The list as it is now.")
		reader.Tick(say("versions.from_one", "version", "1"))
		reader.Tick(say("versions.to_one", "version", "2"))
		reader.Press(say("versions.compare_two", "from", "1", "to", "2")) // its words follow the choice
		storetest.Equal(t, reader.Path(), list.path+"/compare/1...2")
		reader.Sees(list.added)
		reader.Follow(say("comparison.from", "version", "1", "date", today))
		reader.Sees(list.former, say("policy.replaced", "version", "1", "date", today))
		reader.Misses(list.added)
		reader.Follow(say("policy.read_current"))
		reader.Sees(list.added)
	}
	w.turnsPages(t, reader)
}

// turnsPages reads the versions of rules that were kept elsewhere for years.
func (w *walk) turnsPages(t *testing.T, reader *browsertest.Page) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rules.md")
	arguments := []string{"import", "policy", file, "--document", "old-rules", "--category", "rules", "--in-force-from"}
	for year := range 26 {
		storetest.NoError(t, os.WriteFile(file, fmt.Appendf(nil, "# Old rules\n\n## What holds\n\nThe rule of %d.\n", 2000+year), 0o600))
		w.portal.Run("", append(arguments, fmt.Sprintf("%d-01-01", 2000+year))...)
	}
	reader.Open("/policies/old-rules/versions")
	reader.Sees(say("policy.version", "version", "26.0"), say("policy.version", "version", "2.0"))
	reader.Misses(say("policy.version", "version", "1.0"))
	storetest.Equal(t, browsertest.Ask[bool](reader, `Boolean(document.querySelector("a[rel~=next], link[rel~=next]"))`), true)
	reader.Follow(say("versions.older"))
	reader.Sees(say("policy.version", "version", "1.0"))
	reader.Follow(say("versions.read_one", "version", "1.0"))
	reader.Sees("The rule of 2000.", say("policy.read_current"))
	storetest.Contains(t, w.get(t, "/policies/old-rules/1.0.md", http.StatusOK), "The rule of 2000.")
}
