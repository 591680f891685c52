package assets_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"privacydesk/assets"
)

func TestPathCarriesTheHashOfTheBytes(t *testing.T) {
	path := assets.Path("app.css")
	if !regexp.MustCompile(`^/assets/app\.[0-9a-f]{16}\.css$`).MatchString(path) {
		t.Fatalf("the stylesheet's address is %q", path)
	}
	file, found := assets.Lookup(strings.TrimPrefix(path, assets.Prefix))
	if !found || file.ContentType != "text/css; charset=utf-8" {
		t.Fatalf("Lookup found %v with type %q", found, file.ContentType)
	}
	reader, err := gzip.NewReader(bytes.NewReader(file.Gzip))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(unpacked, file.Body) {
		t.Error("the compressed bytes are not the body's")
	}
}

func TestLookupKnowsOnlyFingerprintedNames(t *testing.T) {
	for _, name := range []string{"app.css", "../assets.go", "css/base/base.css", ""} {
		if _, found := assets.Lookup(name); found {
			t.Errorf("Lookup finds %q", name)
		}
	}
}

func TestScriptsImportFingerprintedModulesThatAreServed(t *testing.T) {
	importOf := regexp.MustCompile(`(?m)^import.*['"]\./([^'"]+)['"]`)
	for _, entry := range []string{"public.js", "desk.js"} {
		script, found := assets.Lookup(strings.TrimPrefix(assets.Path(entry), assets.Prefix))
		if !found {
			t.Fatalf("%s is not served", entry)
		}
		for _, imported := range importOf.FindAllSubmatch(script.Body, -1) {
			if _, found := assets.Lookup(string(imported[1])); !found {
				t.Errorf("%s imports %s, which is not served", entry, imported[1])
			}
		}
	}
}

func TestSpriteHasEveryIcon(t *testing.T) {
	sprite, _ := assets.Lookup(strings.TrimPrefix(assets.Path("icons.svg"), assets.Prefix))
	for _, name := range assets.Icons() {
		if !bytes.Contains(sprite.Body, []byte(`<symbol id="`+name+`"`)) {
			t.Errorf("the sprite lacks %s", name)
		}
	}
	for _, forbidden := range []string{"style=", "<script", "xlink:href=\"http", "#0", "url("} {
		if bytes.Contains(sprite.Body, []byte(forbidden)) {
			t.Errorf("the sprite has %q", forbidden)
		}
	}
}
