package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// The texts of the shop that the walk is about.
const (
	firstPolicy = `# Privacy policy

Last updated on 1 March 2025.

We sell cheese and tell you here what we do with your data.

## What we collect {#collection}

Your name, your address and what you order.

## How long we keep it {#retention}

Orders are kept for six years, because tax law says so.

## Your rights {#rights}

:::rights
`
	changedRetention = "Orders are kept for ten years, because tax law says so: "
)

// reads is the way of the public through what is published.
func (w *walk) reads(t *testing.T) {
	first := filepath.Join(t.TempDir(), "first.md")
	storetest.NoError(t, os.WriteFile(first, []byte(firstPolicy), 0o600))
	second := filepath.Join(t.TempDir(), "second.md")
	changed := strings.Replace(firstPolicy, "Orders are kept for six years, because tax law says so.", changedRetention+w.spoken+".", 1)
	storetest.NoError(t, os.WriteFile(second, []byte(changed), 0o600))
	w.portal.Run("", "import", "policy", first, "--document", "shop-privacy", "--category", "privacy", "--in-force-from", "2025-03-01")
	w.portal.Run("", "import", "policy", second, "--document", "shop-privacy", "--in-force-from", "2026-03-01")

	reader := w.visit(t, browsertest.Visitor{Name: "reader"})
	reader.Open("/")
	reader.Sees("Main")
	keyboard(t, reader)
	reader.Open("/ar")
	reader.Open("/de")

	reader.Open("/policies")
	reader.Follow("Privacy policy")
	reader.Sees("How long we keep it", w.spoken, say("right.erasure.label")) // a block within the text
	keyboard(t, reader)
	w.findsClause(t, reader)
	prints(t, reader)

	reader.Follow(say("policy.all_versions"))
	reader.Tick(say("versions.from_one", "version", "1.0"))
	reader.Press("Compare")
	reader.Sees("six", "ten")

	reader.Open("/policies/shop-privacy/1.0")
	reader.Sees("six years")
	reader.Misses(w.spoken)

	reader.Open("/ar/policies/shop-privacy")
	reader.Sees(w.spoken)
	w.readsAsProgram(t)
}

// findsClause goes to a clause by the contents, beside the text and, on a phone, folded
// above it; the clause has an address of its own.
func (w *walk) findsClause(t *testing.T, reader *browsertest.Page) {
	t.Helper()
	arrived := func() {
		t.Helper()
		storetest.Equal(t, browsertest.Ask[string](reader, `location.hash`), "#retention")
		storetest.Equal(t, browsertest.Ask[bool](reader, `(() => {
			const box = document.querySelector("#retention").getBoundingClientRect();
			return box.top >= 0 && box.top < innerHeight;
		})()`), true)
	}
	reader.Follow("2 How long we keep it")
	arrived()
	reader.Resize(browsertest.Phone)
	reader.Open("/policies/shop-privacy")
	reader.Press(say("toc.title"))
	reader.Follow("2 How long we keep it")
	arrived()
	reader.Resize(browsertest.Desk)
	reader.Open(reader.Href("# " + say("clause.link", "heading", "How long we keep it")))
	arrived()
}

// prints looks at the paper: the text with its address, without what only a screen can
// use.
func prints(t *testing.T, reader *browsertest.Page) {
	t.Helper()
	reader.Paper(func() {
		reader.Sees("How long we keep it", "/policies/shop-privacy")
		reader.Misses(say("toc.title"), say("shell.language"), say("policy.all_versions"))
		storetest.Equal(t, browsertest.Ask[string](reader, `getComputedStyle(document.body).color`), "rgb(0, 0, 0)")
	})
	reader.Sees(say("toc.title"))
}

// readsAsProgram takes the same as JSON and as Markdown, and proves by the hash that it
// is what was published.
func (w *walk) readsAsProgram(t *testing.T) {
	t.Helper()
	var told struct {
		Version, SHA256 string
		Clauses         []struct{ Key, Markdown string }
	}
	storetest.NoError(t, json.Unmarshal([]byte(w.get(t, "/policies/shop-privacy.json", http.StatusOK)), &told))
	storetest.Equal(t, told.Version, "2.0")
	storetest.Equal(t, len(told.Clauses), 4)
	storetest.Contains(t, told.Clauses[2].Markdown, w.spoken)
	var edition struct {
		Salt    string
		Content json.RawMessage
	}
	storetest.NoError(t, json.Unmarshal([]byte(w.get(t, "/editions/"+told.SHA256+".json", http.StatusOK)), &edition))
	salt, err := hex.DecodeString(edition.Salt)
	storetest.NoError(t, err)
	storetest.Equal(t, fmt.Sprintf("%x", sha256.Sum256(append(salt, edition.Content...))), told.SHA256)
	storetest.Contains(t, w.get(t, "/policies/shop-privacy.md", http.StatusOK), w.spoken)
}

// get is what an address answers without a browser.
func (w *walk) get(t *testing.T, path string, status int) string {
	t.Helper()
	response, err := http.Get(w.portal.Address + path)
	storetest.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	storetest.NoError(t, err)
	storetest.Equal(t, response.StatusCode, status)
	return string(body)
}
