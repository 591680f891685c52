package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// ErrNoChromium is why nothing here can run.
var ErrNoChromium = errors.New("there is no Chromium: install it (apt-get install chromium), or name it in PRIVACYDESK_CHROMIUM")

// FindChromium is the browser that PRIVACYDESK_CHROMIUM names, or the one on PATH.
//
// Errors: ErrNoChromium.
func FindChromium() (string, error) {
	if named := os.Getenv("PRIVACYDESK_CHROMIUM"); named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoChromium, err)
		}
		return named, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// Browser is one running Chromium.
type Browser struct{ ctx context.Context }

// flags keep Chromium from calling anybody: every name but this machine's leads
// nowhere, and what would ask is off.
var flags = map[string]any{
	"host-resolver-rules":        "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
	"disable-features":           "Translate,OptimizationHints,MediaRouter,CertificateTransparencyComponentUpdater",
	"disable-component-update":   true,
	"disable-domain-reliability": true,
	"disable-quic":               true,
	"no-pings":                   true,
	"hide-scrollbars":            true,
	"lang":                       "en",
}

// Start runs a Chromium until the test ends.
func Start(t T) *Browser {
	t.Helper()
	path, err := FindChromium()
	if err != nil {
		t.Fatalf("%v", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	for name, value := range flags {
		options = append(options, chromedp.Flag(name, value))
	}
	if os.Geteuid() == 0 { // its sandbox refuses root; only our own pages are visited
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	ctx, leave := chromedp.NewContext(ctx)
	t.Cleanup(func() { leave(); stop() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &Browser{ctx}
}

// Visitor is how somebody comes.
type Visitor struct {
	Name     string // who it is, for messages of tests
	Base     string // scheme, host and port that paths are below
	Width    int64  // px; 0 is 1440
	NoScript bool
	Dark     bool

	// Arrived looks at every page that has come to rest, and gives what is wrong with it.
	Arrived func(*Page) []string
}

// Visit opens a window of its own, which shares no cookies with any other, until the
// test t ends.
func (b *Browser) Visit(t T, v Visitor) *Page {
	t.Helper()
	ctx, leave := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(leave)
	p := &Page{t: t, ctx: ctx, Visitor: v, limit: 20 * time.Second, traffic: newTraffic()}
	if p.Width == 0 {
		p.Width = 1440
	}
	p.must("open a window", chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		return err
	})))
	p.scripting(!v.NoScript)
	p.must("listen", p.listen())
	p.Resize(p.Width)
	p.Scheme(v.Dark)
	return p
}

// scripting lets the page's own scripts run, or not.
func (p *Page) scripting(on bool) {
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	p.must("switch scripts", err)
}

// keepDownloads makes the window put what it downloads into the folder.
func (p *Page) keepDownloads(folder string) {
	behaviour := browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	}
	_, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, behaviour)
	p.must("keep downloads", err)
}
