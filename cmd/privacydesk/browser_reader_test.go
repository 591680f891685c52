package main

import (
	"encoding/json"
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
	w.check(t, reader)
	keyboard(t, reader)
	reader.Open("/ar")
	w.check(t, reader)
	reader.Open("/de")
	w.check(t, reader)

	reader.Open("/policies")
	w.check(t, reader)
	reader.Follow("Privacy policy")
	reader.Sees("How long we keep it", w.spoken, say("right.erasure.label")) // a block within the text
	w.check(t, reader)
	keyboard(t, reader)

	reader.Open("/policies/shop-privacy/versions")
	w.check(t, reader)
	reader.Press("Compare")
	reader.Sees("six", "ten")
	w.check(t, reader)

	reader.Open("/policies/shop-privacy/1.0")
	reader.Sees("six years")
	reader.Misses(w.spoken)
	w.check(t, reader)

	reader.Open("/ar/policies/shop-privacy")
	reader.Sees(w.spoken)
	w.check(t, reader)
	w.readsAsProgram(t)
}

// readsAsProgram takes the same as JSON and as Markdown.
func (w *walk) readsAsProgram(t *testing.T) {
	t.Helper()
	var told struct {
		Version string
		Clauses []struct{ Key, Markdown string }
	}
	storetest.NoError(t, json.Unmarshal([]byte(w.get(t, "/policies/shop-privacy.json")), &told))
	storetest.Equal(t, told.Version, "2.0")
	storetest.Equal(t, len(told.Clauses), 4)
	storetest.Contains(t, told.Clauses[2].Markdown, w.spoken)
	storetest.Contains(t, w.get(t, "/policies/shop-privacy.md"), w.spoken)
}

// get is what an address answers without a browser.
func (w *walk) get(t *testing.T, path string) string {
	t.Helper()
	response, err := http.Get(w.portal.Address + path)
	storetest.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	storetest.NoError(t, err)
	storetest.Equal(t, response.StatusCode, http.StatusOK)
	return string(body)
}
