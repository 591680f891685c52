package browsertest

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// traffic is what a window asked for and what its console said.
type traffic struct {
	mutex   sync.Mutex
	running map[network.RequestID]bool
	begun   int       // requests so far
	last    time.Time // of any change
	status  int64     // of the newest page
	refused map[string]bool
	faults  []string
}

func newTraffic() *traffic {
	return &traffic{running: map[network.RequestID]bool{}, refused: map[string]bool{}}
}

// listen hears the requests of the window and its console, from now on.
func (p *Page) listen() error {
	go func() {
		for message, err := range chromedp.Console(p.ctx) {
			if err != nil {
				return
			}
			p.traffic.said(message)
		}
	}()
	return chromedp.Listen(p.ctx, func(event any) {
		switch event := event.(type) {
		case *network.EventRequestWillBeSent:
			p.traffic.sent(p.Base, event)
		case *network.EventResponseReceived:
			p.traffic.answered(event)
		case *network.EventLoadingFinished:
			p.traffic.ended(event.RequestID)
		case *network.EventLoadingFailed:
			p.traffic.ended(event.RequestID)
		}
	})
}

func (w *traffic) sent(base string, event *network.EventRequestWillBeSent) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.begun++
	w.last = time.Now()
	if strings.HasPrefix(event.Request.URL, "data:") { // an icon of Chromium's own; ours forbid them
		return
	}
	if event.Type == network.ResourceTypeDocument {
		clear(w.running) // a page that is left finishes nothing
	}
	w.running[event.RequestID] = true
	address, err := url.Parse(event.Request.URL)
	if err != nil || !ours(base, address) {
		w.faults = append(w.faults, fmt.Sprintf("%s asks a stranger: %s", event.DocumentURL, event.Request.URL))
	}
}

// ours tells the portal's own addresses: its port, on this machine.
func ours(base string, address *url.URL) bool {
	home, err := url.Parse(base)
	local := address.Hostname() == "127.0.0.1" || address.Hostname() == "localhost" || strings.HasSuffix(address.Hostname(), ".localhost")
	return err == nil && local && address.Port() == home.Port() && address.Scheme == home.Scheme
}

func (w *traffic) answered(event *network.EventResponseReceived) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.last = time.Now()
	if event.Type == network.ResourceTypeDocument {
		w.status = event.Response.Status
	}
	if event.Type == network.ResourceTypeDocument || event.Type == network.ResourceTypeFetch {
		w.refused[event.Response.URL] = event.Response.Status >= 400 // whoever visits looks at the page itself
	}
}

func (w *traffic) ended(id network.RequestID) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	delete(w.running, id)
	w.last = time.Now()
}

// said keeps what the console complains of. That a page was answered with a refusal
// is no fault: it shows on the page.
func (w *traffic) said(message chromedp.ConsoleMessage) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch message.Type {
	case chromedp.ConsoleError, chromedp.ConsoleWarning, chromedp.ConsoleException:
	default:
		return
	}
	if strings.HasPrefix(message.Text, "Failed to load resource") && w.refused[message.URL] {
		return
	}
	w.faults = append(w.faults, fmt.Sprintf("%s: %s", message.URL, message))
}

// forgotten is when a request is taken for ended though Chromium never said so.
const forgotten = 3 * time.Second

// quiet tells whether nothing has been asked for in the last moment.
func (w *traffic) quiet(moment time.Duration) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	silence := time.Since(w.last)
	return len(w.running) == 0 && silence >= moment || silence >= forgotten
}

func (w *traffic) count() int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.begun
}

// Status is that of the newest page.
func (p *Page) Status() int {
	p.traffic.mutex.Lock()
	defer p.traffic.mutex.Unlock()
	return int(p.traffic.status)
}

// Faults are the requests to strangers and the complaints of the console so far.
func (p *Page) Faults() []string {
	p.traffic.mutex.Lock()
	defer p.traffic.mutex.Unlock()
	return append([]string(nil), p.traffic.faults...)
}
