package desk

import (
	"context"
	"slices"
	"strings"

	"privacydesk/models/policy"
	"privacydesk/views/ui"
)

func faultChecks(ctx context.Context, faults []policy.Fault, editor string) []ui.Check {
	checks := make([]ui.Check, len(faults))
	for i, fault := range faults {
		checks[i] = faultCheck(ctx, fault, editor)
	}
	return checks
}

func faulty(page EditorPage, key string) bool {
	return slices.ContainsFunc(page.Faults, func(f policy.Fault) bool { return f.Clause == key })
}

func countWords(markdown string) int { return len(strings.Fields(markdown)) }
