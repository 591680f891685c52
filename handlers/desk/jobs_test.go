package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/store/storetest"
)

func TestJobsPage(t *testing.T) {
	e := newEntrance(t)
	e.hire("zuzanna@example.org", access.Administrator)
	browser := e.signedIn("zuzanna@example.org")
	// The queue's own jobs of signing in are none of this test's.
	storetest.NoError(t, e.Outbox.Store.DB.Exec(`DELETE FROM river_job`).Error)

	t.Run("says that nothing has failed", func(t *testing.T) {
		storetest.Contains(t, browser.Get("/desk/_jobs").Text(), "Nothing has failed")
	})

	t.Run("names what failed in words, and lets it be tried again", func(t *testing.T) {
		storetest.NoError(t, e.Outbox.Store.DB.Exec(`INSERT INTO river_job (kind, args, state, attempt, max_attempts, attempted_at, finalized_at, queue, priority, scheduled_at, errors)
VALUES ('mail.send', '{"mail_id": "canary"}', 'discarded', 25, 25, now(), now(), 'default', 1, now(), ARRAY[jsonb_build_object('error', 'reach the mail server: canary')])`).Error)
		page := browser.Get("/desk/_jobs")
		for _, words := range []string{"Send a mail", "reach the mail server", "25", "Given up"} {
			storetest.Contains(t, page.Text(), words)
		}
		if strings.Contains(page.Body, "canary") {
			t.Error("arguments or details are shown")
		}

		done := browser.Submit(page.Forms()[len(page.Forms())-1], nil)

		storetest.Equal(t, done.Location, "/desk/_jobs")
		storetest.Contains(t, browser.Follow(done).Text(), "It is tried again now.")
		storetest.Contains(t, browser.Get("/desk/_jobs").Text(), "Nothing has failed")
	})

	t.Run("knows no job that was never made", func(t *testing.T) {
		for _, id := range []string{"4711", "x"} {
			storetest.Equal(t, browser.Submit("/desk/_jobs/"+id+"/again", nil).Status, http.StatusNotFound)
		}
	})
}
