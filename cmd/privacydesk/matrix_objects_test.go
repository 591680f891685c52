package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"privacydesk/cmd/internal/blobs"
	"privacydesk/handlers/web"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/request"
	"privacydesk/models/site"
	"privacydesk/models/store/storetest"
)

// objects say what stands in the place of each parameter of a route: something of the
// main site, or of one person there. The longest beginning of the path counts; a
// value that begins with SELECT is asked for.
var objects = []struct{ begins, parameter, value string }{
	{"/desk/sites/:key", "key", "main"},
	{"/desk/sites/:key/waivers/:id", "id", `SELECT id::text FROM waivers`},
	{"/desk/sites/:key/cookies/offers/:offer", "offer", `SELECT id::text FROM offers WHERE kind = 'cookies' LIMIT 1`},
	{"/desk/sites/:key/processors/offers/:offer", "offer", `SELECT id::text FROM offers LIMIT 1`},
	{"/desk/sites/:key/facts/editions/:number", "number", `SELECT number::text FROM editions WHERE subject LIKE 'facts:%' LIMIT 1`},
	{"/desk/people/:id", "id", `SELECT id::text FROM people WHERE email = 'insider@matrix.example'`},
	{"/desk/people/:id/grants/:grant", "grant", `SELECT g.id::text FROM grants g JOIN people p ON p.id = g.person_id WHERE p.email = 'insider@matrix.example' LIMIT 1`},
	{"/desk/policies/:slug", "slug", `SELECT d.slug FROM documents d JOIN drafts f ON f.document_id = d.id ORDER BY d.id LIMIT 1`},
	{"/desk/policies/:slug/draft/:locale", "locale", "en"},
	{"/desk/policies/:slug/import/:id", "id", "1"},
	{"/desk/proposals/:id", "id", `SELECT id::text FROM proposals WHERE state = 'in_review'`},
	{"/desk/proposals/:id/comments/:comment", "comment", `SELECT id::text FROM proposal_comments LIMIT 1`},
	{"/desk/editions/:id", "id", `SELECT id::text FROM editions WHERE subject LIKE 'policy:%' ORDER BY id LIMIT 1`},
	{"/desk/cookies/:id", "id", `SELECT id::text FROM cookies LIMIT 1`},
	{"/desk/cookies/categories/:category", "category", `SELECT key FROM entry_categories WHERE register = 'cookies' ORDER BY key LIMIT 1`},
	{"/desk/processors/categories/:category", "category", `SELECT key FROM entry_categories WHERE register = 'processors' ORDER BY key LIMIT 1`},
	{"/desk/processors/:id", "id", `SELECT id::text FROM processors LIMIT 1`},
	{"/desk/requests/found/:token", "token", ""}, // the insider's, set below
	{"/desk/account/sessions/:id", "id", ""},     // the insider's, set below
	{"/desk/requests/views/:id", "id", `SELECT id::text FROM saved_views`},
	{"/desk/requests/:reference", "reference", `SELECT reference FROM requests r WHERE EXISTS (SELECT FROM files f WHERE f.request_id = r.id)`},
	{"/desk/requests/:reference/files/:id", "id", `SELECT id::text FROM files`},
	{"/desk/requests/:reference/tasks/:id", "id", `SELECT id::text FROM tasks LIMIT 1`},
	{"/desk/requests/:reference/decision/:right", "right", "access"},
	{"/desk/requests/:reference/refusal/:id", "id", "00000000-0000-4000-8000-000000000001"},
	{"/desk/_jobs/:id", "id", "1"},
}

// settled is the portal with the sample on its main site, and somebody there who holds
// every role and has things of their own.
type settled struct {
	*matrix
	insider, outsider *webtest.Browser
	own               map[string]string // by beginning of the path: what only the insider has
}

func settle(t *testing.T) *settled {
	s := &settled{matrix: newMatrix(t)}
	p := s.portal
	var err error
	p.blobs, err = blobs.Open(t.Context(), "file://"+filepath.Join(t.TempDir(), "files"))
	storetest.NoError(t, err)
	p.requests.Blobs = p.blobs
	main, err := p.sites.Default(t.Context())
	storetest.NoError(t, err)
	storetest.NoError(t, p.fillSample(t.Context(), main))
	s.ask(main)
	other, err := p.sites.Add(t.Context(), access.Operator, site.AddInput{Key: "other", Name: "Other", URL: "http://other.localhost"})
	storetest.NoError(t, err)
	_, err = p.people.AddReady(t.Context(), access.Operator, people.InvitationInput{Name: "Outsider", Email: "outsider@matrix.example", Roles: access.Roles, SiteID: other.ID},
		people.Secrets{Password: matrixPassword, TOTPSecret: matrixSecret})
	storetest.NoError(t, err)
	s.insider = s.signIn(s.hire("insider@matrix.example", 0, access.Roles...))
	s.outsider = s.signIn(people.Person{Email: "outsider@matrix.example"})
	for path, form := range map[string]url.Values{
		"/desk/requests/views":     {"name": {"Mine"}},
		"/desk/sites/main/waivers": {"kind": {"approval"}, "reason": {"One of two is ill."}},
		"/desk/proposals/" + storetest.One[string](t, p.store, s.value("/desk/proposals/:id", "id")) + "/comments": {"place": {"introduction"}, "text": {"Which one?"}},
	} {
		if page := s.insider.SubmitAll(path, form); page.Status != http.StatusSeeOther {
			t.Fatalf("%s answers %d: %s", path, page.Status, page.Text())
		}
	}
	found := s.insider.SubmitAll("/desk/requests/search", url.Values{"query": {"Keller"}})
	s.own = map[string]string{
		"/desk/requests/found/:token": found.Location[strings.LastIndex(found.Location, "/")+1:],
		"/desk/account/sessions/:id":  storetest.One[string](t, p.store, `SELECT s.id::text FROM sessions s JOIN people p ON p.id = s.person_id WHERE p.email = 'insider@matrix.example'`),
	}
	return s
}

// ask sends a request with a file by the public form.
func (s *settled) ask(on site.Site) {
	s.t.Helper()
	r := s.portal.requests
	upload, err := r.Receive(s.t.Context(), "letter.txt", strings.NewReader("hello"))
	storetest.NoError(s.t, err)
	key, err := r.NewFormKey()
	storetest.NoError(s.t, err)
	_, err = r.Submit(s.t.Context(), access.Actor{}, on, "en", request.SubmissionInput{
		FormKey: key, Rights: []string{"access"}, Name: "Zorblatt", Email: "zorblatt@quill.example", Relation: "self",
	}, []request.Upload{upload})
	storetest.NoError(s.t, err)
}

// value is what objects say about a parameter of the route.
func (s *settled) value(path, parameter string) string {
	value, longest := "", -1
	for _, o := range objects {
		if o.parameter == parameter && len(o.begins) > longest && strings.HasPrefix(path+"/", o.begins+"/") {
			value, longest = o.value, len(o.begins)
			if value == "" {
				value = s.own[o.begins]
			}
		}
	}
	if longest < 0 {
		s.t.Errorf("nothing is known of :%s in %s", parameter, path)
	}
	return value
}

// address is the route's path with real objects in it.
func (s *settled) address(path string) string {
	return parameter.ReplaceAllStringFunc(path, func(found string) string {
		value := s.value(path, strings.TrimPrefix(found, ":"))
		if strings.HasPrefix(value, "SELECT ") {
			value = storetest.One[string](s.t, s.portal.store, "SELECT coalesce(("+value+"), '1')")
		}
		return value
	})
}

// withObjects are the routes of staff that name something. A link that was mailed
// opens by what stands in it, not by who holds it.
func (s *settled) withObjects() []web.Route {
	return slices.DeleteFunc(s.staffed(), func(r web.Route) bool { return !strings.Contains(r.Path, "/:") })
}

func TestSEC_A2_WhatIsAnothersOrAnotherSitesIsNotFound(t *testing.T) {
	s := settle(t)
	routes := s.withObjects()
	if len(routes) < 60 {
		t.Fatalf("only %d routes name something", len(routes))
	}
	before := storetest.One[string](t, s.portal.store, state)
	for _, route := range routes {
		if route.Method == http.MethodGet && strings.Contains(route.Path, "/categories/") {
			continue // common to all sites: everyone reads them, and who holds a role on one site changes none
		}
		path, name := s.address(route.Path), route.Method+" "+route.Path
		route.Path = path
		page := ask(s.outsider, route, "")
		if page.Status != http.StatusNotFound && page.Status != http.StatusForbidden {
			t.Errorf("%s answers %d (%s) to somebody of another site", name, page.Status, page.Location)
		}
	}
	neighbour := s.signIn(s.hire("neighbour@matrix.example", 0, access.Roles...))
	for _, route := range routes {
		name := route.Method + " " + route.Path
		if !slices.ContainsFunc(personal, func(begins string) bool { return strings.HasPrefix(route.Path, begins) }) {
			continue
		}
		route.Path = s.address(route.Path)
		if page := ask(neighbour, route, ""); page.Status != http.StatusNotFound {
			t.Errorf("%s answers %d to somebody else of the site", name, page.Status)
		}
	}
	storetest.Equal(t, storetest.One[string](t, s.portal.store, state), before)

	// The objects are real: whoever has them finds them.
	for _, route := range routes {
		name := route.Method + " " + route.Path
		if route.Method != http.MethodGet || strings.Contains(route.Path, "/refusal/") || strings.Contains(route.Path, "/import/:id") {
			continue // no refusal waits and no finding is kept in the sample
		}
		route.Path = s.address(route.Path)
		if page := ask(s.insider, route, ""); page.Status >= http.StatusBadRequest && page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d to somebody of the site", name, page.Status)
		}
	}
}

// personal are the routes to what belongs to one person, whatever their roles.
var personal = []string{"/desk/account/sessions/:id", "/desk/requests/views/:id", "/desk/requests/found/:token"}

// state is a sum over what the outsider must not have changed.
const state = `SELECT md5(concat(
  (SELECT string_agg(t::text, '' ORDER BY t::text) FROM requests t), (SELECT string_agg(t::text, '' ORDER BY t::text) FROM documents t),
  (SELECT string_agg(t::text, '' ORDER BY t::text) FROM drafts t), (SELECT string_agg(t::text, '' ORDER BY t::text) FROM proposals t),
  (SELECT string_agg(t::text, '' ORDER BY t::text) FROM cookies t), (SELECT string_agg(t::text, '' ORDER BY t::text) FROM processors t),
  (SELECT string_agg(t::text, '' ORDER BY t::text) FROM editions t), (SELECT string_agg(t::text, '' ORDER BY t::text) FROM sites t),
  (SELECT string_agg(t::text, '' ORDER BY t::text) FROM grants t WHERE t.granted_by <> 0), (SELECT string_agg(t::text, '' ORDER BY t::text) FROM saved_views t),
  (SELECT string_agg(t::text, '' ORDER BY t::text) FROM tasks t), (SELECT string_agg(t::text, '' ORDER BY t::text) FROM waivers t)))`
