package desk

import (
	"context"
	"strconv"

	"privacydesk/models/edition"
	"privacydesk/models/policy"
	"privacydesk/models/site"
	"privacydesk/models/text"
	"privacydesk/views/ui"
)

// PolicyPath is a document at the desk.
func PolicyPath(slug string) string { return "/desk/policies/" + slug }

// FindingPath says what an import found.
func FindingPath(slug string, id int64) string {
	return PolicyPath(slug) + "/import/" + strconv.FormatInt(id, 10)
}

// DraftPath is where a draft is written in one language.
func DraftPath(slug, locale string) string { return PolicyPath(slug) + "/draft/" + locale }

// PreviewPath shows what is typed there without keeping it.
func PreviewPath(slug, locale string) string { return DraftPath(slug, locale) + "/preview" }

// PolicyRedline is what changed in one language.
type PolicyRedline struct {
	Locale        string
	Before, After policy.Words
	Redline       policy.Redline
}

// DocumentPage is a document at the desk.
type DocumentPage struct {
	Document policy.Document
	Sites    []site.Site // on which it is read
	Draft    *policy.Draft
	Editions []edition.Edition
	Older    string // address of older editions
	Offers   []policy.Offer

	MayEdit   bool
	MayReview bool // proposals and editions too
}

// EditorPage is a draft in one language.
type EditorPage struct {
	Document policy.Document
	Draft    policy.Draft
	Locale   string
	Locales  []string // that the draft has or may get
	Form     ui.Form[policy.TextInput]
	Parsed   text.Document
	Preview  text.Page
	Faults   []policy.Fault
	Editable bool
	Theirs   *policy.Text // what somebody else saved meanwhile
	Redline  policy.Redline

	MayReview bool // the proposal that the draft became
}

// SubmissionPage is a draft on its way to review.
type SubmissionPage struct {
	Document  policy.Document
	Draft     policy.Draft
	Form      ui.Form[policy.SubmissionInput]
	Faults    []policy.Fault
	Material  string // the version that a material change would make
	Editorial string
}

// ImportPage takes a text from elsewhere, or says what was found in it.
type ImportPage struct {
	Document policy.Document
	Version  int64 // of the text that it would replace
	Replaces bool  // there is a text that somebody has written
	Upload   ui.Form[UploadInput]
	Paste    ui.Form[PasteInput]
}

// UploadInput goes with an uploaded file.
type UploadInput struct {
	Version int64  `form:"version"`
	File    string `form:"file"` // names the field in messages; the file itself is read apart
}

// PasteInput is a pasted text.
type PasteInput struct {
	Version int64  `form:"version"`
	Text    string `form:"text"`
}

func faultWords(ctx context.Context, fault policy.Fault) string {
	return ui.T(ctx, fault.Problem.MessageKey, fault.Problem.Args...)
}

// faultCheck is a fault as a line of the checks, with a link to its clause.
func faultCheck(ctx context.Context, fault policy.Fault, editor string) ui.Check {
	check := ui.Check{Tone: ui.Bad, Title: faultWords(ctx, fault), Text: ui.T(ctx, "fault.line", "line", fault.Problem.Line)}
	if fault.Clause != "" {
		check.Href = editor + "#" + fault.Clause
	}
	return check
}

func categoryOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, category := range policy.Categories {
		options = append(options, ui.Option{Value: string(category), Text: ui.T(ctx, "policy_category."+string(category))})
	}
	return options
}

func languageOptions(locales []string) []ui.Option {
	var options []ui.Option
	for _, locale := range locales {
		options = append(options, ui.Option{Value: locale, Text: ui.LanguageName(locale)})
	}
	return options
}
