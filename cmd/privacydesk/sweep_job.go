package main

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"privacydesk/models/request"
)

// sweepArgs is the job that removes what has run out: counted tries, sessions, codes,
// links, receipts, files that nobody needs.
type sweepArgs struct{}

// Kind names the job.
func (sweepArgs) Kind() string { return "portal.sweep" }

type sweepWorker struct {
	river.WorkerDefaults[sweepArgs]
	portal *portal
}

// Work lets every register sweep its own; one that fails does not stop the others.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[sweepArgs]) error {
	return errors.Join(w.portal.store.SweepTries(ctx), w.portal.people.Sweep(ctx), w.portal.requests.Sweep(ctx),
		w.portal.requests.SweepUploads(ctx), w.portal.blobs.Sweep(time.Now().Add(-request.LongestUpload)))
}

// regularJobs come round by themselves.
func regularJobs() []*river.PeriodicJob {
	sweep := func() (river.JobArgs, *river.InsertOpts) { return sweepArgs{}, nil }
	return []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(time.Hour), sweep, &river.PeriodicJobOpts{RunOnStart: true})}
}
