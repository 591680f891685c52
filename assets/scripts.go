package assets

import (
	"fmt"
	"path"
	"regexp"
)

var scriptImport = regexp.MustCompile(`(?m)^(import\s.*?['"])\./([a-z-]+\.js)(['"];?)$`)

// addScripts serves every module of js/. A module's imports must be served before
// it, because their fingerprinted names become part of its bytes.
func addScripts() error {
	open := map[string]bool{}
	for _, name := range files("js", ".js") {
		if err := addScript(path.Base(name), open); err != nil {
			return err
		}
	}
	return nil
}

func addScript(name string, open map[string]bool) error {
	if _, done := paths[name]; done {
		return nil
	}
	if open[name] {
		return fmt.Errorf("script %s imports itself", name)
	}
	open[name] = true
	source := read("js/" + name)
	for _, found := range scriptImport.FindAllSubmatch(source, -1) {
		if err := addScript(string(found[2]), open); err != nil {
			return err
		}
	}
	body := scriptImport.ReplaceAllFunc(source, func(line []byte) []byte {
		part := scriptImport.FindSubmatch(line)
		return fmt.Appendf(nil, "%s./%s%s", part[1], path.Base(paths[string(part[2])]), part[3])
	})
	return add(name, "text/javascript; charset=utf-8", body)
}
