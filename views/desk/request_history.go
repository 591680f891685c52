package desk

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/views/ui"
)

// historyWords say who did it, and what about it: "Request logged · Enid Falk · by post".
func historyWords(ctx context.Context, v Case, happened request.Happened) string {
	words := " · " + v.actor(ctx, happened)
	if more := v.details(ctx, happened); len(more) > 0 {
		words += " · " + strings.Join(more, ", ")
	}
	return words
}

func (v Case) actor(ctx context.Context, happened request.Happened) string {
	switch happened.ActorKind {
	case "person":
		return v.Case.People[happened.ActorID]
	case "requester", "public":
		return ui.T(ctx, "history.requester")
	}
	return ui.T(ctx, "history.system")
}

// noted is what an event notes, as the register writes it.
type noted struct {
	Channel    string
	Rights     []regime.Right
	Right      regime.Right
	Outcome    string
	Ground     string
	About      string
	Paused     bool
	Event      string
	Method     string
	Kind       string
	Direction  string
	Files      int
	File       uuid.UUID
	Task       uuid.UUID
	From, To   any         // days of an extension, or numbers of people
	ReceivedOn *civil.Date `json:"received_on"`
	DueOn      *civil.Date `json:"due_on"`
	Alone      bool        `json:"four_eyes_off"`
}

// details are what an event says besides its type, in words.
func (v Case) details(ctx context.Context, happened request.Happened) []string {
	var n noted
	if json.Unmarshal([]byte(happened.Detail), &n) != nil {
		return nil
	}
	var words []string
	add := func(is bool, key string, pairs ...any) {
		if is {
			words = append(words, ui.T(ctx, key, pairs...))
		}
	}
	add(n.Channel != "", "channel."+n.Channel)
	for _, right := range append(n.Rights, n.Right) {
		add(right != "", "right."+string(right)+".name")
	}
	add(n.Outcome != "", "outcome."+n.Outcome)
	if ground := v.groundName(n.Right, n.Ground); ground != "" {
		words = append(words, ground)
	}
	add(n.About != "", "pause.for."+n.About+".label")
	add(n.Paused, "history.paused")
	add(n.Event != "", "history.reply."+n.Event)
	add(n.Method != "", "identity.way."+n.Method+".label")
	add(n.Kind != "", "history.end."+n.Kind)
	add(n.Direction != "", "attachment.of."+n.Direction)
	add(n.Files > 0, "history.files", "count", n.Files)
	if name := v.named(n); name != "" {
		words = append(words, name)
	}
	words = append(words, v.moved(ctx, n)...)
	add(n.ReceivedOn != nil, "history.received_on", "date", dateOf(ctx, n.ReceivedOn))
	add(n.DueOn != nil, "history.due_on", "date", dateOf(ctx, n.DueOn))
	add(n.Alone, "history.alone")
	return words
}

func dateOf(ctx context.Context, day *civil.Date) string {
	if day == nil {
		return ""
	}
	return ui.Date(ctx, *day)
}

func (v Case) groundName(right regime.Right, code string) string {
	for _, ground := range v.Case.Request.Grounds(right) {
		if ground.Code == code {
			return ground.Name
		}
	}
	return ""
}

// named is the file or the task that an event is about.
func (v Case) named(n noted) string {
	for _, file := range v.Case.Files {
		if file.ID == n.File {
			return file.Name
		}
	}
	for _, task := range v.Case.Tasks {
		if task.ID == n.Task {
			return task.Words
		}
	}
	return ""
}

// moved says from where to where: a day, or who has the case.
func (v Case) moved(ctx context.Context, n noted) []string {
	if n.From == nil && n.To == nil {
		return nil
	}
	place := func(value any) string {
		switch value := value.(type) {
		case string:
			if day, err := civil.ParseDate(value); err == nil {
				return ui.Date(ctx, day)
			}
			return value
		case float64: // JSON knows no other numbers
			if name := v.Case.People[int64(value)]; name != "" {
				return name
			}
			if value != 0 {
				return strconv.FormatInt(int64(value), 10)
			}
		}
		return ui.T(ctx, "queue.nobody")
	}
	return []string{ui.T(ctx, "history.moved", "from", place(n.From), "to", place(n.To))}
}
