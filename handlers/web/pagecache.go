package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"privacydesk/models/site"
)

// PageCache keeps public pages as ready bytes, compressed once, under their site and
// address. They are forgotten whole when any edition changes; a page that tells of
// an edition yet to come ends when that one takes effect.
type PageCache struct {
	hosts  *hosts
	now    func() time.Time
	age    atomic.Uint64
	tables atomic.Pointer[map[*site.Site]*pageTable]
	adding sync.Mutex
	size   int
}

type pageTable struct {
	pages atomic.Pointer[map[string]*page]
}

// mostBytes bounds the memory; when it is full everything is forgotten and what is
// read comes back.
const mostBytes = 96 << 20

// freshFor is how long browsers and caches may keep a page without asking.
const freshFor = time.Minute

func newPageCache(hosts *hosts, now func() time.Time) *PageCache {
	cache := &PageCache{hosts: hosts, now: now}
	cache.tables.Store(&map[*site.Site]*pageTable{})
	return cache
}

// Forget drops every page. A page that is being made right now is not kept.
func (p *PageCache) Forget() {
	p.adding.Lock()
	defer p.adding.Unlock()
	p.forget()
}

func (p *PageCache) forget() {
	p.age.Add(1)
	p.size = 0
	p.tables.Store(&map[*site.Site]*pageTable{})
}

// generation names the state of knowledge that a page is made from.
func (p *PageCache) generation() uint64 { return p.age.Load() }

// page is one address, ready to be sent.
type page struct {
	until       time.Time // when another edition takes effect; zero = not known to end
	plain, gzip variant
}

// variant is the page in one encoding. Each has a strong tag of its own.
type variant struct {
	body   []byte
	tag    string
	header http.Header
	small  http.Header // of a 304
}

// serve answers from memory and reports whether it did.
func (p *PageCache) serve(w http.ResponseWriter, r *http.Request) bool {
	if (r.Method != http.MethodGet && r.Method != http.MethodHead) || r.URL.RawQuery != "" {
		return false
	}
	table := (*p.tables.Load())[p.hosts.of(r.Host)]
	if table == nil {
		return false
	}
	found := (*table.pages.Load())[r.URL.Path]
	if found == nil {
		return false
	}
	now := p.now()
	if !found.until.IsZero() && !now.Before(found.until) {
		return false
	}
	found.write(w, r, now)
	return true
}

func (g *page) write(w http.ResponseWriter, r *http.Request, now time.Time) {
	chosen := &g.plain
	if g.gzip.body != nil && takesGzip(r) {
		chosen = &g.gzip
	}
	header := w.Header()
	if matches(r.Header.Get("If-None-Match"), g.plain.tag, g.gzip.tag) {
		maps.Copy(header, chosen.small)
		g.limitAge(header, now)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	maps.Copy(header, chosen.header)
	g.limitAge(header, now)
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(chosen.body)
	}
}

// limitAge shortens the time that caches may keep the page where another edition
// takes effect sooner.
func (g *page) limitAge(header http.Header, now time.Time) {
	if left := g.until.Sub(now); !g.until.IsZero() && left < freshFor {
		header.Set("Cache-Control", "public, max-age="+strconv.Itoa(max(0, int(left.Seconds()))))
	}
}

// takesGzip reports whether the browser accepts the compressed form.
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, weighed := strings.Cut(coding, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return !weighed || strings.Trim(strings.TrimPrefix(strings.TrimSpace(quality), "q="), "0.") != "" // "q=0.000" is no
		}
	}
	return false
}

// matches reports whether one of the tags is among those that were asked for, if any
// were. "" is no tag.
func matches(asked string, tags ...string) bool {
	if asked == "" {
		return false
	}
	if slices.Contains(tags, asked) || asked == "*" {
		return true
	}
	for tag := range strings.SplitSeq(asked, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag != "" && slices.Contains(tags, tag) {
			return true
		}
	}
	return false
}

// newPage makes the ready bytes of an address.
func newPage(contentType string, body []byte, until time.Time, extra [][2]string) *page {
	sum := sha256.Sum256(body)
	tag := hex.EncodeToString(sum[:12])
	made := &page{until: until, plain: newVariant(contentType, body, `"`+tag+`"`, extra)}
	var packed bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a constant that exists
	_, _ = zip.Write(body)
	_ = zip.Close() // into memory: cannot fail
	if packed.Len() < len(body) {
		made.gzip = newVariant(contentType, packed.Bytes(), `"`+tag+`-gz"`, append(extra, [2]string{"Content-Encoding", "gzip"}))
	}
	return made
}

func newVariant(contentType string, body []byte, tag string, extra [][2]string) variant {
	small := http.Header{}
	for _, pair := range securityHeaders {
		small.Set(pair[0], pair[1])
	}
	small.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(freshFor.Seconds())))
	small.Set("Vary", "Accept-Encoding")
	small["Etag"] = []string{tag}
	whole := small.Clone()
	whole.Set("Content-Type", contentType)
	whole.Set("Content-Length", strconv.Itoa(len(body)))
	for _, pair := range extra {
		whole.Set(pair[0], pair[1])
		if pair[0] == "Strict-Transport-Security" {
			small.Set(pair[0], pair[1])
		}
	}
	return variant{body: body, tag: tag, header: whole, small: small}
}

// keep remembers a page, unless editions have changed since it was begun.
func (p *PageCache) keep(of *site.Site, path string, made *page, begun uint64) {
	p.adding.Lock()
	defer p.adding.Unlock()
	if p.age.Load() != begun {
		return
	}
	if p.size += len(made.plain.body) + len(made.gzip.body); p.size > mostBytes {
		p.forget()
		return
	}
	tables := *p.tables.Load()
	table := tables[of]
	if table == nil {
		table = &pageTable{}
		table.pages.Store(&map[string]*page{})
		more := maps.Clone(tables)
		more[of] = table
		p.tables.Store(&more)
	}
	pages := maps.Clone(*table.pages.Load())
	pages[path] = made
	table.pages.Store(&pages)
}
