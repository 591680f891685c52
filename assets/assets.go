package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed css js icons locales favicon.svg
var embedded embed.FS

// Prefix is the folder of all served files in addresses.
const Prefix = "/assets/"

// File is one served file. Its name changes with its bytes.
type File struct {
	Name        string // "app.1f0c3a….css", without Prefix
	ContentType string
	Body, Gzip  []byte // Gzip is Body compressed

	Tag, GzipTag string // strong validators of each
}

// Locales is the folder of the message catalogue: LOCALE/SCOPE/RESOURCE.toml.
var Locales = sub("locales")

var (
	paths  = map[string]string{} // "app.css" → "/assets/app.<hash>.css"
	served = map[string]File{}   // "app.<hash>.css" → file
)

func init() {
	must(add("icons.svg", "image/svg+xml", sprite()))
	must(add("favicon.svg", "image/svg+xml", read("favicon.svg")))
	must(add("app.css", "text/css; charset=utf-8", Stylesheet()))
	must(addScripts())
}

// Path is the address of a file by its plain name, such as "app.css". An unknown
// name is a mistake in the program and panics.
func Path(name string) string {
	known, ok := paths[name]
	if !ok {
		panic("assets: no file is named " + name)
	}
	return known
}

// Lookup finds a file by its fingerprinted name, without Prefix.
func Lookup(name string) (File, bool) {
	file, ok := served[name]
	return file, ok
}

// add serves body under a name that carries the first half of its hash.
func add(name, contentType string, body []byte) error {
	sum := sha256.Sum256(body)
	extension := path.Ext(name)
	fingerprinted := strings.TrimSuffix(name, extension) + "." + hex.EncodeToString(sum[:8]) + extension
	var compressed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&compressed, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	if _, err := writer.Write(body); err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	paths[name] = Prefix + fingerprinted
	tag := hex.EncodeToString(sum[:16])
	served[fingerprinted] = File{fingerprinted, contentType, body, compressed.Bytes(), `"` + tag + `"`, `"` + tag + `-gz"`}
	return nil
}

func sub(folder string) fs.FS {
	inner, err := fs.Sub(embedded, folder)
	must(err)
	return inner
}

func read(name string) []byte {
	body, err := embedded.ReadFile(name)
	must(err)
	return body
}

// must is for files that are part of the program: they cannot be missing at run time.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err))
	}
}
