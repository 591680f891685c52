package browsertest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// ErrNoAxe is why pages cannot be checked for accessibility.
var ErrNoAxe = errors.New("axe-core is not installed: npm ci --prefix .ci/tools")

// Axe is the program that checks a page for accessibility.
type Axe string

// LoadAxe reads it from the tools below the root of the project.
//
// Errors: ErrNoAxe.
func LoadAxe(root string) (Axe, error) {
	script, err := os.ReadFile(filepath.Join(root, ".ci/tools/node_modules/axe-core/axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoAxe, err)
	}
	return Axe(script), nil
}

// rules are WCAG A and AA with the best practices, colours are those of them that the
// scheme can change. Rows far down a table are like those above them.
const (
	rules   = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	colours = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
	alike   = `tbody > tr:nth-child(n+25)`
)

// Widths in px: of a desk, of a phone, and the narrowest at which pages must still not
// scroll sideways.
const (
	Desk, Phone = 1440, 390
	enlarged    = Desk / 2 // to 200 %
	narrow      = 320
)

// Check gives what is wrong with the page as it stands: on a desk and on a phone, light
// and dark. What the scheme cannot change is looked at once on each. The window is as
// before afterwards.
func (p *Page) Check(axe Axe) []string {
	p.t.Helper()
	width := p.Width
	if p.NoScript { // axe waits by the page's own clock; no script of the page's runs later
		p.scripting(true)
		defer p.scripting(false)
	}
	var faults []string
	for _, wide := range []int64{Desk, Phone} { // the scheme is switched twice, and back
		p.Resize(wide)
		faults = append(faults, p.axe(axe, rules)...)
		p.Scheme(!p.Dark)
		faults = append(faults, p.axe(axe, colours)...)
	}
	faults = append(faults, p.sideways()...)
	for _, wide := range []int64{enlarged, narrow} {
		p.Resize(wide)
		faults = append(faults, p.sideways()...)
	}
	p.Resize(width)
	return faults
}

// axe gives what of the page breaks the rules in the scheme and at the width of now.
func (p *Page) axe(axe Axe, rules string) []string {
	p.t.Helper()
	if !Ask[bool](p, `Boolean(window.axe)`) {
		p.run("load axe", string(axe))
	}
	violations := Ask[[]string](p, `axe.run({exclude: [["`+alike+`"]]}, {runOnly: `+rules+`, resultTypes: ["violations"]}).then((found) => found.violations.flatMap((rule) =>
		rule.nodes.slice(0, 4).map((node) => rule.id + ": " + node.target.join(" ") + " " + node.html.slice(0, 140) + " " + (node.any[0]?.message || node.all[0]?.message || node.none[0]?.message || rule.help))))`)
	return p.told(violations)
}

// sideways names what makes the page wider than the window.
func (p *Page) sideways() []string {
	p.t.Helper()
	wide := Ask[[]string](p, `(() => {
		if (document.documentElement.scrollWidth <= innerWidth) return [];
		const inside = (element) => element.parentElement?.closest("[role=region][tabindex]");
		const over = [...document.body.querySelectorAll("*")].filter((element) => {
			const box = element.getBoundingClientRect();
			return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !inside(element);
		});
		return ["the page is " + document.documentElement.scrollWidth + " px wide: " + over.slice(-3).map((element) => element.outerHTML.slice(0, 160)).join(" | ")];
	})()`)
	return p.told(wide)
}

// Kinds tells the different sorts of things on the page: each by its name and classes
// with those of what it stands in. A page of the same kinds looks and works like one
// that was checked, whatever its words are.
func (p *Page) Kinds() []string {
	p.t.Helper()
	return Ask[[]string](p, `(() => {
		const sort = (element) => element.localName + "." + (element.getAttribute("class") || "");
		return [...new Set([...document.body.querySelectorAll("*:not(svg *)")].map((element) => sort(element.parentElement) + ">" + sort(element)))];
	})()`)
}

// Keyboard walks through the page with the tab key and gives where the focus cannot
// be seen, or what cannot be left.
func (p *Page) Keyboard(stops int) []string {
	p.t.Helper()
	var faults []string
	p.run("start at the top", `document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex"); scrollTo(0, 0)`)
	for range stops {
		p.tab()
		at := Ask[struct{ Name, Fault string }](p, `(() => {
			const element = document.activeElement;
			if (!element || element === document.body) return {};
			const style = getComputedStyle(element), name = element.outerHTML.slice(0, 120);
			const drawn = [style, ...[...document.querySelectorAll("label")].filter((label) => label.control === element).map((label) => getComputedStyle(label))]
				.some((one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2) || one.boxShadow !== "none");
			const box = element.getBoundingClientRect();
			const shown = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
			return { name, fault: !drawn ? "has no visible focus" : !shown ? "takes the focus out of sight" : "" };
		})()`)
		if at.Name == "" {
			break // through
		}
		if at.Fault != "" {
			faults = append(faults, at.Name+" "+at.Fault)
		}
	}
	return p.told(faults)
}

// tab presses the tab key.
func (p *Page) tab() {
	p.t.Helper()
	p.step("press tab", chromedp.KeyEvent(kb.Tab))
}

func (p *Page) told(faults []string) []string {
	scheme := "light"
	if p.Dark {
		scheme = "dark"
	}
	for i, fault := range faults {
		faults[i] = fmt.Sprintf("%s, %s at %d px: %s", p.where(), scheme, p.Width, strings.Join(strings.Fields(fault), " "))
	}
	return faults
}
