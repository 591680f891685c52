package store_test

import (
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

// failJobs writes jobs as the queue leaves them that have failed with the error.
func failJobs(t *testing.T, db *store.Store, many int, state, fault string) {
	t.Helper()
	storetest.NoError(t, db.DB.Exec(`INSERT INTO river_job (kind, args, state, attempt, max_attempts, attempted_at, finalized_at, queue, priority, scheduled_at, errors)
SELECT 'some.job', '{"id": 17}', ?::river_job_state, 3, 3, now(), CASE WHEN ? = 'discarded' THEN now() END, 'default', 1, now(), ARRAY[jsonb_build_object('error', 'an older one'), jsonb_build_object('error', ?::text)]
FROM generate_series(1, ?)`, state, state, fault, many).Error)
}

func TestFailedJobs(t *testing.T) {
	t.Run("lists what was given up or waits for its next try, in pages, newest first", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		failJobs(t, db, 60, "discarded", "reach the mail server: dial tcp 127.0.0.1:25")
		failJobs(t, db, 1, "retryable", "database error 23505 site_key_is_taken")
		failJobs(t, db, 1, "available", "not yet")

		first, err := db.FailedJobs(t.Context(), storetest.Administrator, "")
		storetest.NoError(t, err)
		second, err := db.FailedJobs(t.Context(), storetest.Administrator, first.Next)
		storetest.NoError(t, err)

		storetest.Equal(t, []int{len(first.Items), len(second.Items)}, []int{50, 11})
		storetest.Equal(t, []any{first.Items[0].GivenUp, first.Items[0].Fault}, []any{false, "database error 23505 site_key_is_taken"})
		storetest.Equal(t, []any{first.Items[1].GivenUp, first.Items[1].Fault, first.Items[1].Attempts}, []any{true, "reach the mail server", 3})
		storetest.Equal(t, second.Items[0].ID, first.Items[49].ID-1)
		storetest.Equal(t, second.Next, "")
	})

	t.Run("says nothing of a fault that could name somebody", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		for _, fault := range []string{"550 zorblatt@quill.example is unknown", `"Zorblatt Quill" has no mailbox`, "<zorblatt>", "a sentence that is so long that nobody can have written it in a program by hand, so who knows what"} {
			failJobs(t, db, 1, "discarded", fault)
		}

		page, err := db.FailedJobs(t.Context(), storetest.Administrator, "")

		storetest.NoError(t, err)
		storetest.Equal(t, len(page.Items), 4)
		for _, job := range page.Items {
			storetest.Equal(t, job.Fault, "")
		}
	})

	t.Run("is for administrators of the whole portal, and so is trying again", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		failJobs(t, db, 1, "discarded", "x")
		id := storetest.One[int64](t, db, `SELECT id FROM river_job`)
		ofOneSite := access.Actor{Kind: access.Person, ID: 5, Grants: []access.Grant{{Role: access.Administrator, SiteID: 1}}}

		for _, actor := range []access.Actor{ofOneSite, storetest.Agent, storetest.Lead, storetest.Editor, storetest.Approver, storetest.Auditor, storetest.Stranger} {
			_, err := db.FailedJobs(t.Context(), actor, "")
			storetest.Is(t, err, store.ErrForbidden)
			storetest.Is(t, db.RetryJob(t.Context(), actor, id), store.ErrForbidden)
		}
		storetest.Equal(t, storetest.One[string](t, db, `SELECT state::text FROM river_job`), "discarded")
	})

	t.Run("lets a job be tried again that exists and failed, and no other", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)
		failJobs(t, db, 1, "discarded", "x")
		failJobs(t, db, 1, "available", "x")

		storetest.NoError(t, db.RetryJob(t.Context(), storetest.Administrator, 1))
		storetest.Is(t, db.RetryJob(t.Context(), storetest.Administrator, 2), store.ErrNotFound)
		storetest.Is(t, db.RetryJob(t.Context(), storetest.Administrator, 3), store.ErrNotFound)

		storetest.Equal(t, storetest.One[string](t, db, `SELECT state::text FROM river_job WHERE id = 1`), "available")
		storetest.Equal(t, storetest.Audited(t, db), []string{"job.retried some.job"})
	})
}
