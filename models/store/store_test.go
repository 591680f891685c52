package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type someJob struct {
	ID int64 `json:"id"`
}

func (someJob) Kind() string { return "some.job" }

func TestWrite(t *testing.T) {
	change := func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Exec(`UPDATE sites SET name = 'Changed'`).Error; err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, someJob{1}, &river.InsertOpts{}); err != nil {
			return err
		}
		return tx.Audit(audit.SiteChanged, "main", map[string]any{"name": "Changed"})
	}

	t.Run("keeps change, job and audit entry together", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)

		err := db.Write(t.Context(), storetest.Administrator, access.ManageSites, func(tx *store.Tx) error { return change(t.Context(), tx) })

		storetest.NoError(t, err)
		storetest.Equal(t, storetest.One[string](t, db, `SELECT name FROM sites`), "Changed")
		storetest.Equal(t, storetest.Jobs(t, db), []string{"some.job"})
		storetest.Equal(t, storetest.Audited(t, db), []string{"site.changed main"})
	})

	t.Run("leaves nothing behind when it fails at the end", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)

		err := db.Write(t.Context(), storetest.Administrator, access.ManageSites, func(tx *store.Tx) error {
			storetest.NoError(t, change(t.Context(), tx))
			return store.Refused("some.reason")
		})

		storetest.Is(t, err, store.Refused("some.reason"))
		storetest.Equal(t, storetest.One[string](t, db, `SELECT name FROM sites`), "Main")
		storetest.Equal(t, storetest.Jobs(t, db), nil)
		storetest.Equal(t, storetest.Audited(t, db), nil)
	})

	t.Run("refuses and records whoever lacks the capability", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)

		err := db.Write(t.Context(), storetest.Agent, access.ManageSites, func(*store.Tx) error { t.Error("was let in"); return nil })

		storetest.Is(t, err, store.ErrForbidden)
		storetest.Equal(t, storetest.Audited(t, db), []string{"access.refused sites.manage"})
	})

	t.Run("records a refusal that the change itself comes to, and nothing of the change", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)

		err := db.Write(t.Context(), storetest.Administrator, access.ManageSites, func(tx *store.Tx) error {
			storetest.NoError(t, change(t.Context(), tx))
			return store.ErrForbidden
		})

		storetest.Is(t, err, store.ErrForbidden)
		storetest.Equal(t, storetest.One[string](t, db, `SELECT name FROM sites`), "Main")
		storetest.Equal(t, storetest.Audited(t, db), []string{"access.refused sites.manage"})
	})

	t.Run("turns a broken constraint into a refusal with its name", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, noon)

		err := db.Write(t.Context(), storetest.Administrator, access.ManageSites, func(tx *store.Tx) error {
			return tx.Exec(`INSERT INTO sites (key, name, url, created_at) VALUES ('main', 'Again', 'https://again.example', now())`).Error
		})

		storetest.Is(t, err, store.Refused("constraint.site_key_is_taken"))
	})
}

func TestSEC_G4_NobodyChangesWhatIsOnlyAddedTo(t *testing.T) {
	t.Run("lets nobody change the audit log, not even the owner", func(t *testing.T) {
		t.Parallel()
		clone := storetest.Clone(t)
		serving, owner := storetest.Open(t, clone, store.Options{}), storetest.Open(t, storetest.Owner(t, clone), store.Options{})
		storetest.NoError(t, serving.Write(t.Context(), storetest.Administrator, access.Desk, func(tx *store.Tx) error {
			return tx.Audit(audit.SiteChanged, "main", nil)
		}))

		for _, statement := range []string{`UPDATE audit_events SET subject = 'x'`, `DELETE FROM audit_events`, `TRUNCATE audit_events`} {
			for _, db := range []*store.Store{serving, owner} {
				if db.DB.Exec(statement).Error == nil {
					t.Errorf("%s went through", statement)
				}
			}
		}
		storetest.Equal(t, storetest.Audited(t, serving), []string{"site.changed main"})
	})

	t.Run("gives the serving role no schema to change, also where everybody had one", func(t *testing.T) {
		t.Parallel()
		clone := storetest.Clone(t)
		owner, serving := storetest.Owner(t, clone), storetest.Open(t, clone, store.Options{})
		storetest.NoError(t, storetest.Open(t, owner, store.Options{}).DB.Exec(`GRANT CREATE ON SCHEMA public TO PUBLIC`).Error)
		storetest.NoError(t, store.Migrate(t.Context(), owner, storetest.One[string](t, serving, `SELECT current_user::text`)))
		for _, statement := range []string{`CREATE TABLE x ()`, `ALTER TABLE sites ADD x int`, `DROP TABLE tries`, `DROP TRIGGER append_only ON audit_events`} {
			if serving.DB.Exec(statement).Error == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}

func TestLimit(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, noon)
	bucket := []byte("somebody")

	for range 3 {
		storetest.NoError(t, db.Limit(t.Context(), bucket, 3, 15*time.Minute))
	}
	storetest.Is(t, db.Limit(t.Context(), bucket, 3, 15*time.Minute), store.TooMany{RetryAfter: 15 * time.Minute})
	storetest.NoError(t, db.Forgive(t.Context(), bucket))
	storetest.NoError(t, db.Limit(t.Context(), bucket, 3, 15*time.Minute))
}

func TestSEC_I5_MigrationsGoUpDownAndUpAgain(t *testing.T) {
	t.Parallel()
	clone := storetest.Clone(t)
	owner := storetest.Owner(t, clone)
	steps, err := store.Migrations(t.Context(), owner)
	storetest.NoError(t, err)

	for range steps {
		storetest.NoError(t, store.MigrateDown(t.Context(), owner))
	}
	db := storetest.Open(t, owner, store.Options{})
	storetest.Equal(t, storetest.All[string](t, db, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'
		AND tablename NOT LIKE 'river%' AND tablename <> 'goose_db_version'`), nil)
	storetest.Equal(t, storetest.All[string](t, db, `SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
		AND proname NOT LIKE 'river%'`), nil)

	storetest.NoError(t, store.Migrate(t.Context(), owner, ""))
	head, err := db.AtHead(t.Context())
	storetest.NoError(t, err)
	storetest.Equal(t, head, true)
}

// What goes with a row is found by an index, however many rows the table has: else the
// erasure of one case would walk through all that belongs to the others.
func TestWhatGoesWithARowIsFoundByAnIndex(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, noon)
	const walked = `SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confdeltype IN ('c', 'n') AND c.connamespace = 'public'::regnamespace AND c.conrelid::regclass::text NOT LIKE 'river%'
AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL) ORDER BY 1`

	storetest.Equal(t, storetest.All[string](t, db, walked), nil)
}

func TestCursor(t *testing.T) {
	t.Run("comes back as it went", func(t *testing.T) {
		var at time.Time
		var id int64
		storetest.NoError(t, store.ReadCursor(store.Cursor(noon, int64(7)), &at, &id))
		storetest.Equal(t, at, noon)
		storetest.Equal(t, id, 7)
	})
	t.Run("of somebody's own making leads nowhere", func(t *testing.T) {
		var id int64
		for _, cursor := range []string{"!", "AAAA", store.Cursor("x"), store.Cursor(1, 2)} {
			storetest.Is(t, store.ReadCursor(cursor, &id), store.ErrNotFound)
		}
	})
}

func TestTranslate(t *testing.T) {
	t.Run("knows a row that is not there", func(t *testing.T) {
		storetest.Is(t, store.Translate(gorm.ErrRecordNotFound), store.ErrNotFound)
	})
	t.Run("tells what may pass from what will not", func(t *testing.T) {
		for code, passes := range map[string]bool{
			"40P01": true, "53100": true, "58030": true, "57P01": true,
			"25006": true, "08006": true, "55P03": true,
			"42P01": false, "42501": false, "57014": false,
		} {
			if got := errors.Is(store.Translate(&pgconn.PgError{Code: code}), store.ErrUnavailable); got != passes {
				t.Errorf("%s passes: %v", code, got)
			}
		}
	})
}
