package audit

// Event is the type of a thing that happened, as "noun.verb".
type Event string

// Access, people and sessions.
const (
	AccessRefused      Event = "access.refused"
	SignedIn           Event = "session.opened"
	SignInFailed       Event = "session.refused"
	SignedOut          Event = "session.closed"
	SessionEnded       Event = "session.ended"
	SteppedUp          Event = "session.stepped_up"
	ThemeChosen        Event = "session.theme"
	PersonInvited      Event = "person.invited"
	PersonJoined       Event = "person.joined"
	PersonSuspended    Event = "person.suspended"
	PersonRestored     Event = "person.restored"
	RoleGranted        Event = "role.granted"
	RoleRevoked        Event = "role.revoked"
	ResetAsked         Event = "reset.asked"
	ResetDone          Event = "reset.done"
	PasswordChanged    Event = "password.changed"
	FactorChanged      Event = "factor.changed"
	RecoveryCodeUsed   Event = "recovery.used"
	RecoveryCodesMade  Event = "recovery.made"
	RecoveryCodesKept  Event = "recovery.kept"
	AdministratorAdded Event = "administrator.first"
)

// Sites, waivers and jobs.
const (
	SiteAdded     Event = "site.added"
	SiteChanged   Event = "site.changed"
	WaiverGranted Event = "waiver.granted"
	WaiverEnded   Event = "waiver.ended"
	JobRetried    Event = "job.retried"
)

// Editions of all four subjects.
const (
	EditionProposed    Event = "edition.proposed"
	ProposalCommented  Event = "proposal.commented"
	CommentResolved    Event = "comment.resolved"
	ProposalReturned   Event = "proposal.returned"
	ProposalApproved   Event = "proposal.approved"
	ProposalRecalled   Event = "proposal.recalled"
	EditionPublished   Event = "edition.published"
	EditionImported    Event = "edition.imported"
	EditionWithdrawn   Event = "edition.withdrawn"
	WithholdingAsked   Event = "withholding.asked"
	EditionWithheld    Event = "edition.withheld"
	WithholdingDropped Event = "withholding.dropped"
)

// Policies.
const (
	DocumentAdded   Event = "document.added"
	DocumentChanged Event = "document.changed"
	DraftOpened     Event = "draft.opened"
	DraftSaved      Event = "draft.saved"
	DraftDiscarded  Event = "draft.discarded"
	PolicyImported  Event = "policy.imported"
)

// Cookies, processors and site facts.
const (
	CookieAdded        Event = "cookie.added"
	CookieChanged      Event = "cookie.changed"
	CookieRetired      Event = "cookie.retired"
	CookiesImported    Event = "cookies.imported"
	CookiesExported    Event = "cookies.exported"
	ProcessorAdded     Event = "processor.added"
	ProcessorChanged   Event = "processor.changed"
	ProcessorRetired   Event = "processor.retired"
	ProcessorsImported Event = "processors.imported"
	ProcessorsExported Event = "processors.exported"
	FactsSaved         Event = "facts.saved"
)

// Requests.
const (
	RequestReceived   Event = "request.received"
	RequestLogged     Event = "request.logged"
	RequestConfirmed  Event = "request.confirmed"
	ConfirmationSent  Event = "confirmation.sent"
	CodeSent          Event = "code.sent"
	CodeRefused       Event = "code.refused"
	TrackingOpened    Event = "tracking.opened"
	TrackingClosed    Event = "tracking.closed"
	RequestAssigned   Event = "request.assigned"
	RequestRead       Event = "request.read"
	RequestSearched   Event = "request.searched"
	ContactRevealed   Event = "contact.revealed"
	ReplySent         Event = "reply.sent"
	MessageReceived   Event = "message.received"
	NoteAdded         Event = "note.added"
	TaskAdded         Event = "task.added"
	TaskDone          Event = "task.done"
	ClockPaused       Event = "clock.paused"
	ClockResumed      Event = "clock.resumed"
	ClockTurned       Event = "clock.turned"
	RequestExtended   Event = "request.extended"
	RightDecided      Event = "right.decided"
	RefusalConfirmed  Event = "refusal.confirmed"
	RefusalReturned   Event = "refusal.returned"
	RequestAnswered   Event = "request.answered"
	RequestClosed     Event = "request.closed"
	FileAttached      Event = "file.attached"
	FileFetched       Event = "file.fetched"
	UploadsSwept      Event = "uploads.swept"
	IdentityConfirmed Event = "identity.confirmed"
	ViewSaved         Event = "view.saved"
	ViewRemoved       Event = "view.removed"
)
