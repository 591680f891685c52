package request

import (
	"slices"

	"privacydesk/models/regime"
	"privacydesk/models/store"
)

// unproven is what every path is refused with on which data would be disclosed or
// destroyed for somebody who may not be the person.
const unproven = store.Refused("disclosure.refused.identity")

// discloses are the rights by which data of a person leaves or is destroyed.
var discloses = []regime.Right{regime.Access, regime.Portability, regime.Rectification, regime.Erasure, regime.ChildErasure}

// gate is the one check before data of the case is disclosed to its requester or
// destroyed for them: granting, attaching, answering and fetching all pass through
// it (security E4). The more is at stake, the more proof: for rights that move data
// somebody at the desk must be satisfied that it is the person; for the others, and
// for what the person sent, a confirmed address is enough.
//
// Errors: store.Refused.
func (r Request) gate(rights ...regime.Right) error {
	if r.IdentityConfirmedAt != nil {
		return nil
	}
	if slices.ContainsFunc(rights, func(right regime.Right) bool { return slices.Contains(discloses, right) }) {
		return unproven
	}
	return nil
}

func keysOf(rights []Right) []regime.Right {
	keys := make([]regime.Right, 0, len(rights))
	for _, right := range rights {
		keys = append(keys, right.Key)
	}
	return keys
}
