package desk

import (
	"context"

	"privacydesk/views/ui"
)

// JobsPath is where administrators see what failed behind the pages.
const JobsPath = "/desk/_jobs"

// jobKind is what a job does, in words; its name where the list has none.
func jobKind(ctx context.Context, kind string) string {
	if key := "jobs.kinds." + kind; ui.Has(ctx, key) {
		return ui.T(ctx, key)
	}
	return kind
}
