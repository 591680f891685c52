package ui_test

import (
	"net/url"
	"regexp"
	"slices"
	"testing"

	"privacydesk/views/ui"
)

type askingInput struct {
	Rights []string `form:"rights"`
	Name   string   `form:"name"`
	Email  string   `form:"email"`
	Note   string   // not in the form
}

func TestErrorSummaryLeadsToTheFieldsInTheOrderOfThePage(t *testing.T) {
	form := ui.Form[askingInput]{Errors: map[string]string{"email": "gallery.email_wrong", "name": "field.required", "rights": "field.required", "elsewhere": "field.required"}}

	page := rendered(t, "en", ui.Errors(form))

	contains(t, page, "There are 4 problems", `role="alert"`, `tabindex="-1"`)
	var targets []string
	for _, link := range regexp.MustCompile(`href="#([a-z]+)"`).FindAllStringSubmatch(page, -1) {
		targets = append(targets, link[1])
	}
	if !slices.Equal(targets, []string{"rights", "name", "email", "elsewhere"}) {
		t.Errorf("the links lead to %v", targets)
	}
}

func TestErrorSummaryStaysAwayFromAFormWithoutErrors(t *testing.T) {
	equal(t, rendered(t, "en", ui.Errors(ui.Form[askingInput]{})), "")
}

func TestErrorSummaryCountsARefusalOfTheWholeForm(t *testing.T) {
	page := rendered(t, "en", ui.Errors(ui.Form[askingInput]{Refused: "field.unreadable"}))

	contains(t, page, "There is a problem", "Check what you typed")
}

func TestFieldKeepsWhatWasTypedBesideItsHintAndError(t *testing.T) {
	form := ui.Form[askingInput]{Typed: url.Values{"email": {`marta"@`}}, Errors: map[string]string{"email": "gallery.email_wrong"}}

	page := rendered(t, "en", ui.Email("gallery.email", form.Field("email").Autocomplete("email").Required()))

	contains(t, page, `for="email"`, `id="email"`, `value="marta&#34;@"`, `aria-describedby="email-hint email-error"`, `aria-invalid="true"`,
		`aria-required="true"`, `autocomplete="email"`, "We send a link to confirm it.", "has-error")
}

func TestFieldWithoutHintDescribesNothing(t *testing.T) {
	page := rendered(t, "en", ui.Text("gallery.name", ui.Form[askingInput]{}.Field("name")))

	lacks(t, page, "aria-describedby", "field__hint", "aria-invalid")
}

func TestCheckboxesKeepEveryValueUnderOneName(t *testing.T) {
	form := ui.Form[askingInput]{Typed: url.Values{"rights": {"access", "erasure"}}}
	options := []ui.Option{{Value: "access", Message: "gallery.access"}, {Value: "other", Text: "Other"}, {Value: "erasure", Message: "gallery.erasure"}}

	page := rendered(t, "en", ui.Checkboxes("gallery.rights", form.Field("rights"), options))

	for _, box := range []string{`id="rights" name="rights" value="access" checked`, `id="rights-2" name="rights" value="other">`, `id="rights-3" name="rights" value="erasure" checked`} {
		contains(t, page, box)
	}
}

func TestPasswordIsNeverSentBack(t *testing.T) {
	form := ui.Form[askingInput]{Typed: url.Values{"password": {"correct horse"}}}

	lacks(t, rendered(t, "en", ui.Password("gallery.password", form.Field("password"))), "correct horse")
}

func TestTextareaKeepsItsFirstLineBreak(t *testing.T) {
	page := rendered(t, "en", ui.Textarea("gallery.about", ui.Field{Name: "about", Typed: "\nsecond line"}))

	contains(t, page, ">\n\nsecond line</textarea>")
}
