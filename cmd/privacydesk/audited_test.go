package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unrecorded are the actions without an event of their own, and why.
var unrecorded = map[string]string{
	"previewDraft": "it shows a text and changes nothing",
	"createSignIn": "half of a sign-in opens nothing: the other half is session.opened, a wrong password session.refused",
	"createCode":   "the job that makes and mails the code writes code.sent",
}

// events is where they are declared.
const events = "models/audit"

// refusals are events of what did not happen; an action needs one of what did.
var refusals = []string{"AccessRefused", "SignInFailed", "CodeRefused"}

// Every action leads, by whatever functions it calls, to a place where an event is
// written. Who adds an action without one is asked for it here.
func TestSEC_H1_EveryActionWritesAnEvent(t *testing.T) {
	program := readCalls(t)
	var endings, used []string
	for _, action := range program.actions {
		endings = append(endings, action.ending)
		if _, known := unrecorded[action.handler]; known {
			used = append(used, action.handler)
			continue
		}
		if found := program.events(action.calls); len(found) == 0 {
			t.Errorf("POST …%s (%s) writes no event", action.ending, action.handler)
		}
	}
	for handler := range unrecorded {
		if !slices.Contains(used, handler) {
			t.Errorf("%s is no action", handler)
		}
	}
	if len(endings) < 80 {
		t.Fatalf("only %d actions were found", len(endings))
	}
	for _, route := range newMatrix(t).server.Routes {
		known := func(ending string) bool { return strings.HasSuffix(route.Path, ending) }
		if route.Method != http.MethodGet && (route.Method != http.MethodPost || !slices.ContainsFunc(endings, known)) {
			t.Errorf("%s %s is declared where this test does not look", route.Method, route.Path)
		}
	}
}

// function is a function by package and name; those of one name in a package, on
// whatever they are methods, count as one.
type function struct{ folder, name string }

// calls is what handlers and models call, as far as names tell.
type calls struct {
	bodies  map[function][]ast.Node
	places  map[ast.Node]place // of bodies
	fields  map[string]string  // of desk, public pages and shelf: register → its folder
	actions []action
}

// place is the file that something stands in.
type place struct {
	folder  string
	imports map[string]string // our own packages: name → folder
}

// action is a call of web.Post.
type action struct {
	ending  string // last literal of the path
	handler string
	calls   []function
}

func readCalls(t *testing.T) *calls {
	t.Helper()
	c := &calls{bodies: map[function][]ast.Node{}, places: map[ast.Node]place{}, fields: map[string]string{}}
	var files []*ast.File
	var at []place
	for path, source := range sources(t, ".go") {
		ours := strings.HasPrefix(path, "handlers/desk/") || strings.HasPrefix(path, "handlers/public/") || strings.HasPrefix(path, "models/")
		if !ours || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "test/") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		in := place{path[:strings.LastIndex(path, "/")], map[string]string{}}
		for _, one := range file.Imports {
			folder, _ := strconv.Unquote(one.Path.Value)
			if folder, own := strings.CutPrefix(folder, "privacydesk/"); own {
				in.imports[folder[strings.LastIndex(folder, "/")+1:]] = folder
			}
		}
		files, at = append(files, file), append(at, in)
		for _, declared := range file.Decls {
			if made, ok := declared.(*ast.FuncDecl); ok && made.Body != nil {
				name := function{in.folder, made.Name.Name}
				c.bodies[name] = append(c.bodies[name], made.Body)
				c.places[made.Body] = in
			}
		}
		c.readFields(file, in)
	}
	for i, file := range files {
		c.readActions(file, at[i])
	}
	return c
}

// readFields learns which registers the handlers hold, and which of their methods stand
// on a shelf.
func (c *calls) readFields(file *ast.File, in place) {
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.TypeSpec:
			fields, ok := node.Type.(*ast.StructType)
			if !ok || !slices.Contains([]string{"Desk", "Public", "shelf"}, node.Name.Name) {
				return true
			}
			for _, field := range fields.Fields.List {
				kind := field.Type
				if pointer, ok := kind.(*ast.StarExpr); ok {
					kind = pointer.X
				}
				if named, ok := kind.(*ast.SelectorExpr); ok {
					c.fields[field.Names[0].Name] = in.imports[named.X.(*ast.Ident).Name]
				}
			}
		case *ast.AssignStmt: // such as of.propose = d.Cookies.Propose
			for i, left := range node.Lhs {
				set, ok := left.(*ast.SelectorExpr)
				if !ok || len(node.Rhs) <= i || !receives(set.X) || !strings.HasPrefix(in.folder, "handlers/") {
					continue
				}
				name := function{in.folder, set.Sel.Name}
				c.bodies[name] = append(c.bodies[name], node.Rhs[i])
				c.places[node.Rhs[i]] = in
			}
		}
		return true
	})
}

func (c *calls) readActions(file *ast.File, in place) {
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		if named, ok := call.Fun.(*ast.SelectorExpr); !ok || named.Sel.Name != "Post" {
			return true
		}
		found := action{calls: c.called(call.Args[2], in)}
		ast.Inspect(call.Args[0], func(part ast.Node) bool {
			if literal, ok := part.(*ast.BasicLit); ok {
				found.ending, _ = strconv.Unquote(literal.Value)
			}
			return true
		})
		ast.Inspect(call.Args[2], func(part ast.Node) bool {
			if named, ok := part.(*ast.SelectorExpr); ok && receives(named.X) {
				found.handler = named.Sel.Name
			}
			return true
		})
		c.actions = append(c.actions, found)
		return true
	})
}

// called are the functions that a piece of program names. What is a method of something
// unknown is looked for in the package itself, and in models also in those it imports.
func (c *calls) called(piece ast.Node, in place) []function {
	var found []function
	ast.Inspect(piece, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			inModels := strings.HasPrefix(in.folder, "models/")
			folder, known := c.folderOf(node.X, in)
			_, plain := node.X.(*ast.Ident)
			switch one := (function{in.folder, node.Sel.Name}); {
			case known:
				found = append(found, function{folder, node.Sel.Name}, function{"models/store", node.Sel.Name})
			case c.bodies[one] != nil && (inModels || receives(node.X)):
				found = append(found, one)
			}
			if known || plain || !inModels {
				return true
			}
			for _, imported := range in.imports { // such as r.Editions.Propose
				if imported != events {
					found = append(found, function{imported, node.Sel.Name})
				}
			}
		case *ast.CallExpr:
			if own, ok := node.Fun.(*ast.Ident); ok {
				found = append(found, function{in.folder, own.Name})
			}
		}
		return true
	})
	return found
}

// folderOf is where methods of the expression are declared: of a package of ours, or of
// a register that a handler holds.
func (c *calls) folderOf(x ast.Expr, in place) (string, bool) {
	switch x := x.(type) {
	case *ast.Ident:
		folder, known := in.imports[x.Name]
		return folder, known
	case *ast.SelectorExpr:
		if folder, known := c.fields[x.Sel.Name]; known && strings.HasPrefix(in.folder, "handlers/") {
			return folder, true
		}
		return c.folderOf(x.X, in)
	case *ast.CallExpr:
		return c.folderOf(x.Fun, in)
	case *ast.ParenExpr:
		return c.folderOf(x.X, in)
	case *ast.StarExpr:
		return c.folderOf(x.X, in)
	}
	return "", false
}

// receives tells the receiver of a handler: the desk, the public pages, a shelf.
func receives(x ast.Expr) bool {
	name, ok := x.(*ast.Ident)
	return ok && slices.Contains([]string{"d", "p", "of"}, name.Name)
}

// events are those that are written by these functions and all that they call.
func (c *calls) events(from []function) []string {
	var written []string
	seen := map[function]bool{}
	for len(from) > 0 {
		next := from[0]
		if from = from[1:]; seen[next] {
			continue
		}
		seen[next] = true
		for _, body := range c.bodies[next] {
			in := c.places[body]
			for _, one := range c.called(body, in) {
				if one.folder == events && !slices.Contains(refusals, one.name) {
					written = append(written, one.name)
				}
				from = append(from, one)
			}
		}
	}
	return written
}
