package assets

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Layers is the order of the cascade, weakest first. Each is a folder of css/.
var Layers = []string{"reset", "tokens", "base", "layout", "components", "pages", "utilities", "print"}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssIndent  = regexp.MustCompile(`\n\s*`)
)

// Stylesheet is the one stylesheet of both surfaces: all files in the order of
// their layers, without comments and indentation.
func Stylesheet() []byte {
	var sheet bytes.Buffer
	sheet.WriteString("@layer " + strings.Join(Layers, ",") + ";\n")
	for _, layer := range Layers {
		sheet.WriteString("@layer " + layer + "{")
		for _, name := range files("css/"+layer, ".css") {
			plain := cssComment.ReplaceAll(read(name), nil)
			sheet.Write(cssIndent.ReplaceAll(plain, []byte("\n")))
		}
		sheet.WriteString("}\n")
	}
	return sheet.Bytes()
}

// files are the files of a folder with this extension, in alphabetical order.
func files(folder, extension string) []string {
	entries, err := fs.ReadDir(embedded, folder)
	must(err)
	var names []string
	for _, entry := range entries {
		if path.Ext(entry.Name()) == extension {
			names = append(names, folder+"/"+entry.Name())
		}
	}
	return names
}
