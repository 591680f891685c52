package access

import "slices"

// Role is a named set of capabilities that a person holds, everywhere or on one site.
type Role string

const (
	Agent         Role = "agent"
	Lead          Role = "lead"
	Editor        Role = "editor"
	Approver      Role = "approver"
	Administrator Role = "administrator"
	Auditor       Role = "auditor"
)

// Roles lists the roles in the order in which pages show them.
var Roles = []Role{Agent, Lead, Editor, Approver, Administrator, Auditor}

// capabilities is the one place that says what each role may do. (Beside these
// everyone who has signed in holds Desk, and everyone at all holds Anyone.)
var capabilities = map[Role][]Capability{
	Agent: {ReadRequests, LogRequests, WorkRequests, RevealContacts, ReadPolicies, ReadCookies, ReadProcessors, ReadFacts},
	Lead: {ReadRequests, LogRequests, WorkRequests, AssignRequests, RevealContacts, ConfirmRefusals,
		ReadPolicies, ReadCookies, ReadProcessors, ReadFacts},
	Editor: {ReadPolicies, EditPolicies, ReadCookies, EditCookies, ReadProcessors, EditProcessors, ReadFacts, EditFacts,
		ReviewEditions, ProposeEditions},
	Approver: {ReadPolicies, EditPolicies, ReadCookies, EditCookies, ReadProcessors, EditProcessors, ReadFacts, EditFacts,
		ReviewEditions, ProposeEditions, ApproveEditions, WithdrawEditions, WithholdEditions,
		ReadRequests, ConfirmRefusals, RevealContacts},
	Administrator: {ManageSites, ManagePeople, GrantWaivers, ReadMail, ManageJobs, SeeComponents, SeeMatrix, ReadAudit,
		ReadPolicies, ReadCookies, ReadProcessors, ReadFacts, ReviewEditions},
	Auditor: {ReadRequests, ReadPolicies, ReadCookies, ReadProcessors, ReadFacts, ReviewEditions, ReadAudit, SeeMatrix},
}

// grantable says which roles a holder of the role may give to other people.
var grantable = map[Role][]Role{Administrator: Roles}

// Known reports whether the role exists.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// May reports whether the role holds the capability.
func (r Role) May(need Capability) bool { return slices.Contains(capabilities[r], need) }

// Extent is how far a role may do a thing.
type Extent string

const (
	None Extent = "none"
	Own  Extent = "own" // only what is the person's own
	Full Extent = "full"
)

// Extent says how far the role may do it. What comes with signing in (the dashboard,
// one's account and sessions) reaches as far as the person's own.
func (r Role) Extent(need Capability) Extent {
	switch {
	case need == Desk:
		return Own
	case need == Anyone, r.May(need):
		return Full
	}
	return None
}

// Grantable lists the roles that a holder of the role may give to other people.
func (r Role) Grantable() []Role { return slices.Clone(grantable[r]) }

// Capabilities lists everything that some role may do, for the matrix page and its test.
func Capabilities() []Capability {
	var all []Capability
	for _, role := range Roles {
		for _, capability := range capabilities[role] {
			if !slices.Contains(all, capability) {
				all = append(all, capability)
			}
		}
	}
	return all
}
