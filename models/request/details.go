package request

import (
	"unicode/utf8"

	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// Details are the fields of a form that belong to some rights alone.
type Details struct {
	Correction string `form:"correction"` // what is wrong and what it should say: for rectification
	Objection  string `form:"objection"`  // what should stop: for objection, restriction, automated decisions
	Consent    string `form:"consent"`    // which consent is taken back
	Child      string `form:"child"`      // age, and what the person is to the child
	Clause     string `form:"clause"`     // which part of a text the feedback is about
}

// detail is the field that belongs to one right.
func (d Details) detail(right regime.Right) string {
	switch right {
	case regime.Rectification:
		return d.Correction
	case regime.Objection, regime.Restriction, regime.AutomatedDecision:
		return d.Objection
	case regime.WithdrawConsent:
		return d.Consent
	case regime.ChildErasure:
		return d.Child
	case regime.PolicyFeedback:
		return d.Clause
	}
	return ""
}

func (d Details) check(invalid store.Invalid) {
	for field, text := range map[string]string{"correction": d.Correction, "objection": d.Objection, "consent": d.Consent, "child": d.Child} {
		if utf8.RuneCountInString(text) > maxText {
			invalid[field] = "field.too_long"
		}
	}
	if utf8.RuneCountInString(d.Clause) > maxLine {
		invalid["clause"] = "field.too_long"
	}
}
