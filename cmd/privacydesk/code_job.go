package main

import (
	"context"

	"github.com/riverqueue/river"

	"privacydesk/models/request"
)

// codeWorker makes the code with which a requester opens a case, and posts the mail
// that carries it.
type codeWorker struct {
	river.WorkerDefaults[request.CodeArgs]
	portal *portal
}

// Work makes the code, once however often it runs.
func (w *codeWorker) Work(ctx context.Context, job *river.Job[request.CodeArgs]) error {
	return w.portal.requests.SendCode(ctx, job.Args.CodeID)
}
