package site_test

import (
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// good are settings that are accepted for the site of every test database.
func good() site.ChangeInput {
	return site.ChangeInput{Version: 1, Name: "Main shop", URL: "https://privacy.example.com/", Hosts: "Privacy.example.com\nold.example.com",
		DefaultLocale: "de", Locales: []string{"de", "en"}, Zone: "Europe/Vienna", Regime: "eu-gdpr", Calendar: "DE", DueSoonDays: 7}
}

func TestChange(t *testing.T) {
	t.Run("saves the settings and says which", func(t *testing.T) {
		t.Parallel()
		register := &site.Register{Store: storetest.New(t, noon)}

		changed, err := register.Change(t.Context(), storetest.Administrator, "main", good())

		storetest.NoError(t, err)
		storetest.Equal(t, changed.Hosts, []string{"privacy.example.com", "old.example.com"})
		stored, err := register.ByKey(t.Context(), "main")
		storetest.NoError(t, err)
		storetest.Equal(t, stored, changed)
		storetest.Equal(t, stored.Version, int64(2))
		storetest.Equal(t, storetest.Audited(t, register.Store), []string{"site.changed main"})
	})

	t.Run("changes and records nothing when nothing differs", func(t *testing.T) {
		t.Parallel()
		register := &site.Register{Store: storetest.New(t, noon)}
		_, err := register.Change(t.Context(), storetest.Administrator, "main", good())
		storetest.NoError(t, err)
		again := good()
		again.Version = 2
		unchanged, err := register.Change(t.Context(), storetest.Administrator, "main", again)
		storetest.NoError(t, err)
		storetest.Equal(t, unchanged.Version, int64(2))
		storetest.Equal(t, storetest.Audited(t, register.Store), []string{"site.changed main"})
	})

	t.Run("shows a late save what stands now", func(t *testing.T) {
		t.Parallel()
		register := &site.Register{Store: storetest.New(t, noon)}
		_, err := register.Change(t.Context(), storetest.Administrator, "main", good())
		storetest.NoError(t, err)
		late := good()
		late.Name = "Another name"
		_, err = register.Change(t.Context(), storetest.Administrator, "main", late)
		conflict, ok := err.(store.Conflict)
		storetest.Equal(t, ok, true)
		storetest.Equal(t, conflict.Version, int64(2))
		storetest.Equal(t, conflict.Theirs["name"], "Main shop")
		storetest.Equal(t, storetest.One[string](t, register.Store, `SELECT name FROM sites`), "Main shop")
	})

	for _, refusal := range []struct {
		name   string
		change func(*site.ChangeInput)
		want   store.Invalid
	}{
		{"an empty name", func(in *site.ChangeInput) { in.Name = " " }, store.Invalid{"name": "site.name.missing"}},
		{"plain http beyond this machine", func(in *site.ChangeInput) { in.URL = "http://privacy.example.com" }, store.Invalid{"url": "site.url.insecure"}},
		{"an address with a password", func(in *site.ChangeInput) { in.URL = "https://a:b@example.com" }, store.Invalid{"url": "site.url.unreadable"}},
		{"a host name with a port", func(in *site.ChangeInput) { in.Hosts = "example.com:8080" }, store.Invalid{"hosts": "site.hosts.unreadable"}},
		{"a language without its pages", func(in *site.ChangeInput) { in.Locales = []string{"en"} }, store.Invalid{"locales": "site.locales.missing"}},
		{"the machine's own idea of time", func(in *site.ChangeInput) { in.Zone = "Local" }, store.Invalid{"zone": "site.zone.unknown"}},
		{"a zone in which the database cannot count", func(in *site.ChangeInput) { in.Zone = "right/Europe/Berlin" }, store.Invalid{"zone": "site.zone.unknown"}},
		{"an unknown law and calendar", func(in *site.ChangeInput) { in.Regime, in.Calendar = "moon", "XX" },
			store.Invalid{"regime": "site.regime.unknown", "calendar": "site.calendar.unknown"}},
		{"no warning at all", func(in *site.ChangeInput) { in.DueSoonDays = 0 }, store.Invalid{"due_soon": "site.due_soon.range"}},
		{"a host name of another site", func(in *site.ChangeInput) { in.Hosts = "other.localhost" }, store.Invalid{"hosts": "site.hosts.taken"}},
	} {
		t.Run("refuses "+refusal.name, func(t *testing.T) {
			t.Parallel()
			register := &site.Register{Store: storetest.New(t, noon)}
			_, err := register.Add(t.Context(), storetest.Administrator, site.AddInput{Key: "other", Name: "Other", URL: "http://other.localhost"})
			storetest.NoError(t, err)
			in := good()
			refusal.change(&in)
			_, err = register.Change(t.Context(), storetest.Administrator, "main", in)
			storetest.Is(t, err, refusal.want)
			storetest.Equal(t, storetest.Audited(t, register.Store), []string{"site.added other"})
		})
	}

	t.Run("is for the administrators of the site", func(t *testing.T) {
		t.Parallel()
		register := &site.Register{Store: storetest.New(t, noon)}
		_, err := register.Change(t.Context(), storetest.Editor, "main", good())
		storetest.Is(t, err, store.ErrForbidden)
		elsewhere := storetest.Administrator
		elsewhere.Grants = []access.Grant{{Role: access.Administrator, SiteID: 77}}
		_, err = register.Change(t.Context(), elsewhere, "main", good())
		storetest.Is(t, err, store.ErrNotFound)
	})
}
