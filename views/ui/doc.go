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
// Textarea, Select, Radios, RadioRow, Checkboxes, CheckboxColumns, Checkbox, File,
// Hidden.
// (Date, the text of a day, is not DateField, the question for one.)
//
// # Pages
//
// PublicPage and DeskPage are the shells around a page's children, which bring
// exactly one h1. A shell is made of values: navigation, languages and notices are
// passed in, so that no link leads to a page that does not exist.
//
// Public: PageHead (or a band of its own), RibbonOf, PageNotices, then one of
//
//	<div class="wrap page-body">            one column
//	<div class="wrap with-aside page-body"> main and an aside of 19rem: its first child
//	                                        the main part, its second <aside>
//	PolicyLayout with Clause                contents, text, notes "In short"
//
// Inside: <section class="section">, <div class="stack"> (stack--wide, stack--tight)
// for what stands below each other, <div class="row"> (row--ends) for what stands side
// by side, <div class="columns columns--2"> for equal columns, Panel with Plain for
// asides. Lists of the home page: <ul class="rights">, <ul class="entries"> (with
// entries__when), <ul class="news">, all with role="list". Its band: home-band,
// home-band__row, home-band__promise, home-band__card. Versions: versions__head,
// version, version__pick, version__number, version__words, version__links.
//
// Desk: DeskHead (Ruled for a hairline), then Views, Filters and TableOf with the
// classes "table--edge" (from edge to edge) and "table--brief" (short records on small
// screens, with WideCell and CornerCell), Pager; or <div class="with-rail"> with a first
// child and <aside class="rail"> of <section>s; or <div class="board"> with board__main
// and board__side for panels; or <div class="editor"> with editor__part (--clauses,
// --source, --checks), editor__choice, editor__head, editor__body, editor__source; or
// <div class="review"> with review__told, review__comments, review__changes (in which
// Commented puts comments after what they are about, or beside it), review__more and
// review__decision, in this order. Forms: <form class="form">, its parts
// in <div class="form__part">, two fields side by side in <div class="form__pair">.
// Before one is signed in: EntryPage.
//
// # Scripts
//
// A link or form with data-swap="#region" replaces that region instead of loading a
// page (desk), and the title of the new page is said aloud. A textarea
// with data-preview="/address" and data-into="#one #two" posts its form there 600 ms
// after the last key and fills the regions. A button with data-goto="id" leads to the
// part of the page that the select of that id names. A form with data-compare names its two
// chosen versions on the button with data-compare-words="Compare {from} with {to}".
package ui
