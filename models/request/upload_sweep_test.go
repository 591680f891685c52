package request_test

import (
	"errors"
	"testing"
	"time"

	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestSweepUploads(t *testing.T) {
	const later = request.LongestUpload + time.Minute
	sweep := func(d *desk) {
		t.Helper()
		storetest.NoError(t, d.SweepUploads(t.Context()))
	}

	t.Run("removes what a killed process left behind, once no form can bring it any more", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		d.receive("left.txt", "Zorblatt")
		d.receive("behind.txt", "Quillfeather")

		d.now = monday.Add(request.LongestUpload - time.Minute)
		sweep(d)
		storetest.Equal(t, len(d.files.Kept), 2)

		d.now = monday.Add(later)
		sweep(d)
		storetest.Equal(t, len(d.files.Kept), 0)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM uploads`), 0)
		storetest.Equal(t, storetest.All[string](t, d.db, `SELECT detail::text FROM audit_events WHERE action = 'uploads.swept'`), []string{`{"files": 2}`})
	})

	t.Run("leaves the files of requests alone, and says nothing where it found nothing", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		_, err := d.submit(d.asking(), d.receive("kept.txt", "Zorblatt"))
		storetest.NoError(t, err)

		d.now = monday.Add(later)
		sweep(d)

		storetest.Equal(t, len(d.files.Kept), 1)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM audit_events WHERE action = 'uploads.swept'`), 0)
	})

	t.Run("waits for a request that is being written, and spares its files", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		upload := d.receive("about to be.txt", "Zorblatt")
		d.now = monday.Add(later)
		// Holds Submit between its files and its end.
		gate, err := d.db.SQL.BeginTx(t.Context(), nil)
		storetest.NoError(t, err)
		defer func() { _ = gate.Rollback() }()
		_, err = gate.ExecContext(t.Context(), `LOCK TABLE form_keys IN EXCLUSIVE MODE`)
		storetest.NoError(t, err)
		in := d.asking()
		submitted, swept := make(chan error, 1), make(chan error, 1)
		go func() { _, err := d.submit(in, upload); submitted <- err }()
		waiting := func(n int) {
			t.Helper()
			for deadline := time.Now().Add(20 * time.Second); storetest.One[int](t, d.db, waitingHere) < n; time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%d transactions should wait", n)
				}
			}
		}
		waiting(1)
		go func() { swept <- d.SweepUploads(t.Context()) }()
		waiting(2)

		storetest.NoError(t, gate.Rollback())

		storetest.NoError(t, <-submitted)
		storetest.NoError(t, <-swept)
		storetest.Equal(t, len(d.files.Kept), 1)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM files`), 1)
	})

	t.Run("lets no request in whose files it has taken", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		upload := d.receive("late.txt", "Zorblatt")
		d.now = monday.Add(later)
		sweep(d)

		_, err := d.submit(d.asking(), upload)

		storetest.Is(t, err, store.ErrUnavailable)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM requests`), 0)
	})

	t.Run("does what could not be done when a form was refused", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		stuck := d.receive("stuck.txt", "Zorblatt")
		for name := range d.files.Kept {
			d.files.Stuck = name
		}
		other := d.receive("other.txt", "Quillfeather")
		d.files.Away = true
		d.Discard(t.Context(), []request.Upload{stuck, other})
		d.files.Away = false
		storetest.Equal(t, len(d.files.Kept), 2)

		d.now = monday.Add(later)
		if err := d.SweepUploads(t.Context()); err == nil || errors.Is(err, store.ErrUnavailable) {
			t.Errorf("the stuck file is not told of: %v", err)
		}
		storetest.Equal(t, len(d.files.Kept), 1)

		d.files.Stuck = ""
		sweep(d)
		storetest.Equal(t, len(d.files.Kept), 0)
	})
}

// waitingHere counts the transactions of this database that wait for another one.
const waitingHere = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`

func TestDiscardSparesWhatARequestKeeps(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	upload := d.receive("kept.txt", "Zorblatt")
	_, err := d.submit(d.asking(), upload)
	storetest.NoError(t, err)

	// As where the connection broke in the commit and nobody knows.
	d.Discard(t.Context(), []request.Upload{upload})

	storetest.Equal(t, len(d.files.Kept), 1)
}
