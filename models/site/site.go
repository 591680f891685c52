package site

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
)

// Site is a public property with its own privacy centre.
type Site struct {
	ID            int64
	Key           string // "harbour"
	Name          string
	URL           string   // where the public reaches it, without a final slash
	Hosts         []string `gorm:"serializer:textarray"` // host names without port, lower case
	IsDefault     bool     // answers hosts that no site has
	DefaultLocale string
	Locales       []string `gorm:"serializer:textarray"` // BCP 47, the default one included
	Zone          string   // IANA name; legal dates are computed in it
	Regime        string   // the law that applies where a request names none
	Calendar      string   // holidays, "DE"; empty = weekends only
	DueSoonDays   int      // days left at which a deadline counts as near
	Version       int64    // counts saves
	CreatedAt     time.Time
}

// Location is the site's time zone.
func (s Site) Location() *time.Location {
	location, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC // refused when the site was saved, so only for a zone that the machine lost
	}
	return location
}

// Speaks reports whether the site has pages in the language.
func (s Site) Speaks(locale string) bool { return slices.Contains(s.Locales, locale) }

// AddInput is what somebody states to add a site.
type AddInput struct {
	Key    string `form:"key"`
	Name   string `form:"name"`
	URL    string `form:"url"`
	Locale string `form:"locale"`
	Zone   string `form:"zone"`
}

// Register is the door to sites.
type Register struct{ Store *store.Store }

// Locales are the languages that public pages can be read in.
var Locales = []string{"en", "de", "ar"}

var plainKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Add adds a site. The first one is the default.
//
// Errors: store.Invalid; store.Refused when the key is taken; store.ErrForbidden.
func (r *Register) Add(ctx context.Context, by access.Actor, in AddInput) (Site, error) {
	var site Site
	err := r.Store.Write(ctx, by, access.ManageSites, func(tx *store.Tx) error {
		if !by.MayOn(access.ManageSites, 0) {
			return store.ErrForbidden // who administers one site does not make others
		}
		var err error
		if site, err = newSite(in); err != nil {
			return err
		}
		if err := countable(tx, site); err != nil {
			return err
		}
		first, err := none(ctx, tx)
		if err != nil {
			return err
		}
		site.IsDefault, site.CreatedAt = first, tx.Now
		if err := unshared(tx, site, "url"); err != nil {
			return err
		}
		if err := gorm.G[Site](tx.DB).Create(ctx, &site); err != nil {
			return err
		}
		if err := tx.Notify(Changed, site.Key); err != nil {
			return err
		}
		return tx.AuditOn(site.ID, audit.SiteAdded, site.Key, map[string]any{"url": site.URL})
	})
	return site, err
}

// Changed is the channel on which processes hear that a site was added or changed.
const Changed = "sites"

// countable refuses a zone that only the program knows: the queue lets the database
// count days in it.
func countable(tx *store.Tx, site Site) error {
	var known bool
	const lookUp = `SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = ?)`
	if err := tx.Raw(lookUp, site.Zone).Scan(&known).Error; err != nil {
		return err
	}
	if !known {
		return store.Invalid{"zone": "site.zone.unknown"}
	}
	return nil
}

func none(ctx context.Context, tx *store.Tx) (bool, error) {
	n, err := gorm.G[Site](tx.DB).Count(ctx, "*")
	return n == 0, err
}

// newSite is the site that the input describes.
func newSite(in AddInput) (Site, error) {
	if in.Locale == "" {
		in.Locale = "en"
	}
	if in.Zone == "" {
		in.Zone = "UTC"
	}
	invalid := store.Invalid{}
	if !plainKey.MatchString(in.Key) {
		invalid["key"] = "site.key.plain"
	}
	if strings.TrimSpace(in.Name) == "" {
		invalid["name"] = "site.name.missing"
	}
	if !slices.Contains(Locales, in.Locale) {
		invalid["locale"] = "site.locale.unknown"
	}
	if _, err := time.LoadLocation(in.Zone); err != nil {
		invalid["zone"] = "site.zone.unknown"
	}
	address, problem := cleanAddress(in.URL)
	if problem != "" {
		invalid["url"] = problem
	}
	if err := invalid.Err(); err != nil {
		return Site{}, err
	}
	locales := []string{in.Locale}
	for _, locale := range Locales {
		if locale != in.Locale {
			locales = append(locales, locale)
		}
	}
	return Site{
		Key: in.Key, Name: strings.TrimSpace(in.Name), URL: address, Hosts: []string{hostOf(address)}, DefaultLocale: in.Locale, Locales: locales,
		Zone: in.Zone, Regime: "eu-gdpr", DueSoonDays: 5, Version: 1,
	}, nil
}

// hostOf is the host name of an address that cleanAddress has accepted.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Hostname()
}

func loopback(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "127.0.0.1" || host == "::1"
}

// All lists the sites by key. There are few, so there are no pages.
func (r *Register) All(ctx context.Context) ([]Site, error) {
	sites, err := gorm.G[Site](r.Store.DB).Order("key").Find(ctx)
	return sites, store.Translate(err)
}

// ByKey is one site.
//
// Errors: store.ErrNotFound.
func (r *Register) ByKey(ctx context.Context, key string) (Site, error) {
	site, err := gorm.G[Site](r.Store.DB).Where("key = ?", key).First(ctx)
	return site, store.Translate(err)
}

// Default is the site that answers where none is named.
func (r *Register) Default(ctx context.Context) (Site, error) {
	site, err := gorm.G[Site](r.Store.DB).Where("is_default").First(ctx)
	return site, store.Translate(err)
}
