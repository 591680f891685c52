package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is a window and what somebody does in it. Its methods end the test when the
// page does not offer what is asked for.
type Page struct {
	Visitor
	t       T
	ctx     context.Context
	limit   time.Duration // of one step
	traffic *traffic
	near    string
}

// Open goes to a path, or to a whole address, and waits until the page is there.
func (p *Page) Open(path string) {
	p.t.Helper()
	address := path
	if !strings.Contains(path, "://") {
		address = p.Base + path
	}
	p.step("open "+path, chromedp.Navigate(address))
	p.arrive(path)
}

// Near is the same page, where names are sought in the smallest part that holds
// these words too: a row, an article, a section.
func (p *Page) Near(words string) *Page {
	closer := *p // the window is the same
	closer.near = words
	return &closer
}

// For is the same window in another part of the test, which then fails in place of
// the one that opened it.
func (p *Page) For(t T) *Page {
	same := *p
	same.t = t
	return &same
}

// Follow clicks a link and waits for what it leads to.
func (p *Page) Follow(words string) {
	p.t.Helper()
	p.click("link", words)
}

// Press clicks a button and waits for what comes of it.
func (p *Page) Press(words string) {
	p.t.Helper()
	p.click("button", words)
}

// Tick clicks the label of a checkbox or radio button, unless it is ticked already.
func (p *Page) Tick(label string) {
	p.t.Helper()
	if !p.locate("choice", label).Ticked {
		p.click("choice", label)
	}
}

// Untick clicks the label of a checkbox that is ticked.
func (p *Page) Untick(label string) {
	p.t.Helper()
	if p.locate("choice", label).Ticked {
		p.click("choice", label)
	}
}

// Fill replaces what stands in the field of that label.
func (p *Page) Fill(label, value string) {
	p.t.Helper()
	found := p.locate("field", label)
	if found.Type == "date" || found.Type == "datetime-local" || found.Type == "time" {
		p.run("fill "+label, fmt.Sprintf(`located.value = %s; located.dispatchEvent(new Event("input", {bubbles: true})); located.dispatchEvent(new Event("change", {bubbles: true}))`, quoted(value)))
		return
	}
	p.step("click "+label, chromedp.MouseClickXY(found.X, found.Y))
	p.run("select "+label, `located.focus(); located.select(); if (located.value) document.execCommand("delete")`)
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: value})
	p.must("type into "+label, err)
}

// Enter presses the enter key in the field that was filled last, and waits for what
// comes of it.
func (p *Page) Enter() {
	p.t.Helper()
	before := p.traffic.count()
	p.step("press enter", chromedp.KeyEvent(kb.Enter))
	p.awaitTraffic(before, "enter")
	p.arrive("enter")
}

// Escape presses that key wherever the focus is.
func (p *Page) Escape() {
	p.t.Helper()
	p.step("press escape", chromedp.KeyEvent(kb.Escape))
}

// Value is what stands in the field of that label.
func (p *Page) Value(label string) string {
	p.t.Helper()
	p.locate("field", label)
	return Ask[string](p, `located.value`)
}

// Choose takes an option of a select.
func (p *Page) Choose(label, option string) {
	p.t.Helper()
	p.locate("field", label)
	if !Ask[bool](p, fmt.Sprintf(`(() => {
		const option = [...located.options].find((one) => one.text.trim().startsWith(%s));
		if (!option) return false;
		located.value = option.value;
		located.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})()`, quoted(option))) {
		p.t.Fatalf("%s: %s offers no %q", p.where(), label, option)
	}
}

// Options are what the select of that label offers.
func (p *Page) Options(label string) []string {
	p.t.Helper()
	p.locate("field", label)
	return Ask[[]string](p, `[...located.options].map((one) => one.text.trim())`)
}

// Attach puts files into the file field of that label.
func (p *Page) Attach(label string, files ...string) {
	p.t.Helper()
	p.locate("field", label)
	object, err := chromedp.Run(p.ctx, chromedp.Evaluate[*runtime.RemoteObject](`located`))
	p.must("find "+label, err)
	for i, file := range files { // Chromium gives up a page that is handed anything else
		files[i], err = filepath.Abs(file)
		p.must("name "+file, err)
	}
	_, err = chromedp.Call(p.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: object.ObjectID})
	p.must("attach to "+label, err)
}

// Download clicks a link or button to a file and gives its name and content.
func (p *Page) Download(words string) (name string, content []byte) {
	p.t.Helper()
	folder, err := os.MkdirTemp("", "downloads-")
	p.must("make a folder", err)
	defer func() { _ = os.RemoveAll(folder) }()
	p.keepDownloads(folder)
	at := p.locate("file", words)
	p.step("click "+words, chromedp.MouseClickXY(at.X, at.Y)) // Chromium itself asks for it, not the page
	for end := time.Now().Add(p.limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		files, _ := filepath.Glob(filepath.Join(folder, "*"))
		if len(files) == 1 && !strings.HasSuffix(files[0], ".crdownload") {
			content, err := os.ReadFile(files[0])
			p.must("read the download", err)
			return filepath.Base(files[0]), content
		}
	}
	p.t.Fatalf("%s: %q downloads nothing", p.where(), words)
	return "", nil
}

// Sees ends the test unless the page says all these words.
func (p *Page) Sees(words ...string) {
	p.t.Helper()
	text := p.Text()
	for _, part := range words {
		if !strings.Contains(text, plain(part)) {
			p.t.Fatalf("%s does not say %q but: %s", p.where(), part, short(text))
		}
	}
}

// Awaits ends the test unless the page comes to say the words by itself.
func (p *Page) Awaits(words string) {
	p.t.Helper()
	for end := time.Now().Add(p.limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(p.Text(), plain(words)) {
			return
		}
	}
	p.Sees(words)
}

// Misses reports words that should not stand on the page.
func (p *Page) Misses(words ...string) {
	p.t.Helper()
	text := p.Text()
	for _, part := range words {
		if strings.Contains(text, plain(part)) {
			p.t.Errorf("%s says %q", p.where(), part)
		}
	}
}

// Text is what a reader sees, spaces as one.
func (p *Page) Text() string { return plain(Ask[string](p, `document.body.innerText`)) }

// Heading is the page's first one.
func (p *Page) Heading() string {
	return plain(Ask[string](p, `document.querySelector("h1")?.textContent || ""`))
}

// Path is the address below the host.
func (p *Page) Path() string { return Ask[string](p, `location.pathname + location.search`) }

// Href is where a link leads.
func (p *Page) Href(words string) string {
	p.t.Helper()
	return p.locate("link", words).Href
}

// Resize makes the window that many px wide, and high as such screens are.
func (p *Page) Resize(width int64) {
	p.t.Helper()
	p.Width = width
	height := int64(900)
	if width < 700 {
		height = 844
	}
	p.step("resize", chromedp.EmulateViewport(width, height))
}

// Scheme is the light or dark that the reader's system prefers.
func (p *Page) Scheme(dark bool) {
	p.t.Helper()
	p.Dark = dark
	p.media("", dark)
}

// Paper shows the page as it is printed, until the function returns.
func (p *Page) Paper(look func()) {
	p.t.Helper()
	p.media("print", false)
	look()
	p.media("", p.Dark)
}

func (p *Page) media(kind string, dark bool) {
	p.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	p.must("prefer "+scheme, err)
}

// Picture is the window as it shows the page, as PNG.
func (p *Page) Picture() []byte {
	p.t.Helper()
	p.run("leave all focus", `document.activeElement?.blur()`)
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	p.must("take a picture", err)
	return picture
}

// WholePicture is the page from top to bottom, as PNG.
func (p *Page) WholePicture() []byte {
	p.t.Helper()
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	p.must("take a picture", err)
	return picture
}

// Ask evaluates an expression in the page.
func Ask[V any](p *Page, expression string) V {
	p.t.Helper()
	var value V
	var err error
	for range 3 { // a page that is just being replaced forgets what it was asked
		ctx, cancel := context.WithTimeout(p.ctx, p.limit)
		value, err = chromedp.Run(ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise))
		cancel()
		if err == nil || !strings.Contains(err.Error(), "context") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.Name, short(expression), err)
	}
	return value
}

// found is where something stands and what a click on it will do.
type found struct {
	Missing, Covered, Href, Type string
	X, Y                         float64
	Goes, Disabled, Ticked       bool
}

//go:embed locate.js
var locateScript string

func (p *Page) locate(kind, name string) found {
	p.t.Helper()
	script := fmt.Sprintf("%s(%s, %s, %s)", strings.TrimSpace(locateScript), quoted(kind), quoted(name), quoted(p.near))
	at := Ask[found](p, script)
	switch {
	case at.Missing != "":
		p.t.Fatalf("%s: %s; it says %s", p.where(), at.Missing, short(p.Text()))
	case at.Disabled:
		p.t.Fatalf("%s: %s %q is disabled", p.where(), kind, name)
	}
	return at
}

// click presses the mouse where the thing stands, as it would reach it.
func (p *Page) click(kind, name string) {
	p.t.Helper()
	at := p.locate(kind, name)
	if at.Covered != "" {
		p.t.Fatalf("%s: %s", p.where(), at.Covered)
	}
	before := p.traffic.count()
	p.step("click "+name, chromedp.MouseClickXY(at.X, at.Y))
	if at.Goes {
		p.awaitTraffic(before, kind+" "+name)
		p.arrive(name)
	}
}

func (p *Page) run(what, script string) {
	p.t.Helper()
	p.step(what, chromedp.Evaluate[chromedp.Void](script))
}

func (p *Page) step(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, p.limit)
	defer cancel()
	p.must(what, chromedp.Do(ctx, action))
}

func (p *Page) must(what string, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.Name, what, err)
	}
}

// where names the visitor and the page, for messages.
func (p *Page) where() string { return p.Name + " on " + p.Path() + " (" + p.Heading() + ")" }

// marks are the invisible ones that isolate names from the words around them.
var marks = strings.NewReplacer("\u200e", "", "\u200f", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "", "\u00ad", "")

func plain(text string) string { return strings.Join(strings.Fields(marks.Replace(text)), " ") }

func short(text string) string {
	if len(text) > 1500 {
		return text[:1500] + "…"
	}
	return text
}

func quoted(text string) string {
	written, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always can be written
	}
	return string(written)
}
