package assets

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

var (
	iconOpen  = regexp.MustCompile(`<svg[^>]*viewBox="([^"]+)"[^>]*>`)
	iconClose = []byte("</svg>")
)

// sprite is every icon of icons/ as a symbol of one file, named like its file. An
// icon is drawn on a grid of 16 with a stroke of 1.6 in the colour of the text.
func sprite() []byte {
	var sheet bytes.Buffer
	sheet.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range files("icons", ".svg") {
		id := strings.TrimSuffix(path.Base(name), ".svg")
		body := iconOpen.ReplaceAll(bytes.TrimSpace(read(name)),
			[]byte(`<symbol id="`+id+`" viewBox="$1" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">`))
		sheet.Write(bytes.TrimSuffix(body, iconClose))
		sheet.WriteString("</symbol>\n")
	}
	sheet.WriteString("</svg>\n")
	return sheet.Bytes()
}

// Icons are the names of all icons.
func Icons() []string {
	var names []string
	for _, name := range files("icons", ".svg") {
		names = append(names, strings.TrimSuffix(path.Base(name), ".svg"))
	}
	return names
}
