package request

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	netmail "net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// SubmissionInput is the public form: what a person states to ask for something.
// Only what the chosen rights need is demanded.
type SubmissionInput struct {
	FormKey string   `form:"form_key"` // random, made with the page; the same key is the same request
	Rights  []string `form:"rights"`
	Details

	Message   string   `form:"message"`
	Name      string   `form:"name"`
	Email     string   `form:"email"`
	Postal    string   `form:"postal"`
	Account   string   `form:"account"`
	Residence string   `form:"residence"` // law of the place where the person lives
	Relation  string   `form:"relation"`
	About     string   `form:"about"` // whose data it is, when somebody asks for another
	Files     struct{} `form:"files"` // for the place of its error; the files come beside the form
}

// Limits of the form's texts, in characters.
const (
	maxText    = 5000
	maxLine    = 200
	maxPostal  = 500
	maxAddress = 254
)

// Submit takes in what a person sent by the public form. However often the same form
// arrives, there is one request; its clock runs from receipt, confirmed or not.
//
// The uploads belong to the request afterwards; they are discarded when it is
// refused or was taken in before.
//
// Errors: store.Invalid by field; store.Refused when a form with this key was sent
// with other content; store.ErrUnavailable.
func (r *Register) Submit(ctx context.Context, by access.Actor, of site.Site, locale string, in SubmissionInput, uploads []Upload) (Receipt, error) {
	var receipt Receipt
	err := r.Store.Write(ctx, by, access.Anyone, func(tx *store.Tx) error {
		intake, err := newSubmission(in)
		if err != nil {
			return err
		}
		form := r.form(in.FormKey, in, uploads)
		requestID, known, err := form.sentBefore(ctx, tx)
		if err != nil {
			return err
		}
		if !known {
			intake.Locale, intake.Uploads, intake.ReceivedAt = locale, uploads, tx.Now
			if requestID, err = r.takeSubmission(ctx, tx, of, intake, form); err != nil {
				return err
			}
		}
		receipt, err = newReceipt(ctx, tx, requestID)
		return err
	})
	r.Discard(ctx, uploads)
	return receipt, err
}

func (r *Register) takeSubmission(ctx context.Context, tx *store.Tx, of site.Site, intake Intake, form sentForm) (int64, error) {
	request, key, err := r.take(ctx, tx, of, intake)
	if err != nil {
		return 0, err
	}
	if err := form.remember(ctx, tx, request.ID); err != nil {
		return 0, err
	}
	if err := r.askToConfirm(ctx, tx, key, request, intake.Person, of); err != nil {
		return 0, err
	}
	rights := make([]regime.Right, 0, len(intake.Wishes))
	for _, wish := range intake.Wishes {
		rights = append(rights, wish.Key)
	}
	return request.ID, tx.AuditOn(of.ID, audit.RequestReceived, request.Reference, map[string]any{"rights": rights, "files": len(intake.Uploads)})
}

// newSubmission is what the form means, if everything that its rights need is there.
func newSubmission(in SubmissionInput) (Intake, error) {
	intake := Intake{Channel: Web, Relation: Relation(in.Relation), Message: in.Message, Residence: in.Residence,
		Person: Person{Name: in.Name, Email: in.Email, Postal: in.Postal, Account: in.Account}}
	if intake.Relation != Self {
		intake.Person.About = in.About
	}
	for _, right := range regime.Rights() { // in the order of the page, each once
		if slices.Contains(in.Rights, string(right)) {
			intake.Wishes = append(intake.Wishes, Wish{right, in.detail(right)})
		}
	}
	invalid := store.Invalid{}
	in.checkWishes(intake.Wishes, invalid)
	in.checkPerson(intake, invalid)
	in.checkLengths(invalid)
	in.Details.check(invalid)
	if _, known := regime.Lookup(in.Residence); in.Residence != "" && !known {
		invalid["residence"] = "submission.residence.unknown"
	}
	if len(in.FormKey) != formKeyLength {
		invalid["form_key"] = "submission.form_key.missing"
	}
	return intake, invalid.Err()
}

func (in SubmissionInput) checkWishes(wishes []Wish, invalid store.Invalid) {
	asks := func(rights ...regime.Right) bool {
		return slices.ContainsFunc(wishes, func(w Wish) bool { return slices.Contains(rights, w.Key) })
	}
	if len(wishes) == 0 {
		invalid["rights"] = "submission.rights.missing"
	}
	if asks(regime.Rectification) && in.Correction == "" {
		invalid["correction"] = "submission.correction.missing"
	}
	if asks(regime.ChildErasure) && in.Child == "" {
		invalid["child"] = "submission.child.missing"
	}
	if asks(regime.Complaint, regime.PolicyFeedback, regime.Other) && in.Message == "" {
		invalid["message"] = "submission.message.missing"
	}
	// Feedback on a text and a copy of public clauses concern nobody's data: no name is needed.
	aboutSomebody := func(w Wish) bool { return w.Key != regime.PolicyFeedback && w.Key != regime.CopyOfTransferClauses }
	if in.Name == "" && (len(wishes) == 0 || slices.ContainsFunc(wishes, aboutSomebody)) {
		invalid["name"] = "submission.name.missing"
	}
}

func (in SubmissionInput) checkPerson(intake Intake, invalid store.Invalid) {
	switch {
	case in.Email != "" && !isAddress(in.Email):
		invalid["email"] = "submission.email.format"
	case in.Email == "" && in.Postal == "":
		invalid["email"] = "submission.email.missing"
	}
	if !slices.Contains(Relations(), intake.Relation) {
		invalid["relation"] = "submission.relation.missing"
	} else if intake.Relation != Self && in.About == "" {
		invalid["about"] = "submission.about.missing"
	}
}

func (in SubmissionInput) checkLengths(invalid store.Invalid) {
	for _, field := range []struct {
		name, value string
		most        int
	}{
		{"message", in.Message, maxText}, {"name", in.Name, maxLine},
		{"email", in.Email, maxAddress}, {"postal", in.Postal, maxPostal}, {"account", in.Account, maxLine}, {"about", in.About, maxLine},
	} {
		if utf8.RuneCountInString(field.value) > field.most {
			invalid[field.name] = "field.too_long"
		}
	}
}

// isAddress reports whether the text is one plain e-mail address.
func isAddress(text string) bool {
	parsed, err := netmail.ParseAddress(text)
	if err != nil || parsed.Address != text || parsed.Name != "" || strings.ContainsAny(text, " \t\r\n\"<>,;:\\") {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".")
}

const formKeyLength = 43 // 32 bytes in base64url

// NewFormKey makes the key that one form is known by.
func (r *Register) NewFormKey() (string, error) {
	random := make([]byte, 32)
	if _, err := io.ReadFull(r.Store.Rand, random); err != nil {
		return "", fmt.Errorf("make a form key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(random), nil
}

// sentForm is a form as it is known again: hashes of its key and of what it says.
type sentForm struct{ KeyHash, ContentHash []byte }

// form hashes what was sent. The hashes are keyed, so that nobody who reads the
// database can try what it may have said.
func (r *Register) form(formKey string, content any, uploads []Upload) sentForm {
	secret := r.Vault.Purpose("forms")
	said, err := json.Marshal(content)
	if err != nil {
		panic(fmt.Sprintf("a form that cannot be packed: %v", err)) // inputs are texts
	}
	sum := hmac.New(sha256.New, secret)
	sum.Write(said)
	for _, upload := range uploads {
		sum.Write([]byte(upload.Name))
		sum.Write(upload.sum)
	}
	name := hmac.New(sha256.New, secret)
	name.Write([]byte("key " + formKey))
	return sentForm{name.Sum(nil), sum.Sum(nil)}
}

// sentBefore finds the request that the form was taken in as. Of two equal forms
// that arrive at once, at whatever replica, the second waits for the first.
//
// Errors: store.Refused when the key came with other content.
func (f sentForm) sentBefore(ctx context.Context, tx *store.Tx) (requestID int64, known bool, err error) {
	place := int64(binary.BigEndian.Uint64(f.KeyHash)) // #nosec G115 -- any 64 bits name a lock
	if err := tx.WithContext(ctx).Exec(`SELECT pg_advisory_xact_lock(?)`, place).Error; err != nil {
		return 0, false, err
	}
	found, err := gorm.G[formKey](tx.DB).Where("key_hash = ?", f.KeyHash).Find(ctx)
	if err != nil || len(found) == 0 {
		return 0, false, err
	}
	if !hmac.Equal(found[0].ContentHash, f.ContentHash) {
		return 0, false, store.Refused("submission.refused.changed")
	}
	return found[0].RequestID, true, nil
}

// remember ties the form to its request.
func (f sentForm) remember(ctx context.Context, tx *store.Tx, requestID int64) error {
	return gorm.G[formKey](tx.DB).Create(ctx, &formKey{f.KeyHash, requestID, f.ContentHash, tx.Now})
}
