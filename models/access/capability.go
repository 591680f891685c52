package access

// Capability is one thing that somebody may be allowed to do. Every route and
// every method of a register names the one it takes.
type Capability string

const (
	// Anyone needs nothing: what the public reads and asks.
	Anyone Capability = "anyone"
	// Desk is held by everyone who has signed in, whatever their role.
	Desk Capability = "desk"
	// Track is held by a requester on the case whose code they entered.
	Track Capability = "track"

	ReadRequests     Capability = "requests.read"           // see the queue and the cases
	LogRequests      Capability = "requests.log"            // enter what came by post, phone, counter, e-mail
	WorkRequests     Capability = "requests.work"           // message, note, extend, decide, answer, close
	AssignRequests   Capability = "requests.assign"         // share out work to others
	RevealContacts   Capability = "requests.reveal"         // see contact details unmasked (audited)
	ConfirmRefusals  Capability = "requests.refusal.second" // second person on a refusal
	ReadPolicies     Capability = "policies.read"
	EditPolicies     Capability = "policies.edit" // write drafts, import, submit
	ReadCookies      Capability = "cookies.read"
	EditCookies      Capability = "cookies.edit"
	ReadProcessors   Capability = "processors.read"
	EditProcessors   Capability = "processors.edit"
	ReadFacts        Capability = "facts.read"
	EditFacts        Capability = "facts.edit"
	ReviewEditions   Capability = "editions.review"   // read what is proposed, comment
	ProposeEditions  Capability = "editions.propose"  // put register contents or a draft up for approval
	ApproveEditions  Capability = "editions.approve"  // approve, send back, publish
	WithdrawEditions Capability = "editions.withdraw" // take back before it takes effect
	WithholdEditions Capability = "editions.withhold" // take content out of service, with a second person
	GrantWaivers     Capability = "waivers.grant"     // turn four eyes off for a site
	ManageSites      Capability = "sites.manage"
	ManagePeople     Capability = "people.manage"
	ReadMail         Capability = "mail.read"
	ManageJobs       Capability = "jobs.manage" // see what failed behind the pages, let it be tried again
	SeeComponents    Capability = "components.see"
	SeeMatrix        Capability = "roles.read"
	ReadAudit        Capability = "audit.read"
)
