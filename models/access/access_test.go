package access_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"privacydesk/models/access"
)

func person(grants ...access.Grant) access.Actor {
	return access.Actor{Kind: access.Person, ID: 1, Grants: grants}
}

func TestMay(t *testing.T) {
	agentOfTwo := person(access.Grant{Role: access.Agent, SiteID: 2})
	for _, c := range []struct {
		who   string
		actor access.Actor
		need  access.Capability
		want  bool
	}{
		{"a stranger reads what is public", access.Actor{}, access.Anyone, true},
		{"a stranger does not enter the desk", access.Actor{}, access.Desk, false},
		{"a stranger follows no case", access.Actor{}, access.Track, false},
		{"a requester follows a case", access.Follower(7), access.Track, true},
		{"a requester does not enter the desk", access.Follower(7), access.Desk, false},
		{"somebody without a role enters the desk", person(), access.Desk, true},
		{"somebody without a role reads no requests", person(), access.ReadRequests, false},
		{"staff follow no case as requesters do", agentOfTwo, access.Track, false},
		{"an agent of a site works there", agentOfTwo, access.WorkRequests, true},
		{"an agent approves nothing", agentOfTwo, access.ApproveEditions, false},
		{"a role that does not exist is none", person(access.Grant{Role: "owner"}), access.ReadRequests, false},
		{"grants of somebody who is no person count for nothing", access.Actor{Grants: []access.Grant{{Role: access.Administrator}}}, access.ManagePeople, false},
		{"the portal itself may do everything", access.Operator, access.ManagePeople, true},
	} {
		t.Run(c.who, func(t *testing.T) {
			if got := c.actor.May(c.need); got != c.want {
				t.Errorf("may is %v", got)
			}
		})
	}
}

func TestSEC_A3_ARoleReachesAsFarAsItsSite(t *testing.T) {
	both := person(access.Grant{Role: access.Agent, SiteID: 2}, access.Grant{Role: access.Editor})

	for _, c := range []struct {
		need access.Capability
		site int64
		want bool
	}{
		{access.WorkRequests, 2, true}, {access.WorkRequests, 3, false}, {access.WorkRequests, 0, false},
		{access.EditPolicies, 2, true}, {access.EditPolicies, 3, true}, {access.ApproveEditions, 2, false},
		{access.Desk, 3, true}, {access.Anyone, 3, true},
	} {
		if got := both.MayOn(c.need, c.site); got != c.want {
			t.Errorf("%s on %d is %v", c.need, c.site, got)
		}
	}
	if (access.Actor{}).MayOn(access.WorkRequests, 2) || access.Follower(2).MayOn(access.WorkRequests, 2) || !access.Operator.MayOn(access.WorkRequests, 9) {
		t.Error("somebody else's reach is wrong")
	}
	for need, want := range map[access.Capability]struct {
		ids []int64
		all bool
	}{access.WorkRequests: {[]int64{2}, false}, access.EditPolicies: {nil, true}, access.ManagePeople: {nil, false}} {
		if ids, all := both.Sites(need); !slices.Equal(ids, want.ids) || all != want.all {
			t.Errorf("%s reaches %v, all: %v", need, ids, all)
		}
	}
}

func TestSEC_A4_OnlyAdministratorsGrantAndNotBeyondTheirSite(t *testing.T) {
	everywhere, ofTwo := person(access.Grant{Role: access.Administrator}), person(access.Grant{Role: access.Administrator, SiteID: 2})
	for _, role := range access.Roles {
		if !everywhere.MayGrant(role, 0) || !everywhere.MayGrant(role, 2) {
			t.Errorf("an administrator of every site cannot give %s", role)
		}
		if !ofTwo.MayGrant(role, 2) || ofTwo.MayGrant(role, 3) || ofTwo.MayGrant(role, 0) {
			t.Errorf("an administrator of one site gives %s elsewhere, or not there", role)
		}
		if role != access.Administrator && person(access.Grant{Role: role}).MayGrant(access.Agent, 2) {
			t.Errorf("%s gives roles", role)
		}
	}
	if everywhere.MayGrant("owner", 0) {
		t.Error("a role that does not exist is given")
	}
	access.Administrator.Grantable()[0] = "owner"
	if slices.Contains(access.Administrator.Grantable(), "owner") {
		t.Error("whoever asks for the list changes it")
	}
}

func TestSEC_B8_AProvenFactorOpensForTenMinutes(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]bool{0: true, 9*time.Minute + 59*time.Second: true, 10 * time.Minute: false, time.Hour: false} {
		if got := (access.Actor{Kind: access.Person, SteppedUpAt: now.Add(-ago)}).SteppedUp(now); got != want {
			t.Errorf("after %s it is %v", ago, got)
		}
	}
	if (access.Actor{Kind: access.Person}).SteppedUp(now) || !access.Operator.SteppedUp(now) {
		t.Error("never proven counts, or the portal itself must prove something")
	}
}

// No role does alone what takes two: whoever may work on a case and confirm its
// refusals, or write and approve, is held apart by person, not by role (the database
// does that); but nobody who manages people works on requests or publishes.
func TestSEC_A4_WhoManagesPeopleNeitherSeesRequestsNorPublishes(t *testing.T) {
	for _, need := range []access.Capability{access.ReadRequests, access.WorkRequests, access.RevealContacts, access.EditPolicies, access.ApproveEditions, access.WithholdEditions} {
		if access.Administrator.May(need) {
			t.Errorf("an administrator holds %s", need)
		}
	}
	for _, need := range access.Capabilities() {
		reads := []access.Capability{access.ReadRequests, access.ReadPolicies, access.ReadCookies, access.ReadProcessors, access.ReadFacts, access.ReviewEditions, access.ReadAudit, access.SeeMatrix}
		if access.Auditor.May(need) && !slices.Contains(reads, need) {
			t.Errorf("an auditor holds %s", need)
		}
	}
}

func TestEveryRoleIsKnownAndReachesSomewhere(t *testing.T) {
	held := access.Capabilities()
	for _, role := range access.Roles {
		if !role.Known() || !slices.ContainsFunc(held, role.May) {
			t.Errorf("%s may do nothing", role)
		}
		if role.Extent(access.Desk) != access.Own || role.Extent(access.Anyone) != access.Full {
			t.Errorf("%s reaches %v and %v", role, role.Extent(access.Desk), role.Extent(access.Anyone))
		}
	}
	if access.Role("owner").Known() || access.Agent.Extent(access.ManagePeople) != access.None {
		t.Error("a role reaches too far")
	}
	sorted := slices.Clone(held)
	slices.Sort(sorted)
	if !reflect.DeepEqual(slices.Compact(slices.Clone(sorted)), sorted) {
		t.Errorf("a capability is listed twice: %v", sorted)
	}
}
