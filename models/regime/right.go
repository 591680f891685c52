package regime

import "slices"

// Right is what a person asks for, as a key that tables, addresses and the message
// catalogue share.
type Right string

// The rights that a request can name.
const (
	Access                Right = "access"
	Portability           Right = "portability"
	Rectification         Right = "rectification"
	Erasure               Right = "erasure"
	Restriction           Right = "restriction"
	Objection             Right = "objection"
	WithdrawConsent       Right = "withdraw_consent"
	OptOutSaleSharing     Right = "opt_out_sale_sharing"
	LimitSensitive        Right = "limit_sensitive"
	AutomatedDecision     Right = "automated_decision"
	CopyOfTransferClauses Right = "copy_of_transfer_clauses"
	Complaint             Right = "complaint"
	ChildErasure          Right = "child_erasure"
	PolicyFeedback        Right = "policy_feedback"
	Other                 Right = "other"
)

// Appeal against a decision has clocks of its own, but is not asked for in a form.
const Appeal Right = "appeal"

// Rights is every right that a request can name, in the order that forms show.
func Rights() []Right {
	return []Right{
		Access, Portability, Rectification, Erasure, Restriction, Objection, WithdrawConsent,
		OptOutSaleSharing, LimitSensitive, AutomatedDecision, CopyOfTransferClauses, Complaint,
		ChildErasure, PolicyFeedback, Other,
	}
}

// Timed reports whether the clock knows the right: those of Rights, and Appeal.
func (r Right) Timed() bool { return r == Appeal || slices.Contains(Rights(), r) }
