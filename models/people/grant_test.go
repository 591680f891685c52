package people_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// rolesOf are the roles that somebody holds, in the order in which they were given.
func (w *world) rolesOf(id int64) []string {
	w.t.Helper()
	return storetest.All[string](w.t, w.Store, `SELECT role FROM grants WHERE person_id = $1 ORDER BY id`, id)
}

// otherSite is a second site.
func (w *world) otherSite() int64 {
	w.t.Helper()
	return storetest.One[int64](w.t, w.Store, `INSERT INTO sites (key, name, url, created_at) VALUES ('other', 'Other', 'http://other.localhost', now()) RETURNING id`)
}

func TestGrant(t *testing.T) {
	t.Run("gives the role, ends the sessions and tells the other administrators", func(t *testing.T) {
		w := newWorld(t)
		zuzanna, ewa := w.given("zuzanna@example.org", access.Agent), w.given("ewa@example.org", access.Administrator)
		_, _, session := w.signedIn(zuzanna)
		before, mailed := len(w.audited()), w.letters()

		_, err := w.Grant(t.Context(), storetest.Administrator, zuzanna.ID, people.GrantInput{Role: access.Lead})

		storetest.NoError(t, err)
		storetest.Equal(t, w.rolesOf(zuzanna.ID), []string{"agent", "lead"})
		w.ended(session)
		storetest.Equal(t, w.events(before), []string{event("role.granted", zuzanna.ID)})
		fresh := slices.DeleteFunc(w.letters(), func(letter string) bool { return slices.Contains(mailed, letter) })
		storetest.Equal(t, fresh, []string{"roles_changed " + ewa.Email})
	})

	t.Run("ends by itself after its last day", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, err := w.Grant(t.Context(), storetest.Administrator, zuzanna.ID, people.GrantInput{Role: access.Auditor, Until: civil.Date{Year: 2026, Month: 11, Day: 24}})
		storetest.NoError(t, err)
		actor, _, _ := w.signedIn(zuzanna)
		storetest.Equal(t, actor.May(access.ReadAudit), true)
		w.pass(12 * time.Hour)
		actor, _, _ = w.signedIn(zuzanna)
		storetest.Equal(t, actor.May(access.ReadAudit), false)
	})

	t.Run("refuses what cannot be given", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, err := w.Grant(t.Context(), storetest.Administrator, zuzanna.ID, people.GrantInput{Role: "king", Until: civil.Date{Year: 2026, Month: 11, Day: 23}})
		storetest.Is(t, err, store.Invalid{"role": "grant.role.unknown", "until": "grant.until.past"})
		_, err = w.Grant(t.Context(), storetest.Administrator, zuzanna.ID, people.GrantInput{Role: access.Agent})
		storetest.Is(t, err, store.Refused("constraint.role_is_held_once"))
		storetest.Equal(t, w.rolesOf(zuzanna.ID), []string{"agent"})
	})
}

func TestSEC_A4_WhoMayGrantWhat(t *testing.T) {
	t.Run("nobody changes their own roles", func(t *testing.T) {
		w := newWorld(t)
		_, err := w.Grant(t.Context(), storetest.Administrator, storetest.Administrator.ID, people.GrantInput{Role: access.Approver})
		storetest.Is(t, err, store.Refused("constraint.nobody_changes_own_roles"))
		own := storetest.One[int64](t, w.Store, `SELECT id FROM grants WHERE person_id = 5`)
		storetest.Is(t, w.Revoke(t.Context(), storetest.Administrator, storetest.Administrator.ID, own), store.Refused("constraint.nobody_changes_own_roles"))
		storetest.Is(t, w.Suspend(t.Context(), storetest.Administrator, storetest.Administrator.ID), store.Refused("constraint.nobody_changes_own_roles"))
		storetest.Equal(t, w.rolesOf(5), []string{"administrator"})
	})

	t.Run("only administrators grant", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		for _, actor := range []access.Actor{storetest.Agent, storetest.Lead, storetest.Editor, storetest.Approver, storetest.Auditor, storetest.Nobody, storetest.Stranger} {
			_, err := w.Grant(t.Context(), actor, zuzanna.ID, people.GrantInput{Role: access.Lead})
			storetest.Is(t, err, store.ErrForbidden)
		}
		storetest.Equal(t, w.rolesOf(zuzanna.ID), []string{"agent"})
	})

	t.Run("granting needs a second factor proven within ten minutes", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		stale := storetest.Administrator
		stale.SteppedUpAt = noon.Add(-10 * time.Minute)
		_, err := w.Grant(t.Context(), stale, zuzanna.ID, people.GrantInput{Role: access.Lead})
		storetest.Is(t, err, store.ErrStepUp)
		_, err = w.Invite(t.Context(), stale, people.InvitationInput{Name: "E", Email: "e@example.org", Roles: []access.Role{access.Agent}})
		storetest.Is(t, err, store.ErrStepUp)
		storetest.Is(t, w.Suspend(t.Context(), stale, zuzanna.ID), store.ErrStepUp)
		storetest.Is(t, w.StartRenewal(t.Context(), stale, zuzanna.ID), store.ErrStepUp)
	})

	t.Run("an administrator of one site stays on it", func(t *testing.T) {
		w := newWorld(t)
		site := w.otherSite()
		actor, _, _ := w.signedIn(w.givenOn(site, "local@example.org", access.Administrator))
		everywhere := w.given("everywhere@example.org", access.Agent)
		here := w.givenOn(site, "here@example.org", access.Agent)

		_, err := w.Grant(t.Context(), actor, here.ID, people.GrantInput{Role: access.Lead, SiteID: site})
		storetest.NoError(t, err)
		_, err = w.Grant(t.Context(), actor, here.ID, people.GrantInput{Role: access.Editor})
		storetest.Is(t, err, store.ErrForbidden)
		_, err = w.Grant(t.Context(), actor, here.ID, people.GrantInput{Role: access.Editor, SiteID: 1})
		storetest.Is(t, err, store.ErrForbidden)
		_, err = w.Grant(t.Context(), actor, everywhere.ID, people.GrantInput{Role: access.Editor, SiteID: site})
		storetest.Is(t, err, store.ErrNotFound)
		_, err = w.Find(t.Context(), actor, everywhere.ID)
		storetest.Is(t, err, store.ErrNotFound)
		listed, err := w.List(t.Context(), actor, "")
		storetest.NoError(t, err)
		storetest.Equal(t, len(listed.Items), 2)
	})

	t.Run("two administrators cannot both take the other's role", func(t *testing.T) {
		w := newWorld(t)
		ewa := w.given("ewa@example.org", access.Administrator)
		hers, _, _ := w.signedIn(ewa)
		grants := storetest.All[int64](t, w.Store, `SELECT id FROM grants WHERE role = 'administrator' ORDER BY person_id`)
		answers := make([]error, 2)
		var together sync.WaitGroup
		together.Go(func() { answers[0] = w.Revoke(t.Context(), hers, 5, grants[0]) })
		together.Go(func() { answers[1] = w.Revoke(t.Context(), storetest.Administrator, ewa.ID, grants[1]) })
		together.Wait()
		storetest.Equal(t, (answers[0] == nil) != (answers[1] == nil), true)
		storetest.Equal(t, storetest.One[int](t, w.Store, `SELECT count(*) FROM grants WHERE role = 'administrator'`), 1)
	})
}

func TestInvite(t *testing.T) {
	t.Run("sends a link and tells the other administrators", func(t *testing.T) {
		w := newWorld(t)
		person, err := w.Invite(t.Context(), storetest.Administrator, people.InvitationInput{Name: " Ewa  Nowak ", Email: "Ewa@Example.org", Roles: []access.Role{access.Editor, access.Agent}})

		storetest.NoError(t, err)
		storetest.Equal(t, person.Name, "Ewa Nowak")
		storetest.Equal(t, w.rolesOf(person.ID), []string{"agent", "editor"})
		storetest.Equal(t, w.audited(), []string{event("person.invited", person.ID)})
		storetest.Equal(t, w.letters(), []string{"invitation ewa@example.org"})
		_, err = w.Open(t.Context(), w.tokenOf(w.newest("invitation").Params["link"]))
		storetest.NoError(t, err)
	})

	t.Run("names everything that is wrong", func(t *testing.T) {
		w := newWorld(t)
		_, err := w.Invite(t.Context(), storetest.Administrator, people.InvitationInput{Email: "nowhere"})
		storetest.Is(t, err, store.Invalid{"name": "person.name.missing", "email": "person.email.unreadable", "roles": "invitation.roles.missing"})
	})

	t.Run("refuses an address that has an account", func(t *testing.T) {
		w := newWorld(t)
		_, err := w.Invite(t.Context(), storetest.Administrator, people.InvitationInput{Name: "E", Email: "person1@example.org", Roles: []access.Role{access.Agent}})
		storetest.Is(t, err, store.Refused("constraint.email_is_taken"))
		storetest.Equal(t, w.letters(), nil)
	})
}

func TestSuspension(t *testing.T) {
	t.Run("ends sessions, and is taken back with what the person had", func(t *testing.T) {
		w := newWorld(t)
		zuzanna := w.given("zuzanna@example.org", access.Agent)
		_, _, session := w.signedIn(zuzanna)
		before := len(w.audited())
		storetest.NoError(t, w.Suspend(t.Context(), storetest.Administrator, zuzanna.ID))
		w.ended(session)
		storetest.NoError(t, w.Restore(t.Context(), storetest.Administrator, zuzanna.ID))
		w.begun(zuzanna)
		storetest.Equal(t, w.events(before), []string{event("person.suspended", zuzanna.ID), event("person.restored", zuzanna.ID)})
	})

	t.Run("kills the invitation of somebody who has not joined", func(t *testing.T) {
		w := newWorld(t)
		person, address, err := w.Add(t.Context(), access.Operator, people.InvitationInput{Name: "E", Email: "e@example.org", Roles: []access.Role{access.Agent}})
		storetest.NoError(t, err)
		storetest.NoError(t, w.Suspend(t.Context(), storetest.Administrator, person.ID))
		_, err = w.Open(t.Context(), w.tokenOf(address))
		storetest.Is(t, err, store.ErrNotFound)
	})
}

func TestRenewal(t *testing.T) {
	w := newWorld(t)
	zuzanna := w.given("zuzanna@example.org", access.Agent)
	_, _, session := w.signedIn(zuzanna)
	storetest.NoError(t, w.StartRenewal(t.Context(), storetest.Administrator, zuzanna.ID))
	w.holder(session)
	token := w.tokenOf(w.newest("renewal").Params["link"])
	in := w.joining(token)
	in.Password = newPassword
	fresh, err := w.Join(t.Context(), here, token, in)
	storetest.NoError(t, err)
	w.ended(session)
	actor, _ := w.holder(fresh)
	storetest.Equal(t, actor.ID, zuzanna.ID)
	half, err := w.SignIn(t.Context(), here, people.SignInInput{Email: zuzanna.Email, Password: newPassword})
	storetest.NoError(t, err)
	w.pass(time.Minute)
	_, err = w.Confirm(t.Context(), here, half, people.CodeInput{Code: w.code(zuzanna)})
	storetest.Is(t, err, refusedCode)
}
