package access

import (
	"slices"
	"time"
)

// Kind says what sort of somebody acts.
type Kind string

const (
	Stranger  Kind = "public"    // a reader, or a requester without a code
	Requester Kind = "requester" // entered the code of one case
	Person    Kind = "person"    // signed in at the desk
	System    Kind = "system"    // a job, or a command at the terminal
)

// Actor is who asks for something. The zero Actor is a stranger.
type Actor struct {
	Kind        Kind
	ID          int64     // of the person, or of the request that a requester follows
	Name        string    // of the person, for the desk's own pages
	Grants      []Grant   // roles of the person
	SteppedUpAt time.Time // when the person last proved the second factor
}

// Grant is a role on one site, or on all.
type Grant struct {
	Role   Role
	SiteID int64 // 0 = every site
}

// Operator acts for the portal itself: jobs and commands.
var Operator = Actor{Kind: System}

// Follower is the requester who entered the code of this request.
func Follower(requestID int64) Actor { return Actor{Kind: Requester, ID: requestID} }

// May reports whether the actor holds the capability on some site.
func (a Actor) May(need Capability) bool {
	switch {
	case need == Anyone, a.Kind == System:
		return true
	case need == Track:
		return a.Kind == Requester
	case a.Kind != Person:
		return false
	case need == Desk:
		return true
	}
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role.May(need) })
}

// MayOn reports whether the actor holds the capability on this site.
func (a Actor) MayOn(need Capability, siteID int64) bool {
	if !a.May(need) || a.Kind != Person || need == Desk || need == Anyone {
		return a.May(need)
	}
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return (g.SiteID == 0 || g.SiteID == siteID) && g.Role.May(need)
	})
}

// Sites lists the sites on which the actor holds the capability. With all set, the
// list is empty and every site is meant.
func (a Actor) Sites(need Capability) (ids []int64, all bool) {
	if a.Kind == System {
		return nil, true
	}
	for _, grant := range a.Grants {
		switch {
		case !grant.Role.May(need):
		case grant.SiteID == 0:
			return nil, true
		default:
			ids = append(ids, grant.SiteID)
		}
	}
	return ids, false
}

// MayGrant reports whether the actor may give the role to somebody else on the site;
// 0 means on every site, which only a role on every site allows.
func (a Actor) MayGrant(role Role, siteID int64) bool {
	return a.Kind == System || slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return (g.SiteID == 0 || g.SiteID == siteID) && slices.Contains(grantable[g.Role], role)
	})
}

// stepUpLasts is how long a proven second factor opens what needs it (security B8).
const stepUpLasts = 10 * time.Minute

// SteppedUp reports whether the second factor was proven recently enough.
func (a Actor) SteppedUp(now time.Time) bool {
	return a.Kind == System || !a.SteppedUpAt.IsZero() && now.Sub(a.SteppedUpAt) < stepUpLasts
}
