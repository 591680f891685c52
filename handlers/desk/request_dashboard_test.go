package desk_test

import (
	"slices"
	"strings"
	"testing"

	"privacydesk/handlers/desk"
	"privacydesk/handlers/web/webtest"
	"privacydesk/models/access"
	"privacydesk/models/people"
	"privacydesk/models/request"
	"privacydesk/models/store/storetest"
)

// board is the dashboard as somebody sees it.
func (w *casework) board(who access.Actor) *webtest.Page {
	w.t.Helper()
	d := &desk.Desk{Sites: w.requests.Sites, Editions: w.requests.Editions, Requests: w.requests, People: &people.Register{Store: w.db}}
	return webtest.Open(w.t, w.db, who, d.Routes()).Get("/desk")
}

// due gives the case of an address its last day, and somebody who has it.
func (w *casework) due(address, on string, owner any) {
	w.t.Helper()
	_, err := w.db.Pool.Exec(w.t.Context(), `UPDATE requests SET due_on = $1::date, owner_id = $2 WHERE reference = $3`, on, owner, address[len("/desk/requests/"):])
	storetest.NoError(w.t, err)
}

// dayRows are the rows of the table beside the chart that hold something.
func dayRows(page *webtest.Page) []string {
	return slices.DeleteFunc(page.Texts("tr"), func(row string) bool {
		return len(row) < 6 || row[len(row)-5:] == "0 0 0"
	})
}

func TestDashboardOfCasework(t *testing.T) {
	t.Run("says first what is late, whoever has it", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		w.due(w.logged(), "2026-11-20", nil)

		page := w.board(storetest.Agent)

		storetest.Contains(t, page.Text(), "One request is overdue.")
		storetest.Equal(t, page.HasLink("/desk/requests/new"), true)
		storetest.Equal(t, page.Link("Start with the most urgent"), "/desk/requests?due=overdue")
		w.due(w.logged(), "2026-11-21", 1)
		storetest.Contains(t, w.board(storetest.Agent).Text(), "2 requests are overdue. One of them is yours.")
	})

	t.Run("leads somebody without cases to what nobody has", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		w.logged()
		storetest.Equal(t, w.board(storetest.Lead).Link("Start with the most urgent"), "/desk/requests?owner=none")
	})

	t.Run("names the person's own deadlines and leads to the most urgent", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		late, soon, near, far := w.logged(), w.logged(), w.logged(), w.logged()
		w.due(late, "2026-11-21", 1)
		w.due(soon, "2026-11-25", 1)
		w.due(near, "2026-11-26", 1)
		w.due(far, "2026-12-02", 1)

		page := w.board(storetest.Agent)

		storetest.Contains(t, page.Text(), "One of your requests is overdue. 2 of your requests are due by Thursday 26 November 2026.")
		storetest.Equal(t, page.Link("Start with the most urgent"), late)
		storetest.Contains(t, page.Text(), "My work 4")
		storetest.Equal(t, dayRows(page), []string{"Day Overdue Due soon On track", "23 Nov Today 1 0 0", "25 Nov 0 1 0", "26 Nov 0 1 0", "2 Dec 0 0 1"})
	})

	t.Run("says so where no deadline is near, instead of an empty drawing", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)

		page := w.board(storetest.Agent)

		storetest.Contains(t, page.Text(), "No deadline falls on these days.")
		storetest.Equal(t, len(dayRows(page)), 0)
		w.due(w.logged(), "2026-11-25", nil)
		storetest.Equal(t, strings.Contains(w.board(storetest.Agent).Text(), "No deadline"), false)
	})

	t.Run("calls a deadline near when its site does", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		w.due(w.logged(), "2026-12-02", 1)
		_, err := w.db.Pool.Exec(t.Context(), `UPDATE sites SET due_soon_days = 9`)
		storetest.NoError(t, err)

		page := w.board(storetest.Agent)

		storetest.Contains(t, page.Text(), "One of your requests is due on Wednesday 2 December 2026.")
		storetest.Equal(t, dayRows(page)[1:], []string{"2 Dec 0 1 0"})
	})

	t.Run("tells what nobody has when nothing presses, and that all is quiet only then", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		storetest.Contains(t, w.board(storetest.Agent).Text(), "Nothing waits for you today.")
		address := w.logged()
		storetest.Contains(t, w.board(storetest.Agent).Text(), "One request has no owner yet.")
		w.due(address, "2026-12-21", 2)
		storetest.Contains(t, w.board(storetest.Agent).Text(), "Nothing waits for you today.")
	})

	t.Run("asks the second person for refusals", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		_, err := w.requests.Decide(t.Context(), storetest.Agent, address[len("/desk/requests/"):],
			request.DecisionInput{Right: "access", Outcome: "refused", Ground: "excessive", Explanation: "Again."})
		storetest.NoError(t, err)

		page := w.board(storetest.Lead)

		storetest.Contains(t, page.Text(), "One refusal waits for you as second person.")
		storetest.Equal(t, page.HasLink(address+"/decision"), true)
	})

	t.Run("shows no request to somebody who may not read them", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		w.due(address, "2026-11-20", 3)

		page := w.board(storetest.Editor)

		storetest.Equal(t, page.HasLink(address), false)
		storetest.Equal(t, page.Texts("tr"), nil)
		storetest.Contains(t, page.Text(), "Nothing waits for you today.")
	})

	t.Run("gives a case without a legal day no deadline", func(t *testing.T) {
		t.Parallel()
		w := newCasework(t)
		address := w.logged()
		_, err := w.db.Pool.Exec(t.Context(), `UPDATE requests SET due_on = NULL, owner_id = 1`)
		storetest.NoError(t, err)

		page := w.board(storetest.Agent)

		storetest.Equal(t, page.HasLink(address), true)
		storetest.Contains(t, page.Text(), "No legal deadline")
	})
}
