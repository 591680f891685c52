// Package ui holds the components of the design system, one file each, the message
// catalogue, and the manners of each language. Pages in views/public and views/desk
// are made of them; nothing here asks a register or decides anything.
//
// # Words
//
//	ui.T(ctx, "queue.title")                 // a message of assets/locales
//	ui.T(ctx, "queue.count", "count", n)     // {{.count}}; "count" chooses the plural form
//	@ui.Filled("home.agree", "link", part)   // a component in the place of {{.link}}
//	ui.Has(ctx, "right.access.hint")         // is there such a message
//
// Messages live in assets/locales/LOCALE/public/RESOURCE.toml (what the public reads:
// every locale) and assets/locales/en/desk/RESOURCE.toml (what only staff read). A key
// is the path of tables: [extension.reason] label = "…" is extension.reason.label.
// Plural forms are a table with one and other (and zero, two, few, many in Arabic).
// The locale and zone of a page are set once: ui.WithLocale, ui.WithZone.
//
// # Dates and numbers
//
// Functions give text: Date, Weekday, ShortDate, MediumDate, DateTime, Clocktime,
// DaysLeft, Number, Decimal, FileSize, List. Components give <time>: Time, On,
// OnWeekday.
//
// # Forms
//
// A page shows ui.Form[Input] through one component per field. Each takes a message
// key, of which key.label, key.hint (if it exists) and the options' words are read,
// and a field:
//
//	<form class="form" method="post" action={ templ.URL(path) }>
//		@ui.Errors(form)
//		@ui.Hidden("version", version)
//		@ui.Text("account.name", form.Field("name").Autocomplete("name"))
//		@ui.Textarea("extension.reason", form.Field("reason").Rows(4))
//		@ui.DateField("extension.due_on", form.Field("due_on"))
//		@ui.Checkboxes("request.rights", form.Field("rights"), options)
//		@ui.Submit("extension.submit")
//	</form>
//
// Fields: Text, Email, Phone, Address, Password, Code, Whole, DateField, Moment,
// Textarea, Select, Radios, RadioRow, Checkboxes, Checkbox, File, Hidden.
// (Date, the text of a day, is not DateField, the question for one.)
//
// # Pages
//
// PublicPage and DeskPage are the shells around a page's children, which bring
// exactly one h1. A shell is made of values: navigation, languages and notices are
// passed in, so that no link leads to a page that does not exist.
package ui
