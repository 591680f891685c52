// Package jobs works the queue: it fetches what registers enqueued, hands it to the
// workers that cmd/privacydesk plugs in, and says in the log what failed. It knows
// none of the jobs.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"
)

const (
	atOnce   = 8               // jobs worked at the same time in one process
	mostTime = 2 * time.Minute // for one job
	softStop = 5 * time.Second // for running jobs to finish; then they hand back their leases
	hardStop = 5 * time.Second // more, for cancelled ones to return

	keepGivenUp = 90 * 24 * time.Hour // for an administrator to see them and try again
)

// Runner works jobs until it is stopped.
type Runner struct{ client *river.Client[*sql.Tx] }

// Start begins to work. db and pool are the same connections; the regular jobs come
// round by themselves, in one process at a time.
func Start(ctx context.Context, db *sql.DB, pool *pgxpool.Pool, workers *river.Workers, log *slog.Logger, regular ...*river.PeriodicJob) (*Runner, error) {
	said := &reporter{log: log}
	client, err := river.NewClient(riverdatabasesql.NewWithPgxListener(db, pool), &river.Config{
		Workers:                     workers,
		PeriodicJobs:                regular,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		JobTimeout:                  mostTime,
		SoftStopTimeout:             softStop,
		ErrorHandler:                said,
		Middleware:                  []rivertype.Middleware{said},
		DiscardedJobRetentionPeriod: keepGivenUp,
		Logger:                      slog.New(noNews{log.Handler()}),
	})
	if err != nil {
		return nil, fmt.Errorf("set up the job queue: %w", err)
	}
	// The end of ctx would cancel running jobs; Stop lets them finish.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("start the job queue: %w", err)
	}
	return &Runner{client}, nil
}

// Stop fetches no more, lets running jobs finish, and cancels those that do not:
// they are worked again later, here or by another process.
func (r *Runner) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), softStop+hardStop)
	defer cancel()
	if err := r.client.Stop(ctx); err != nil {
		return fmt.Errorf("stop the job queue: %w", err)
	}
	return nil
}

// Alive reports whether jobs are being worked.
func (r *Runner) Alive() bool {
	select {
	case <-r.client.Stopped():
		return false
	default:
		return true
	}
}

// reporter says what failed: kind and number of the job, never its arguments. As
// the queue keeps errors in the database in clear, it also takes out of them what may
// name a person.
type reporter struct {
	river.WorkerMiddlewareDefaults
	log *slog.Logger
}

// Work turns panics into errors without their value, and what the database says of
// a row into its code.
func (r *reporter) Work(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) (err error) {
	defer func() {
		if fallen := recover(); fallen != nil {
			r.log.ErrorContext(ctx, "a job panicked", "kind", job.Kind, "job", job.ID, "value", fmt.Sprintf("%T", fallen), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic of a %T", fallen)
		}
	}()
	err = do(ctx)
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return fmt.Errorf("database error %s %s", said.Code, said.ConstraintName)
	}
	return err
}

// HandleError logs what the job answered.
func (r *reporter) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	r.log.WarnContext(ctx, "a job failed", "kind", job.Kind, "job", job.ID, "try", job.Attempt, "of", job.MaxAttempts, "error", err)
	return nil
}

// HandlePanic is for a panic outside of Work: none of ours.
func (r *reporter) HandlePanic(ctx context.Context, job *rivertype.JobRow, _ any, trace string) *river.ErrorHandlerResult {
	r.log.ErrorContext(ctx, "the job queue panicked", "kind", job.Kind, "job", job.ID, "stack", trace)
	return nil
}

// noNews keeps what the queue says about itself to errors.
type noNews struct{ slog.Handler }

func (n noNews) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }
