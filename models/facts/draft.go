package facts

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/edition"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// DraftInput is what an editor states about a site. Rows that are wholly empty are
// left out.
type DraftInput struct {
	Version         int64             `form:"version"` // of the draft that was opened; 0 = there was none
	Controllers     []Controller      `form:"controllers"`
	Contact         Contact           `form:"contact"`
	Representatives []Representative  `form:"representatives"`
	Rights          []string          `form:"rights"`
	Days            map[string]int    `form:"days"`    // right → usual days
	Notices         map[string]string `form:"notices"` // locale → Markdown
}

const (
	maxLine   = 300   // characters of a name or address line
	maxNotice = 20000 // characters of a notice
	maxRows   = 20
)

// Draft is the working state of the site's facts; Version 0 when nobody has begun.
func (r *Register) Draft(ctx context.Context, actor access.Actor, at site.Site) (Draft, error) {
	db, err := r.Store.Read(ctx, actor, access.ReadFacts)
	if err != nil {
		return Draft{}, err
	}
	if !actor.MayOn(access.ReadFacts, at.ID) {
		return Draft{}, store.ErrNotFound
	}
	draft, err := gorm.G[Draft](db).Where("site_id = ?", at.ID).First(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Draft{SiteID: at.ID, Content: Facts{Kind: edition.KindFacts, Site: at.Key}}, nil
	}
	return draft, store.Translate(err)
}

// Save keeps the working state.
//
// Errors: store.ErrForbidden; store.Invalid with the field's place, such as
// "controllers[0].name"; store.Conflict when somebody saved in the meantime.
func (r *Register) Save(ctx context.Context, by access.Actor, at site.Site, in DraftInput) (Draft, error) {
	var draft Draft
	err := r.Store.Write(ctx, by, access.EditFacts, func(tx *store.Tx) error {
		if !by.MayOn(access.EditFacts, at.ID) {
			return store.ErrNotFound
		}
		content, err := read(at, in)
		if err != nil {
			return err
		}
		if err := edition.Hold(ctx, tx, edition.Facts(at.Key)); err != nil { // there may be no row to lock yet
			return err
		}
		now, err := gorm.G[Draft](tx.DB).Where("site_id = ?", at.ID).First(ctx)
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		if now.Version != in.Version {
			return store.Conflict{Version: now.Version, Theirs: lines(now.Content)}
		}
		draft = Draft{SiteID: at.ID, Content: content, Version: in.Version + 1, SavedBy: by.ID, SavedAt: tx.Now}
		if err := gorm.G[Draft](tx.DB, clause.OnConflict{UpdateAll: true}).Create(ctx, &draft); err != nil {
			return err
		}
		author := Author{at.ID, by.ID, tx.Now}
		if err := gorm.G[Author](tx.DB, clause.OnConflict{UpdateAll: true}).Create(ctx, &author); err != nil {
			return err
		}
		return tx.AuditOn(at.ID, audit.FactsSaved, at.Key, map[string]any{"version": draft.Version})
	})
	return draft, err
}

// read is the facts that the input states.
func read(at site.Site, in DraftInput) (Facts, error) {
	facts := Facts{Kind: edition.KindFacts, Site: at.Key, Contact: in.Contact}
	invalid := store.Invalid{}
	for i, controller := range in.Controllers {
		if empty(controller) {
			continue
		}
		facts.Controllers = append(facts.Controllers, controller)
		row := fmt.Sprintf("controllers[%d].", i)
		demand(invalid, row+"name", controller.Name)
		demand(invalid, row+"address", controller.Address)
		optionalEmail(invalid, row+"email", controller.Email)
		optionalLink(invalid, row+"authority_url", controller.AuthorityURL)
		limit(invalid, map[string]string{row + "email": controller.Email, row + "authority": controller.Authority, row + "authority_url": controller.AuthorityURL})
		if !slices.Contains(Audiences, controller.Audience) {
			invalid[row+"audience"] = "facts.audience.missing"
		}
	}
	if len(facts.Controllers) == 0 {
		invalid["controllers[0].name"] = "facts.controllers.missing"
	} else if len(in.Controllers) > maxRows {
		invalid["controllers[0].name"] = "facts.controllers.many"
	}
	for i, representative := range in.Representatives {
		if representative.Name+representative.Address+representative.Email == "" {
			continue
		}
		facts.Representatives = append(facts.Representatives, representative)
		row := fmt.Sprintf("representatives[%d].", i)
		demand(invalid, row+"name", representative.Name)
		demand(invalid, row+"address", representative.Address)
		optionalEmail(invalid, row+"email", representative.Email)
		limit(invalid, map[string]string{row + "email": representative.Email})
		if !slices.Contains(Regions, representative.Region) {
			invalid[row+"region"] = "facts.region.missing"
		}
	}
	if len(in.Representatives) > maxRows {
		invalid["representatives[0].name"] = "facts.representatives.many"
	}
	limit(invalid, map[string]string{"contact.name": in.Contact.Name, "contact.phone": in.Contact.Phone, "contact.address": in.Contact.Address})
	demand(invalid, "contact.email", in.Contact.Email)
	optionalEmail(invalid, "contact.email", in.Contact.Email)
	readRights(&facts, in, invalid)
	readNotices(&facts, at, in, invalid)
	return facts, invalid.Err()
}

func readRights(facts *Facts, in DraftInput, invalid store.Invalid) {
	for _, right := range regime.Rights() {
		if !slices.Contains(in.Rights, string(right)) {
			continue
		}
		days := in.Days[string(right)]
		if days < 0 || days > 365 {
			invalid["days["+string(right)+"]"] = "facts.days.range"
		}
		facts.Rights = append(facts.Rights, Offer{Right: string(right), Days: days})
	}
	if len(facts.Rights) == 0 {
		invalid["rights"] = "facts.rights.missing"
	}
}

func readNotices(facts *Facts, at site.Site, in DraftInput, invalid store.Invalid) {
	for _, locale := range at.Locales {
		text := strings.TrimSpace(in.Notices[locale])
		if utf8.RuneCountInString(text) > maxNotice {
			invalid["notices["+locale+"]"] = "field.too_long"
		}
		if text != "" {
			facts.Notices = append(facts.Notices, Notice{Locale: locale, Text: text})
		} else if locale == at.DefaultLocale {
			invalid["notices["+locale+"]"] = "facts.notice.missing"
		}
	}
}

func empty(c Controller) bool {
	return c.Name+c.Address+c.Email+c.Authority+c.AuthorityURL == ""
}

func demand(invalid store.Invalid, field, value string) {
	switch {
	case strings.TrimSpace(value) == "":
		invalid[field] = "field.required"
	case utf8.RuneCountInString(value) > maxLine:
		invalid[field] = "field.too_long"
	}
}

// limit refuses what is longer than a line of a page may be.
func limit(invalid store.Invalid, fields map[string]string) {
	for field, value := range fields {
		if utf8.RuneCountInString(value) > maxLine {
			invalid[field] = "field.too_long"
		}
	}
}

func optionalEmail(invalid store.Invalid, field, value string) {
	if local, domain, found := strings.Cut(value, "@"); value != "" && (!found || local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(value, " \n<>")) {
		invalid[field] = "field.email"
	}
}

func optionalLink(invalid store.Invalid, field, value string) {
	if value == "" {
		return
	}
	if address, err := url.Parse(value); err != nil || address.Scheme != "https" || address.Host == "" || address.User != nil {
		invalid[field] = "field.link"
	}
}

// Standard is what the form tells where a site has no facts yet, so that nobody has
// to wait to ask: made from the site's settings alone. (product.md, site facts)
func Standard(at site.Site) Facts {
	facts := Facts{Kind: edition.KindFacts, Site: at.Key}
	for _, right := range regime.Rights() {
		facts.Rights = append(facts.Rights, Offer{Right: string(right)})
	}
	return facts
}
