package desk

import (
	"context"

	"privacydesk/models/request"
	"privacydesk/views/ui"
)

// refusesSomething reports whether the answer must name what the person can do.
func (v Case) refusesSomething() bool {
	for _, right := range v.Case.Rights {
		if right.Stands != nil && right.Stands.Outcome != request.Granted {
			return true
		}
	}
	return false
}

// remedies are what a refusal under the laws of the case tells the person besides, in
// the language of the context. (What the refusal itself must contain is no remedy.)
func (v Case) remedies(ctx context.Context) []string {
	parts, lawful := v.Case.Request.Remedies()
	var words []string
	for _, part := range parts {
		if key := "remedy." + part; ui.Has(ctx, key) {
			words = append(words, ui.T(ctx, key, "authority", ui.Authority(ctx, v.Case.Responsible.Authority, lawful)))
		}
	}
	return words
}

// theirWords is a value that somebody else saved, in words.
func theirWords(ctx context.Context, place, value string) string {
	switch place {
	case "stage":
		return ui.T(ctx, "stage."+value+".label")
	case "outcome":
		return ui.T(ctx, "outcome."+value)
	case "owner":
		if value == "" {
			return ui.T(ctx, "queue.nobody")
		}
	}
	return value
}

// forecastDay says how the last day would change.
func forecastDay(ctx context.Context, ahead request.Forecast) string {
	after := ahead.After.Lead.AnswerBy()
	switch {
	case after == nil:
		return ui.T(ctx, "forecast.no_day")
	case ahead.After.Lead.Paused:
		return ui.T(ctx, "forecast.paused", "date", ui.Weekday(ctx, *after))
	case ahead.Before != nil && *ahead.Before == *after:
		return ui.T(ctx, "forecast.same", "date", ui.Weekday(ctx, *after))
	}
	return ui.T(ctx, "forecast.new", "date", ui.Weekday(ctx, *after))
}

// extensionLead says how far the law allows to go and until when the person must be told.
func extensionLead(ctx context.Context, v Case) string {
	if v.Room.Latest == nil {
		return ui.T(ctx, "extension.lead_open", "law", v.Room.Citation)
	}
	return ui.T(ctx, "extension.lead", "date", ui.Weekday(ctx, *v.Room.Latest), "notice", ui.Weekday(ctx, v.Room.NoticeBy), "law", v.Room.Citation)
}
