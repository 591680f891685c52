package public

import (
	"context"
	"strings"

	"privacydesk/models/edition"
	"privacydesk/views/ui"
)

// AnswerTime says how long an answer takes, usually and at most.
func AnswerTime(ctx context.Context, offer Offer) string {
	var parts []string
	if offer.Days > 0 {
		parts = append(parts, ui.T(ctx, "home.rights.usual", "count", offer.Days))
	}
	if !offer.Limit.IsZero() {
		parts = append(parts, ui.T(ctx, "home.rights.limit", "period", ui.Period(ctx, offer.Limit)))
	}
	return strings.Join(parts, " ")
}

// RegisterPath is the public page of a register, by the kind of its subject.
func RegisterPath(kind string) string {
	return map[string]string{edition.KindCookies: "/cookies", edition.KindProcessors: "/companies"}[kind]
}

func registerOf(registers map[edition.Subject]edition.Edition, kind string) (edition.Edition, bool) {
	for subject, found := range registers {
		if subject.Kind() == kind {
			return found, true
		}
	}
	return edition.Edition{}, false
}

func newsPath(e edition.Edition) string {
	if e.Subject.Kind() == edition.KindPolicy {
		return "/policies/" + e.Subject.Key() + "/" + e.Version
	}
	return RegisterPath(e.Subject.Kind())
}

func newsTitle(ctx context.Context, home HomeValues, e edition.Edition) string {
	if e.Subject.Kind() != edition.KindPolicy {
		return ui.T(ctx, "home."+e.Subject.Kind()+".title")
	}
	title := e.Subject.Key()
	for _, document := range home.Policies {
		if document.Subject() == e.Subject {
			words, _ := document.Content.In(ui.Locale(ctx))
			title = titleOf(words.Title, document.Title)
		}
	}
	return ui.T(ctx, "home.news.version", "title", title, "version", e.Version)
}

// titleOf is the public title, or the desk's where the public one is not there.
func titleOf(public, desk string) string {
	if public != "" {
		return public
	}
	return desk
}
