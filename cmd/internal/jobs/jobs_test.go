package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"privacydesk/cmd/internal/jobs"
	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

type errand struct {
	Name string `json:"name"`
}

func (errand) Kind() string { return "errand" }

// worker does errands by their name.
type worker struct {
	river.WorkerDefaults[errand]
	do func(ctx context.Context, name string) error
}

func (w worker) Work(ctx context.Context, job *river.Job[errand]) error {
	return w.do(ctx, job.Args.Name)
}

func TestJobIsWorkedOnceItsTransactionIsDurable(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, time.Now())
	done := make(chan string, 1)
	start(t, db, nil, func(_ context.Context, name string) error { done <- name; return nil })

	enqueue(t, db, "water the plants")

	select {
	case name := <-done:
		storetest.Equal(t, name, "water the plants")
	case <-time.After(20 * time.Second):
		t.Fatal("never worked")
	}
}

func TestSEC_H4_FailedJobIsTriedAgainAndLeavesNoSecret(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, time.Now())
	var log records
	start(t, db, &log, func(_ context.Context, name string) error {
		if name == "panics" {
			panic("canary@example.org")
		}
		return db.DB.Exec(`INSERT INTO sites (key, name, url, created_at) VALUES ('main', 'canary@example.org', '', now())`).Error
	})

	enqueue(t, db, "panics")
	enqueue(t, db, "breaks a constraint")

	eventually(t, "both failed once", func() bool {
		return storetest.One[int](t, db, `SELECT count(*) FROM river_job WHERE state = 'retryable'`) == 2
	})
	kept := strings.Join(storetest.All[string](t, db, `SELECT array_to_string(errors, ' ') FROM river_job`), " ") + log.String()
	storetest.Contains(t, kept, "panic of a string")
	storetest.Contains(t, kept, "database error 23505")
	if strings.Contains(kept, "canary") {
		t.Errorf("a name is kept in %s", kept)
	}
}

func TestSEC_I7_StopLetsARunningJobFinish(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, time.Now())
	begun, finish := make(chan bool), make(chan bool)
	runner := start(t, db, nil, func(ctx context.Context, _ string) error {
		close(begun)
		<-finish
		return ctx.Err()
	})
	enqueue(t, db, "takes a while")
	<-begun

	go func() { time.Sleep(50 * time.Millisecond); close(finish) }()
	storetest.NoError(t, runner.Stop())

	storetest.Equal(t, storetest.One[string](t, db, `SELECT state::text FROM river_job`), "completed")
}

func TestSEC_I7_StopHandsBackAJobThatDoesNotFinish(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, time.Now())
	begun := make(chan bool)
	runner := start(t, db, nil, func(ctx context.Context, _ string) error {
		close(begun)
		<-ctx.Done()
		return errors.New("cut short")
	})
	enqueue(t, db, "never ends")
	<-begun

	storetest.NoError(t, runner.Stop())

	state := storetest.One[string](t, db, `SELECT state::text FROM river_job`)
	if state != "available" && state != "retryable" {
		t.Errorf("it is %s: nobody will work it again", state)
	}
}

func TestSEC_I3_AJobThatWasGivenUpIsKeptAndCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, time.Now())
	tries := make(chan bool, 10)
	start(t, db, nil, func(context.Context, string) error {
		tries <- true
		if len(tries) == 1 {
			return errors.New("reach the moon: zorblatt@quill.example is not there")
		}
		return nil
	})
	storetest.NoError(t, db.Write(t.Context(), access.Operator, access.Desk, func(tx *store.Tx) error {
		return tx.Enqueue(t.Context(), errand{"fly"}, &river.InsertOpts{MaxAttempts: 1})
	}))
	state := func() string { return storetest.One[string](t, db, `SELECT state::text FROM river_job`) }
	eventually(t, "it was given up", func() bool { return state() == "discarded" })

	failed, err := db.FailedJobs(t.Context(), storetest.Administrator, "")
	storetest.NoError(t, err)
	storetest.Equal(t, len(failed.Items), 1)
	job := failed.Items[0]
	storetest.Equal(t, []any{job.Kind, job.GivenUp, job.Attempts, job.Fault}, []any{"errand", true, 1, "reach the moon"})

	storetest.NoError(t, db.RetryJob(t.Context(), storetest.Administrator, job.ID))

	eventually(t, "it was done", func() bool { return state() == "completed" })
	storetest.Equal(t, len(tries), 2)
	storetest.Equal(t, storetest.Audited(t, db), []string{"job.retried errand"})
	storetest.Is(t, db.RetryJob(t.Context(), storetest.Administrator, job.ID), store.ErrNotFound)
}

func start(t *testing.T, db *store.Store, log *records, do func(context.Context, string) error) *jobs.Runner {
	t.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, worker{do: do})
	logger := slog.New(slog.DiscardHandler)
	if log != nil {
		logger = slog.New(slog.NewTextHandler(log, nil))
	}
	runner, err := jobs.Start(t.Context(), db.SQL, db.Pool, workers, logger)
	storetest.NoError(t, err)
	t.Cleanup(func() { _ = runner.Stop() })
	return runner
}

func enqueue(t *testing.T, db *store.Store, name string) {
	t.Helper()
	storetest.NoError(t, db.Write(t.Context(), access.Operator, access.Desk, func(tx *store.Tx) error {
		return tx.Enqueue(t.Context(), errand{name}, nil)
	}))
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// records is a log that several jobs write to.
type records struct {
	mutex sync.Mutex
	text  strings.Builder
}

func (r *records) Write(line []byte) (int, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.text.Write(line)
}

func (r *records) String() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.text.String()
}
