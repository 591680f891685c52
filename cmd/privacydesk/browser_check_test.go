package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"privacydesk/cmd/internal/browsertest"
	"privacydesk/models/store/storetest"
)

// checks are which pages were looked at, so that each is looked at once.
type checks struct {
	axe    browsertest.Axe
	pages  map[string]bool // addresses, with what is only a name of a row taken out
	kinds  map[string]bool // sorts of things that stood on them
	looked int
}

// arrives looks at a page at which somebody arrives, for people who see, hear or use it
// otherwise: on a desk and on a phone, light and dark. A page is looked at when its
// address is new or when a sort of thing stands on it that stood on none before.
func (c *checks) arrives(page *browsertest.Page) []string {
	place, isNew := c.place(page), false
	if !c.pages[place] {
		c.pages[place], isNew = true, true
	}
	for _, kind := range page.Kinds() {
		if !c.kinds[place[:2]+kind] {
			c.kinds[place[:2]+kind], isNew = true, true
		}
	}
	if !isNew {
		return nil
	}
	c.looked++
	faults := page.Check(c.axe)
	if err := c.keepPicture(page); err != nil {
		faults = append(faults, err.Error())
	}
	return faults
}

// names are what differs between addresses of the same page.
var names = regexp.MustCompile(`PD-[0-9A-Z-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{43}|/[0-9]+(/|$)`)

// place is the page's address without names and filters, after a mark for the surface:
// the same classes look different at the desk and in public.
func (c *checks) place(page *browsertest.Page) string {
	path, _, _ := strings.Cut(page.Path(), "?")
	surface := "p "
	if strings.HasPrefix(path, "/desk") {
		surface = "d "
	}
	return surface + names.ReplaceAllString(path, "*") + fmt.Sprint(" ", page.Status() >= 400)
}

// keepPicture puts what was checked into the folder that PRIVACYDESK_TEST_PICTURES
// names, for whoever wants to look at every page.
func (c *checks) keepPicture(page *browsertest.Page) error {
	folder := os.Getenv("PRIVACYDESK_TEST_PICTURES")
	if folder == "" {
		return nil
	}
	name := fmt.Sprintf("%03d%s.png", c.looked, strings.NewReplacer("/", "-", "?", "-", "&", "-").Replace(page.Path()))
	width := page.Width
	defer page.Resize(width)
	for _, size := range []int64{browsertest.Desk, browsertest.Phone} {
		page.Resize(size)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d-%s", size, name)), page.WholePicture(), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// check looks at a page that has changed without a new one being asked for.
func (w *walk) check(t *testing.T, page *browsertest.Page) {
	t.Helper()
	for _, fault := range w.checks.arrives(page) {
		t.Error(fault)
	}
}

// keyboard reports where the focus of the page cannot be seen.
func keyboard(t *testing.T, page *browsertest.Page) {
	t.Helper()
	for _, fault := range page.Keyboard(60) {
		t.Error(fault)
	}
}

// speaksArabic looks at every public page that was visited, from right to left. Pages
// of one request are left: a journey of its own walks them in Arabic.
func (w *walk) speaksArabic(t *testing.T) {
	reader := w.visit(t, browsertest.Visitor{Name: "reader of Arabic"})
	for place := range w.checks.pages {
		path, public := strings.CutPrefix(place, "p ")
		path, found := strings.CutSuffix(path, " false")
		if !public || !found || strings.Contains(path, "*") || strings.HasPrefix(path, "/ar") || strings.HasPrefix(path, "/requests/c") {
			continue
		}
		reader.Open("/ar" + strings.TrimSuffix(path, "/"))
		storetest.Equal(t, browsertest.Ask[string](reader, `document.dir`), "rtl")
	}
}
