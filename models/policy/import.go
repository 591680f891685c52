package policy

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/text"
)

// ImportInput is a text from elsewhere.
type ImportInput struct {
	Filename string
	Raw      []byte
	Locale   string // the language of the draft that it becomes; "" = the document's
	Version  int64  // of the draft's text that it replaces; 0 when there is none
}

// ImportDraft makes a text from elsewhere the draft's text in one language; a draft is
// opened when none is. Clauses that stood in the text before keep their keys. Cookies
// and recipients that the text names are offered to the registers.
//
// Errors: store.ErrForbidden, store.ErrNotFound, store.Invalid for a file that cannot
// be read, store.Refused while the draft is in review, store.Conflict for a late save.
func (r *Register) ImportDraft(ctx context.Context, by access.Actor, slug string, in ImportInput) (Finding, error) {
	found, err := read(in)
	if err != nil {
		return Finding{}, err
	}
	var finding Finding
	err = r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) error {
		document, draft, opened, err := r.draftForImport(ctx, tx, slug)
		if err != nil {
			return err
		}
		if before, _ := draft.Text(localeFor(in, document)); opened { // for this import: there is nothing to lose
			in.Version = before.Version
		}
		if err := r.importInto(ctx, tx, document, draft, in, found); err != nil {
			return err
		}
		finding, err = keepFinding(ctx, tx, document, newFound(found, localeFor(in, document)))
		return err
	})
	return finding, err
}

// NewInput is a text from elsewhere for a document that may be new.
type NewInput struct {
	Slug     string
	Title    string   // "" = as found
	Category Category // of a document that is new; "" = privacy
	Filename string
	Raw      []byte
}

// ImportNew is ImportDraft for a command: it makes the document when it is new, and
// does not write over what somebody has written.
//
// Errors: as ImportDraft; store.Refused when somebody has saved the draft's text.
func (r *Register) ImportNew(ctx context.Context, by access.Actor, on site.Site, in NewInput) (text.Imported, error) {
	found, err := read(ImportInput{Filename: in.Filename, Raw: in.Raw})
	if err != nil {
		return text.Imported{}, err
	}
	if in.Title != "" {
		found.Title = in.Title
	}
	return found, r.Store.Write(ctx, by, access.EditPolicies, func(tx *store.Tx) error {
		if _, err := r.documentFor(ctx, tx, on, in.Slug, in.Category, found); err != nil {
			return err
		}
		document, draft, opened, err := r.draftForImport(ctx, tx, in.Slug)
		if err != nil {
			return err
		}
		into := ImportInput{}
		if found.Locale != document.GoverningLocale && on.Speaks(found.Locale) {
			into.Locale = found.Locale // a translation
		}
		before, _ := draft.Text(localeFor(into, document))
		if !opened && before.Version > 1 {
			return store.Refused("import.refused.draft_open")
		}
		into.Version = before.Version
		return r.importInto(ctx, tx, document, draft, into, found)
	})
}

func localeFor(in ImportInput, document Document) string {
	if in.Locale == "" {
		return document.GoverningLocale
	}
	return in.Locale
}

// importInto makes what was found the draft's text in the input's language.
func (r *Register) importInto(ctx context.Context, tx *store.Tx, document Document, draft Draft, in ImportInput, found text.Imported) error {
	locale := localeFor(in, document)
	before, _ := draft.Text(locale)
	older, _ := text.Parse(before.Markdown)
	title := cmp.Or(found.Title, before.Title)
	_, markdown := parted("", found.Markdown(older))
	if _, err := r.save(ctx, tx, document, draft, locale, TextInput{title, markdown, in.Version}); err != nil {
		return err
	}
	if err := r.offer(ctx, tx, document, found); err != nil {
		return err
	}
	return tx.AuditOn(document.SiteID, audit.PolicyImported, document.Slug, map[string]any{"draft": draft.ID, "locale": locale})
}

// draftForImport is the live draft, or one that was opened now.
func (r *Register) draftForImport(ctx context.Context, tx *store.Tx, slug string) (document Document, draft Draft, opened bool, err error) {
	document, draft, err = r.lockDraft(ctx, tx, slug)
	if !errors.Is(err, store.ErrNotFound) {
		return document, draft, false, err
	}
	if document, err = lock(ctx, tx, slug); err != nil {
		return Document{}, Draft{}, false, err
	}
	draft, err = r.openDraft(ctx, tx, document)
	return document, draft, true, err
}

// read understands the file.
func read(in ImportInput) (text.Imported, error) {
	found, err := text.Import(in.Raw, in.Filename)
	if err == nil && text.Paragraphs(found.Document.Text()) > text.MaxParagraphs {
		err = text.ErrTooMany
	}
	for _, known := range []error{text.ErrEmpty, text.ErrBinary, text.ErrTooLarge, text.ErrTooDeep, text.ErrTooMany, text.ErrEncoding} {
		if errors.Is(err, known) {
			return text.Imported{}, store.Invalid{"file": known.Error()}
		}
	}
	return found, err
}

// OfferKind says which register an offer is for.
type OfferKind string

// What an imported text may offer.
const (
	OfferCookies    OfferKind = "cookies"    // Content is []text.ImportedCookie
	OfferRecipients OfferKind = "recipients" // Content is Recipients
)

// Offer is what an imported text named, for a register to take or dismiss.
type Offer struct {
	ID         int64
	DocumentID int64
	SiteID     int64
	Kind       OfferKind
	Content    []byte // JSON
	OfferedBy  int64
	OfferedAt  time.Time
	SettledBy  *int64
	SettledAt  *time.Time
}

// Recipients are the categories of recipients and the companies that a text named.
type Recipients struct {
	Categories []string `json:"categories"`
	Companies  []string `json:"companies"`
}

// Cookies are the cookie rows of an offer of that kind.
func (o Offer) Cookies() ([]text.ImportedCookie, error) {
	var rows []text.ImportedCookie
	return rows, o.into(&rows)
}

// Recipients are the names of an offer of that kind.
func (o Offer) Recipients() (Recipients, error) {
	var names Recipients
	return names, o.into(&names)
}

func (o Offer) into(value any) error {
	if err := json.Unmarshal(o.Content, value); err != nil {
		return fmt.Errorf("read offer %d: %w", o.ID, err)
	}
	return nil
}

// offer puts what the text named before the registers. A newer offer of the same
// document takes the place of one that nobody has settled.
func (r *Register) offer(ctx context.Context, tx *store.Tx, document Document, found text.Imported) error {
	var err error
	if found.Companies, err = others(ctx, tx, document.SiteID, found.Companies); err != nil {
		return err
	}
	for kind, content := range map[OfferKind]any{
		OfferCookies:    found.Cookies,
		OfferRecipients: Recipients{found.RecipientCategories, found.Companies},
	} {
		if kind == OfferCookies && len(found.Cookies) == 0 ||
			kind == OfferRecipients && len(found.RecipientCategories)+len(found.Companies) == 0 {
			continue
		}
		encoded, err := json.Marshal(content)
		if err != nil {
			return fmt.Errorf("pack an offer: %w", err)
		}
		if _, err := gorm.G[Offer](tx.DB).Where("document_id = ? AND kind = ? AND settled_at IS NULL", document.ID, kind).Delete(ctx); err != nil {
			return err
		}
		row := Offer{DocumentID: document.ID, SiteID: document.SiteID, Kind: kind, Content: encoded, OfferedBy: tx.Actor.ID, OfferedAt: tx.Now}
		if err := gorm.G[Offer](tx.DB).Create(ctx, &row); err != nil {
			return err
		}
	}
	return nil
}

// others are the companies that are not the site's own: "Harbour Market Ltd" is no
// recipient of the data of Harbour Market.
func others(ctx context.Context, tx *store.Tx, siteID int64, companies []string) ([]string, error) {
	var own string
	if err := tx.WithContext(ctx).Raw(`SELECT name FROM sites WHERE id = ?`, siteID).Scan(&own).Error; err != nil {
		return nil, err
	}
	var rest []string
	for _, company := range companies {
		if !strings.HasPrefix(strings.ToLower(company)+" ", strings.ToLower(own)+" ") {
			rest = append(rest, company)
		}
	}
	return rest, nil
}

// Offers are the open offers of a kind for a site, newest first.
func (r *Register) Offers(ctx context.Context, siteID int64, kind OfferKind) ([]Offer, error) {
	offers, err := gorm.G[Offer](r.Store.DB).Where("site_id = ? AND kind = ? AND settled_at IS NULL", siteID, kind).
		Order("id DESC").Limit(50).Find(ctx)
	return offers, store.Translate(err)
}

// OffersOf are the open offers that came from a document.
func (r *Register) OffersOf(ctx context.Context, document Document) ([]Offer, error) {
	offers, err := gorm.G[Offer](r.Store.DB).Where("document_id = ? AND settled_at IS NULL", document.ID).Order("kind").Find(ctx)
	return offers, store.Translate(err)
}

// SettleOffer marks an offer as taken or dismissed, in the register's own transaction.
//
// Errors: store.ErrNotFound when it is not open.
func (r *Register) SettleOffer(ctx context.Context, tx *store.Tx, id int64) error {
	n, err := gorm.G[Offer](tx.DB).Where("id = ? AND settled_at IS NULL", id).Updates(ctx, Offer{SettledBy: &tx.Actor.ID, SettledAt: &tx.Now})
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
}
