package request

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/edition"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Intake is a new request as either door hands it over: the public form, or staff
// who enter what came by post, phone, counter or e-mail. Everything in it has been
// checked.
type Intake struct {
	Channel     Channel
	Locale      string
	Relation    Relation
	Person      Person
	Wishes      []Wish
	Message     string   // what the person says, may be empty
	Residence   string   // law of the place where the person lives; empty: unknown
	Uploads     []Upload // come with the message
	ReceivedAt  time.Time
	RequestedOn *civil.Date // the date that a letter bears
}

// take writes a new request with everything that belongs to it and starts its clock
// at receipt. It neither audits nor writes mails: that is the door's part.
func (r *Register) take(ctx context.Context, tx *store.Tx, of site.Site, in Intake) (Request, vault.Key, error) {
	key, err := r.Vault.NewKey(ctx, tx)
	if err != nil {
		return Request{}, key, err
	}
	request, err := newRequest(tx, key, of, in)
	if err != nil {
		return Request{}, key, err
	}
	if err := gorm.G[Request](tx.DB).Create(ctx, &request); err != nil {
		return Request{}, key, err
	}
	if _, err := addRights(ctx, tx, key, request.ID, in.Wishes); err != nil {
		return Request{}, key, err
	}
	if err := r.addEditions(ctx, tx, request, of); err != nil {
		return Request{}, key, err
	}
	if err := r.addContent(ctx, tx, key, request, in); err != nil {
		return Request{}, key, err
	}
	return request, key, settleClock(ctx, tx, &request)
}

func newRequest(tx *store.Tx, key vault.Key, of site.Site, in Intake) (Request, error) {
	reference, err := newReference(tx)
	if err != nil {
		return Request{}, err
	}
	sealed, err := sealPerson(tx, key, in.Person)
	if err != nil {
		return Request{}, err
	}
	request := Request{
		Reference: reference, SiteID: of.ID, KeyID: &key.ID, Channel: in.Channel, Locale: in.Locale, Relation: in.Relation,
		Requester: sealed, HasEmail: in.Person.Email != "", Stage: Received,
		ReceivedAt: in.ReceivedAt, RequestedOn: in.RequestedOn, RecordedAt: tx.Now,
		Residence: in.Residence, Zone: of.Zone, Calendar: of.Calendar, Version: 1,
	}
	if in.Channel != Web {
		request.RecordedBy = &tx.Actor.ID
	}
	request.Regimes = laws(of.Regime, in.Residence, civil.DateOf(in.ReceivedAt.In(of.Location())))
	request.LeadRegime = request.Regimes[0]
	return request, nil
}

// laws are those that apply: the site's own and that of the person's home, as far as
// they hold on the day of receipt.
func laws(ofSite, ofHome string, received civil.Date) []string {
	var apply []string
	for _, law := range []string{ofSite, ofHome} {
		if _, holds := regime.At(law, received); holds && !slices.Contains(apply, law) {
			apply = append(apply, law)
		}
	}
	if apply == nil {
		return []string{ofSite} // a law of the future: no clock runs, the case is worked all the same
	}
	return apply
}

// addContent writes what the person said and sent, and lets it be found again.
func (r *Register) addContent(ctx context.Context, tx *store.Tx, key vault.Key, request Request, in Intake) error {
	texts := []string{request.Reference, in.Person.Name, in.Person.Email, in.Person.Phone, in.Person.Postal, in.Person.Account, in.Person.About}
	for _, wish := range in.Wishes {
		texts = append(texts, wish.Detail)
	}
	if err := r.addWords(ctx, tx, request.ID, texts...); err != nil {
		return err
	}
	if err := r.addLookups(ctx, tx, request.ID, in.Person); err != nil {
		return err
	}
	file := File{Direction: FileIn, AttachedBy: request.RecordedBy}
	if in.Message != "" {
		message, err := r.addMessage(ctx, tx, key, Message{RequestID: request.ID, Kind: In, Channel: in.Channel}, in.Message)
		if err != nil {
			return err
		}
		file.MessageID = &message.ID
	}
	_, err := r.addFiles(ctx, tx, key, request.ID, file, in.Uploads)
	return err
}

// requestEdition is one of the editions that were in force when a request arrived.
type requestEdition struct {
	RequestID int64
	Subject   edition.Subject
	EditionID int64
}

// documentsOfSite are the slugs of the documents that are read on a site.
const documentsOfSite = `SELECT d.slug FROM documents d JOIN document_sites s ON s.document_id = d.id WHERE s.site_id = ?`

// addEditions keeps what the public was told when the request arrived.
func (r *Register) addEditions(ctx context.Context, tx *store.Tx, request Request, of site.Site) error {
	subjects := []edition.Subject{edition.Facts(of.Key), edition.Cookies(of.Key), edition.Processors(of.Key)}
	var slugs []string
	if err := tx.WithContext(ctx).Raw(documentsOfSite, of.ID).Scan(&slugs).Error; err != nil {
		return err
	}
	for _, slug := range slugs {
		subjects = append(subjects, edition.Policy(slug))
	}
	found, err := r.Editions.InForceIn(ctx, tx.DB, subjects, request.ReceivedAt)
	if err != nil {
		return err
	}
	kept := make([]requestEdition, 0, len(found))
	for subject, inForce := range found {
		kept = append(kept, requestEdition{request.ID, subject, inForce.ID})
	}
	if len(kept) == 0 {
		return nil
	}
	return gorm.G[requestEdition](tx.DB).CreateInBatches(ctx, &kept, len(kept))
}

// KeptEdition is one of them as a case shows it.
type KeptEdition struct {
	edition.Edition `gorm:"embedded"`

	Title string // of the document at the desk; else the site's name
}

const editionsAtReceipt = `SELECT e.*, coalesce(d.title, s.name) AS title FROM request_editions k JOIN editions e ON e.id = k.edition_id
JOIN sites s ON s.id = e.site_id LEFT JOIN documents d ON e.subject = 'policy:' || d.slug WHERE k.request_id = ? ORDER BY e.subject`

// editionsAtReceipt are the editions that were in force when the request arrived, by
// subject. The caller has checked who asks.
func (r *Register) editionsAtReceipt(ctx context.Context, db *gorm.DB, requestID int64) ([]KeptEdition, error) {
	var editions []KeptEdition
	err := db.WithContext(ctx).Raw(editionsAtReceipt, requestID).Scan(&editions).Error
	return editions, store.Translate(err)
}
