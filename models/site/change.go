package site

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// ChangeInput is the settings of a site as an administrator states them.
type ChangeInput struct {
	Version       int64    `form:"version"` // of the settings that the form was opened with
	Name          string   `form:"name"`
	URL           string   `form:"url"`
	Hosts         string   `form:"hosts"` // one on each line
	DefaultLocale string   `form:"locale"`
	Locales       []string `form:"locales"`
	Zone          string   `form:"zone"`
	Regime        string   `form:"regime"`
	Calendar      string   `form:"calendar"` // empty = weekends only
	DueSoonDays   int      `form:"due_soon"`
}

const (
	longestName = 120 // characters
	mostDueSoon = 30  // days
)

// Change saves the settings of a site. They count from now on: what was published and
// what runs under a clock stays as it is.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also for a site that is not the
// actor's; store.Invalid; store.Conflict with what stands now when somebody else saved.
func (r *Register) Change(ctx context.Context, by access.Actor, key string, in ChangeInput) (Site, error) {
	var site Site
	err := r.Store.Write(ctx, by, access.ManageSites, func(tx *store.Tx) (err error) {
		site, err = gorm.G[Site](tx.DB, clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("key = ?", key).First(ctx)
		if err != nil {
			return err
		}
		if !by.MayOn(access.ManageSites, site.ID) {
			return store.ErrNotFound
		}
		changed, err := in.apply(site)
		if err != nil {
			return err
		}
		if in.Version != site.Version {
			return store.Conflict{Version: site.Version, Theirs: site.typed()}
		}
		if err := countable(tx, changed); err != nil {
			return err
		}
		if err := unshared(tx, changed, "hosts"); err != nil {
			return err
		}
		fields := differences(site, changed)
		if site = changed; len(fields) == 0 {
			return nil
		}
		site.Version++
		if err := tx.Save(&site).Error; err != nil {
			return err
		}
		if err := tx.Notify(Changed, site.Key); err != nil {
			return err
		}
		return tx.AuditOn(site.ID, audit.SiteChanged, site.Key, map[string]any{"fields": fields})
	})
	return site, err
}

// apply is the site with the settings of the input.
func (in ChangeInput) apply(site Site) (Site, error) {
	invalid := store.Invalid{}
	check := func(field, problem string, wrong bool) {
		if _, told := invalid[field]; wrong && !told {
			invalid[field] = problem
		}
	}
	name := strings.TrimSpace(in.Name)
	check("name", "site.name.missing", name == "")
	check("name", "site.name.long", utf8.RuneCountInString(name) > longestName)
	address, problem := cleanAddress(in.URL)
	check("url", problem, problem != "")
	hosts, readable := readHosts(in.Hosts)
	check("hosts", "site.hosts.unreadable", !readable)
	if own := hostOf(address); own != "" && !slices.Contains(hosts, own) {
		hosts = append(hosts, own) // its own address always leads to the site
	}
	check("locale", "site.locale.unknown", !slices.Contains(Locales, in.DefaultLocale))
	var locales []string
	for _, locale := range in.Locales {
		check("locales", "site.locale.unknown", !slices.Contains(Locales, locale))
		if !slices.Contains(locales, locale) {
			locales = append(locales, locale)
		}
	}
	check("locales", "site.locales.missing", !slices.Contains(locales, in.DefaultLocale))
	_, err := time.LoadLocation(in.Zone)
	check("zone", "site.zone.unknown", err != nil || in.Zone == "" || in.Zone == "Local")
	check("regime", "site.regime.unknown", !slices.Contains(regime.Regimes(), in.Regime))
	_, known := regime.CalendarOf(in.Calendar)
	check("calendar", "site.calendar.unknown", in.Calendar != "" && !known)
	check("due_soon", "site.due_soon.range", in.DueSoonDays < 1 || in.DueSoonDays > mostDueSoon)
	site.Name, site.URL, site.Hosts, site.DefaultLocale, site.Locales = name, address, hosts, in.DefaultLocale, locales
	site.Zone, site.Regime, site.Calendar, site.DueSoonDays = in.Zone, in.Regime, in.Calendar, in.DueSoonDays
	return site, invalid.Err()
}

var plainHost = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

// readHosts are the host names of the lines, lower case.
func readHosts(lines string) (hosts []string, ok bool) {
	for _, host := range strings.Fields(strings.ToLower(lines)) {
		if !plainHost.MatchString(host) {
			return nil, false
		}
		if !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts, true
}

// cleanAddress is a site's address as it is kept, or what is wrong with it. Plain
// http is for this machine only.
func cleanAddress(typed string) (address, problem string) {
	parsed, err := url.Parse(strings.TrimSpace(typed))
	switch {
	case err != nil, parsed.Scheme != "https" && parsed.Scheme != "http", parsed.Hostname() == "", parsed.User != nil,
		parsed.RawQuery != "", parsed.Fragment != "":
		return "", "site.url.unreadable"
	case parsed.Scheme == "http" && !loopback(parsed.Hostname()):
		return "", "site.url.insecure"
	}
	return strings.TrimRight(parsed.Scheme+"://"+strings.ToLower(parsed.Host)+parsed.Path, "/"), ""
}

const sharedHost = `SELECT count(*) FROM sites WHERE id <> ? AND hosts && ?::text[]`

// unshared refuses a host name that another site answers to. Changes of sites wait
// for each other here, so that two cannot take one name at once.
func unshared(tx *store.Tx, site Site, field string) error {
	if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtext('privacydesk hosts'))`).Error; err != nil {
		return err
	}
	var others int64
	if err := tx.Raw(sharedHost, site.ID, "{"+strings.Join(site.Hosts, ",")+"}").Scan(&others).Error; err != nil {
		return err
	}
	if others > 0 {
		return store.Invalid{field: "site.hosts.taken"}
	}
	return nil
}

// typed is the site as its form shows it: field → text.
func (s Site) typed() map[string]string {
	return map[string]string{
		"name": s.Name, "url": s.URL, "hosts": strings.Join(s.Hosts, "\n"), "locale": s.DefaultLocale,
		"locales": strings.Join(s.Locales, ", "), "zone": s.Zone, "regime": s.Regime, "calendar": s.Calendar,
		"due_soon": strconv.Itoa(s.DueSoonDays),
	}
}

// differences are the fields that changed.
func differences(before, after Site) []string {
	was, is := before.typed(), after.typed()
	var fields []string
	for field, text := range is {
		if was[field] != text {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}
