package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/riverqueue/river/rivertype"

	"privacydesk/models/access"
	"privacydesk/models/audit"
)

// Job is a job that failed: given up after its last try, or waiting for the next one.
// Its arguments are ids and are not read.
type Job struct {
	ID       int64
	Kind     string // such as "mail.send"
	GivenUp  bool
	Attempts int
	FailedAt time.Time
	NextAt   time.Time // of the next try, unless it was given up
	Fault    string    // what failed in the words of the program, without detail; may be empty
}

const failedJobs = `SELECT id, kind, state = 'discarded', attempt, coalesce(attempted_at, created_at), scheduled_at, coalesce(errors[array_upper(errors, 1)]->>'error', '')
FROM river_job WHERE state IN ('discarded', 'retryable') AND id < $1 ORDER BY id DESC LIMIT $2`

const jobPage = 50

// FailedJobs lists what failed, newest first.
//
// Errors: ErrForbidden, also for whoever administers some sites only: jobs belong to
// the portal; ErrNotFound for a cursor that was not ours.
func (s *Store) FailedJobs(ctx context.Context, actor access.Actor, cursor string) (Page[Job], error) {
	if !actor.MayOn(access.ManageJobs, 0) {
		return Page[Job]{}, s.Forbid(ctx, actor, access.ManageJobs)
	}
	before := int64(1) << 62
	if cursor != "" {
		if err := ReadCursor(cursor, &before); err != nil {
			return Page[Job]{}, err
		}
	}
	rows, err := s.Pool.Query(ctx, failedJobs, before, jobPage+1)
	if err != nil {
		return Page[Job]{}, Translate(err)
	}
	defer rows.Close()
	var page Page[Job]
	for rows.Next() {
		var job Job
		if err := rows.Scan(&job.ID, &job.Kind, &job.GivenUp, &job.Attempts, &job.FailedAt, &job.NextAt, &job.Fault); err != nil {
			return Page[Job]{}, Translate(err)
		}
		if len(page.Items) == jobPage {
			page.Next = Cursor(page.Items[jobPage-1].ID)
			break
		}
		job.Fault = faultClass(job.Fault)
		page.Items = append(page.Items, job)
	}
	return page, Translate(rows.Err())
}

// faultClass is the first part of an error, which the program's own words are: "reach
// the mail server: dial tcp …" was an attempt to reach the mail server. What could
// name somebody is left out.
func faultClass(text string) string {
	const longest = 80 // bytes
	class, _, _ := strings.Cut(text, ": ")
	if len(class) > longest || strings.ContainsAny(class, "@<>\"\n") {
		return ""
	}
	return class
}

// RetryJob lets a job that failed be tried again at once, also one that was given up.
//
// Errors: ErrForbidden, as FailedJobs; ErrNotFound for one that has not failed.
func (s *Store) RetryJob(ctx context.Context, actor access.Actor, id int64) error {
	if !actor.MayOn(access.ManageJobs, 0) {
		return s.Forbid(ctx, actor, access.ManageJobs)
	}
	return s.Write(ctx, actor, access.ManageJobs, func(tx *Tx) error {
		var kind string
		if err := tx.Raw(`SELECT kind FROM river_job WHERE id = ? AND state IN ('discarded', 'retryable') FOR UPDATE`, id).Row().Scan(&kind); err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				return ErrNotFound
			}
			return err
		}
		raw, err := sqlTx(tx.DB)
		if err != nil {
			return err
		}
		if _, err := s.queue.JobRetryTx(ctx, raw, id); errors.Is(err, rivertype.ErrNotFound) {
			return ErrNotFound
		} else if err != nil {
			return err
		}
		return tx.Audit(audit.JobRetried, kind, map[string]any{"job": id})
	})
}
