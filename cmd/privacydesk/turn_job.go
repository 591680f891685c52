package main

import (
	"context"

	"github.com/riverqueue/river"

	"privacydesk/models/request"
)

// turnWorker looks at the clock of a request again on the day on which the deadline of
// a law that does not wait comes first.
type turnWorker struct {
	river.WorkerDefaults[request.TurnArgs]
	portal *portal
}

// Work stores the days as they stand, however often it runs.
func (w *turnWorker) Work(ctx context.Context, job *river.Job[request.TurnArgs]) error {
	return w.portal.requests.Turn(ctx, job.Args)
}
