package browsertest

import "time"

// awaitTraffic waits until something was asked for since.
func (p *Page) awaitTraffic(since int, by string) {
	p.t.Helper()
	for end := time.Now().Add(p.limit); p.traffic.count() == since; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("%s: nothing comes of %s", p.where(), by)
		}
	}
}

// arrive waits for the page and lets it be looked at.
func (p *Page) arrive(by string) {
	p.t.Helper()
	p.settle(by)
	if p.Arrived == nil {
		return
	}
	for _, fault := range p.Arrived(p) {
		p.t.Errorf("%s", fault)
	}
}

// settle waits until the page is whole and asks for nothing more.
func (p *Page) settle(what string) {
	p.t.Helper()
	for end := time.Now().Add(p.limit); ; time.Sleep(5 * time.Millisecond) {
		if p.traffic.quiet(25*time.Millisecond) && Ask[string](p, `document.readyState`) == "complete" {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s: %q does not come to rest", p.Name, what)
		}
	}
}
