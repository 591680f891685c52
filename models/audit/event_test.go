package audit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every kind of event is declared once, and something writes it: an event that
// nothing writes would promise a record that is never made. (security H1)
func TestSEC_H1_EveryEventIsWrittenSomewhere(t *testing.T) {
	declared := map[string]string{}
	file, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if value, ok := spec.Values[0].(*ast.BasicLit); ok {
				if earlier, twice := declared[value.Value]; twice {
					t.Errorf("%s and %s are both %s", earlier, spec.Names[0].Name, value.Value)
				}
				declared[value.Value] = spec.Names[0].Name
			}
		}
		return true
	})
	if len(declared) < 40 {
		t.Fatalf("only %d events were found", len(declared))
	}
	written := map[string]bool{}
	use := regexp.MustCompile(`\baudit\.([A-Z]\w+)`)
	err = filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, match := range use.FindAllStringSubmatch(string(source), -1) {
			written[match[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for value, name := range declared {
		if !written[name] {
			t.Errorf("nothing writes %s (%s)", name, value)
		}
	}
}
