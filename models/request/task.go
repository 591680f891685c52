package request

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Task is a step of a case that somebody at the desk has to do. It is done once.
type Task struct {
	ID        uuid.UUID
	Seq       int64 `gorm:"->"`
	RequestID int64
	Title     []byte // sealed
	OwnerID   *int64
	DueOn     *civil.Date
	AddedBy   int64
	AddedAt   time.Time
	DoneBy    *int64
	DoneAt    *time.Time
}

func titlePlace(id uuid.UUID) string { return vault.Place("tasks", "title", id.String()) }

// OpenTitle is what is to be done, in clear.
func (t Task) OpenTitle(key vault.Key) (string, error) {
	return key.OpenText(titlePlace(t.ID), t.Title)
}

// TaskInput is a step as somebody plans it.
type TaskInput struct {
	FormKey string     `form:"form_key"`
	Title   string     `form:"title"`
	Owner   int64      `form:"owner"` // 0 = whoever has the case
	DueOn   civil.Date `form:"due_on"`
}

// AddTask plans a step. The same form sent twice is one task.
//
// Errors: store.Invalid; store.Refused once the case is over; store.ErrForbidden;
// store.ErrNotFound.
func (r *Register) AddTask(ctx context.Context, by access.Actor, reference string, in TaskInput) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		task, err := w.newTask(in)
		if err != nil {
			return err
		}
		if known, err := w.once(in.FormKey, in, nil); known || err != nil {
			return err
		}
		if err := gorm.G[Task](w.DB).Create(ctx, &task); err != nil {
			return err
		}
		if err := r.addWords(ctx, w.Tx, w.ID, in.Title); err != nil {
			return err
		}
		if err := w.move(w.begun()); err != nil {
			return err
		}
		return w.record(audit.TaskAdded, map[string]any{"task": task.ID})
	})
}

func (w *work) newTask(in TaskInput) (Task, error) {
	if err := w.lasting(); err != nil {
		return Task{}, err
	}
	invalid := store.Invalid{}
	if in.Title == "" {
		invalid["title"] = "task.title.missing"
	} else if utf8.RuneCountInString(in.Title) > maxLine {
		invalid["title"] = "field.too_long"
	}
	id, err := newID(w.Tx)
	if err != nil {
		return Task{}, err
	}
	task := Task{ID: id, RequestID: w.ID, Title: w.key.SealText(w.Rand, titlePlace(id), in.Title), AddedBy: w.Actor.ID, AddedAt: w.Now}
	if !in.DueOn.IsZero() {
		task.DueOn = &in.DueOn
		if in.DueOn.Before(w.Today(w.Now)) {
			invalid["due_on"] = "task.due_on.past"
		}
	}
	if in.Owner != 0 {
		task.OwnerID = &in.Owner
		fit, err := workersOf(w.ctx, w.DB, w.SiteID, w.Now)
		if err != nil {
			return Task{}, err
		}
		if !slices.ContainsFunc(fit, func(p Worker) bool { return p.ID == in.Owner }) {
			invalid["owner"] = "assignment.owner.unfit"
		}
	}
	return task, invalid.Err()
}

// FinishTask marks a step as done. Of two people who finish it at once, the first
// stands; the second is told.
//
// Errors: store.ErrNotFound; store.Refused when it is done already; store.ErrForbidden.
func (r *Register) FinishTask(ctx context.Context, by access.Actor, reference string, id uuid.UUID) error {
	return r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		task, err := gorm.G[Task](w.DB).Where("id = ? AND request_id = ?", id, w.ID).First(ctx)
		if err != nil {
			return err
		}
		if task.DoneAt != nil {
			return store.Refused("task.refused.done")
		}
		if _, err := gorm.G[Task](w.DB).Where("id = ?", id).Updates(ctx, Task{DoneBy: &by.ID, DoneAt: &w.Now}); err != nil {
			return err
		}
		return w.record(audit.TaskDone, map[string]any{"task": id})
	})
}

// tasksOf reads the tasks of a request in the order in which they were planned.
func tasksOf(ctx context.Context, db *gorm.DB, requestID int64) ([]Task, error) {
	tasks, err := gorm.G[Task](db).Where("request_id = ?", requestID).Order("seq").Find(ctx)
	return tasks, store.Translate(err)
}
