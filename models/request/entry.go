package request

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// LogInput is what staff enter of a request that came by post, phone, counter or
// e-mail.
type LogInput struct {
	FormKey     string     `form:"form_key"`
	Site        string     `form:"site"` // key
	Channel     string     `form:"channel"`
	ReceivedOn  civil.Date `form:"received_on"`  // when it reached an official channel, in the site's zone
	RequestedOn civil.Date `form:"requested_on"` // the date that a letter bears, if any
	Rights      []string   `form:"rights"`

	Details // as far as they said: what is missing is asked for later

	Message   string   `form:"message"`
	Relation  string   `form:"relation"`
	About     string   `form:"about"`
	Name      string   `form:"name"`
	Email     string   `form:"email"`
	Phone     string   `form:"phone"`
	Postal    string   `form:"postal"`
	Account   string   `form:"account"`
	Locale    string   `form:"locale"`
	Residence string   `form:"residence"`
	Files     struct{} `form:"files"` // for the place of its error; the files come beside the form
}

// Log takes in a request that reached us otherwise than by the form. Its clock runs
// from the day on which it reached us, noticed or not.
//
// The uploads belong to the request afterwards; they are discarded when it is
// refused or was entered before.
//
// Errors: store.Invalid by field; store.Refused when a form with this key was sent
// with other content; store.ErrForbidden; store.ErrUnavailable.
func (r *Register) Log(ctx context.Context, by access.Actor, in LogInput, uploads []Upload) (reference string, err error) {
	err = r.Store.Write(ctx, by, access.LogRequests, func(tx *store.Tx) error {
		of, intake, err := newEntry(ctx, tx, in)
		if err != nil {
			return err
		}
		form := r.form(in.FormKey, in, uploads)
		requestID, known, err := form.sentBefore(ctx, tx)
		if err != nil {
			return err
		}
		if known {
			row, err := gorm.G[Request](tx.DB).Select("reference").Where("id = ?", requestID).First(ctx)
			reference = row.Reference
			return err
		}
		intake.Uploads = uploads
		reference, err = r.enter(ctx, tx, of, intake, form)
		return err
	})
	r.Discard(ctx, uploads)
	return reference, err
}

func (r *Register) enter(ctx context.Context, tx *store.Tx, of site.Site, intake Intake, form sentForm) (string, error) {
	request, key, err := r.take(ctx, tx, of, intake)
	if err != nil {
		return "", err
	}
	if err := form.remember(ctx, tx, request.ID); err != nil {
		return "", err
	}
	if err := r.askToConfirm(ctx, tx, key, request, intake.Person, of); err != nil {
		return "", err
	}
	return request.Reference, tx.AuditOn(of.ID, audit.RequestLogged, request.Reference,
		map[string]any{"channel": request.Channel, "files": len(intake.Uploads)})
}

// newEntry is the request that the form describes, on a site where the actor may
// enter it.
func newEntry(ctx context.Context, tx *store.Tx, in LogInput) (site.Site, Intake, error) {
	invalid := store.Invalid{}
	sites, err := gorm.G[site.Site](tx.DB).Where("key = ?", in.Site).Find(ctx)
	if err != nil {
		return site.Site{}, Intake{}, err
	}
	var of site.Site
	if len(sites) == 1 && tx.Actor.MayOn(access.LogRequests, sites[0].ID) {
		of = sites[0]
	} else {
		invalid["site"] = "entry.site.missing"
	}
	intake := Intake{Channel: Channel(in.Channel), Relation: Relation(in.Relation), Message: in.Message, Residence: in.Residence, Locale: in.Locale,
		Person: Person{Name: in.Name, Email: in.Email, Phone: in.Phone, Postal: in.Postal, Account: in.Account}}
	if intake.Relation != Self {
		intake.Person.About = in.About
	}
	for _, right := range regime.Rights() {
		if slices.Contains(in.Rights, string(right)) {
			intake.Wishes = append(intake.Wishes, Wish{right, in.detail(right)})
		}
	}
	in.check(intake, of, invalid)
	in.Details.check(invalid)
	if of.ID != 0 {
		in.checkDays(&intake, of, tx.Now, invalid)
	}
	return of, intake, invalid.Err()
}

func (in LogInput) check(intake Intake, of site.Site, invalid store.Invalid) {
	if !slices.Contains(EntryChannels(), intake.Channel) {
		invalid["channel"] = "entry.channel.missing"
	}
	if len(intake.Wishes) == 0 {
		invalid["rights"] = "submission.rights.missing"
	}
	if in.Name == "" {
		invalid["name"] = "entry.name.missing"
	}
	if in.Email != "" && !isAddress(in.Email) {
		invalid["email"] = "submission.email.format"
	} else if in.Email == "" && in.Postal == "" && in.Phone == "" {
		invalid["email"] = "entry.email.missing"
	}
	if !slices.Contains(Relations(), intake.Relation) {
		invalid["relation"] = "submission.relation.missing"
	} else if intake.Relation != Self && in.About == "" {
		invalid["about"] = "submission.about.missing"
	}
	if of.ID != 0 && !of.Speaks(in.Locale) {
		invalid["locale"] = "entry.locale.missing"
	}
	if _, known := regime.Lookup(in.Residence); in.Residence != "" && !known {
		invalid["residence"] = "submission.residence.unknown"
	}
	if len(in.FormKey) != formKeyLength {
		invalid["form_key"] = "submission.form_key.missing"
	}
	for _, field := range []struct {
		name, value string
		most        int
	}{
		{"message", in.Message, maxText}, {"name", in.Name, maxLine}, {"email", in.Email, maxAddress}, {"phone", in.Phone, maxLine},
		{"postal", in.Postal, maxPostal}, {"account", in.Account, maxLine}, {"about", in.About, maxLine},
	} {
		if utf8.RuneCountInString(field.value) > field.most {
			invalid[field.name] = "field.too_long"
		}
	}
}

// checkDays reads the day of receipt in the site's zone. What came today came by
// now; what came before counts from noon of its day, which no change of clocks moves
// to another.
func (in LogInput) checkDays(intake *Intake, of site.Site, now time.Time, invalid store.Invalid) {
	today := civil.DateOf(now.In(of.Location()))
	switch {
	case in.ReceivedOn.IsZero():
		invalid["received_on"] = "entry.received_on.missing"
	case in.ReceivedOn.After(today):
		invalid["received_on"] = "entry.received_on.future"
	case in.ReceivedOn.Before(today.AddYears(-oldestEntry)):
		invalid["received_on"] = "entry.received_on.old"
	case in.ReceivedOn == today:
		intake.ReceivedAt = now
	default:
		intake.ReceivedAt = in.ReceivedOn.In(of.Location()).Add(12 * time.Hour)
	}
	if in.RequestedOn.IsZero() {
		return
	}
	if in.RequestedOn.After(in.ReceivedOn) || in.RequestedOn.Before(today.AddYears(-oldestEntry)) {
		invalid["requested_on"] = "entry.requested_on.late"
	} else {
		intake.RequestedOn = &in.RequestedOn
	}
}

const oldestEntry = 5 // years; further back it is a slip of the keys

// EntryChannels are the ways that staff enter a request from.
func EntryChannels() []Channel { return []Channel{Post, Phone, Counter, Email} }
