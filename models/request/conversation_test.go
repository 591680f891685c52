package request_test

import (
	"io"
	"strings"
	"testing"

	"privacydesk/models/access"
	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func contentOf(text string) io.Reader { return strings.NewReader(text) }

func TestConversation(t *testing.T) {
	t.Run("sends a reply once however often the form comes", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		in := request.SayInput{FormKey: d.formKey(), Text: "We are on it, Snorkelwhack."}

		storetest.NoError(t, d.Reply(t.Context(), storetest.Agent, reference, in))
		storetest.NoError(t, d.Reply(t.Context(), storetest.Agent, reference, in))

		found := d.seen(storetest.Agent, reference)
		storetest.Equal(t, len(found.Messages), 2)
		storetest.Equal(t, found.Request.Stage, request.Working)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM mails WHERE kind = 'reply_announced'`), 1)
		in.Text = "Something else."
		storetest.Is(t, d.Reply(t.Context(), storetest.Agent, reference, in), store.Refused("submission.refused.changed"))
	})

	t.Run("keeps notes from the person and their mail", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()

		storetest.NoError(t, d.AddNote(t.Context(), storetest.Agent, reference, request.SayInput{FormKey: d.formKey(), Text: "Sounds like Blunderbuss."}))

		storetest.Equal(t, d.seen(storetest.Agent, reference).Messages[1].Kind, request.Note)
		followed, err := d.Followed(t.Context(), access.Follower(storetest.One[int64](t, d.db, `SELECT id FROM requests`)))
		storetest.NoError(t, err)
		storetest.Equal(t, len(followed.Messages), 1)
		storetest.Equal(t, storetest.One[int](t, d.db, `SELECT count(*) FROM mails`), 1)
		storetest.Equal(t, strings.Contains(dumped(t, d.db), "Blunderbuss"), false)
	})

	t.Run("counts what the person wrote as read once somebody says so", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		follower := access.Follower(storetest.One[int64](t, d.db, `SELECT id FROM requests`))
		storetest.NoError(t, d.Say(t.Context(), follower, request.MessageInput{FormKey: d.formKey(), Text: "And?"}, nil))
		storetest.Equal(t, d.seen(storetest.Agent, reference).Request.Unread, 1)

		storetest.NoError(t, d.Register.Read(t.Context(), storetest.Agent, reference))

		storetest.Equal(t, d.seen(storetest.Agent, reference).Request.Unread, 0)
		storetest.Equal(t, d.last(), "request.read "+reference)
	})

	t.Run("plans steps and finishes each once", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		in := request.TaskInput{FormKey: d.formKey(), Title: "Mask the Whatsit notes", Owner: 7, DueOn: day(2026, 12, 1)}
		storetest.NoError(t, d.AddTask(t.Context(), storetest.Agent, reference, in))
		storetest.NoError(t, d.AddTask(t.Context(), storetest.Agent, reference, in))
		found := d.seen(storetest.Agent, reference)
		storetest.Equal(t, found.OpenTasks(), 1)
		storetest.Equal(t, found.Tasks[0].Words, "Mask the Whatsit notes")

		storetest.NoError(t, d.FinishTask(t.Context(), storetest.OtherAgent, reference, found.Tasks[0].ID))

		storetest.Equal(t, d.seen(storetest.Agent, reference).OpenTasks(), 0)
		storetest.Is(t, d.FinishTask(t.Context(), storetest.Agent, reference, found.Tasks[0].ID), store.Refused("task.refused.done"))
		in.FormKey, in.DueOn = d.formKey(), day(2026, 11, 22)
		storetest.Is(t, d.AddTask(t.Context(), storetest.Agent, reference, in), store.Invalid{"due_on": "task.due_on.past"})
	})

	t.Run("shows contact details only to who said why, for a while, and records it sealed", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference := d.logged()
		storetest.Equal(t, d.seen(storetest.Agent, reference).Person.Email, "z•••••@quill.example")
		storetest.Is(t, d.Reveal(t.Context(), storetest.Agent, reference, request.ContactInput{}), store.Invalid{"reason": "contact.reason.missing"})

		storetest.NoError(t, d.Reveal(t.Context(), storetest.Agent, reference, request.ContactInput{Reason: "To call Thingamajig."}))

		storetest.Equal(t, d.seen(storetest.Agent, reference).Person.Email, "zorblatt@quill.example")
		storetest.Equal(t, d.seen(storetest.OtherAgent, reference).Person.Email, "z•••••@quill.example")
		storetest.Equal(t, d.seen(storetest.Auditor, reference).Person.Name, "Z.Q.")
		storetest.Equal(t, d.last(), "contact.revealed "+reference)
		storetest.Equal(t, strings.Contains(dumped(t, d.db), "Thingamajig"), false)
		storetest.Is(t, d.Reveal(t.Context(), storetest.Auditor, reference, request.ContactInput{Reason: "Curious."}), store.ErrForbidden)
		d.now = d.now.Add(11 * 60e9)
		storetest.Equal(t, d.seen(storetest.Agent, reference).Person.Email, "z•••••@quill.example")
	})

	t.Run("opens files at the desk with a fresh second factor only", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		reference, err := d.Log(t.Context(), storetest.Agent, d.entry(), []request.Upload{d.receive("letter.txt", "All of it.")})
		storetest.NoError(t, err)
		file := d.seen(storetest.Agent, reference).Files[0]
		stale := storetest.Agent
		stale.SteppedUpAt = monday.Add(-11 * 60e9)
		_, err = d.FetchAtDesk(t.Context(), stale, reference, file.ID)
		storetest.Is(t, err, store.ErrStepUp)
		_, err = d.FetchAtDesk(t.Context(), storetest.Auditor, reference, file.ID)
		storetest.Is(t, err, store.ErrForbidden)

		fetched, err := d.FetchAtDesk(t.Context(), storetest.Agent, reference, file.ID)

		storetest.NoError(t, err)
		content, err := io.ReadAll(fetched)
		storetest.NoError(t, err)
		storetest.Equal(t, string(content), "All of it.")
		storetest.Equal(t, d.last(), "file.fetched "+reference)
	})
}
