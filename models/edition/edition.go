package edition

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"privacydesk/models/store"
)

// Subject is what an edition is of: "policy:privacy", "cookies:main".
type Subject string

// The four kinds of subjects.
const (
	KindPolicy     = "policy"
	KindCookies    = "cookies"
	KindProcessors = "processors"
	KindFacts      = "facts"
)

// Policy is the document with this slug.
func Policy(slug string) Subject { return Subject(KindPolicy + ":" + slug) }

// Cookies is the cookie declaration of a site, by the site's key.
func Cookies(site string) Subject { return Subject(KindCookies + ":" + site) }

// Processors is the processor list of a site.
func Processors(site string) Subject { return Subject(KindProcessors + ":" + site) }

// Facts is what the public is told about a site itself.
func Facts(site string) Subject { return Subject(KindFacts + ":" + site) }

// Kind is the part before the colon.
func (s Subject) Kind() string { kind, _, _ := strings.Cut(string(s), ":"); return kind }

// Key is the part after the colon: a slug, or the key of a site.
func (s Subject) Key() string { _, key, _ := strings.Cut(string(s), ":"); return key }

// Class says how much an edition changes for its readers.
type Class string

const (
	Material    Class = "material"
	Editorial   Class = "editorial"
	Translation Class = "translation" // the same version in one more language, without notice
)

// Known reports whether the class exists.
func (c Class) Known() bool { return c == Material || c == Editorial || c == Translation }

// Edition is one publication. It is never changed; its content may be withheld, and
// it may be withdrawn before it takes effect.
type Edition struct {
	ID          int64
	Subject     Subject
	Number      int // 1, 2, 3 … within the subject
	SiteID      int64
	Version     string // of a document: "7.1"
	ChangeClass Class
	SHA256      []byte `gorm:"column:sha256"` // of salt and content
	PublishedAt time.Time
	EffectiveAt time.Time
	PreparedBy  int64
	ApprovedBy  *int64
	WaiverID    *int64 // set when four eyes were turned off
	Imported    bool   // history from elsewhere: not approved here, PublishedAt is when it was recorded
	ProposalID  *int64

	// Read beside the row; empty where the edition is withheld.
	Content []byte `gorm:"->;-:migration"` // canonical JSON, every ready locale in it
	Salt    []byte `gorm:"->;-:migration"` // 32 random bytes
	Summary string `gorm:"->;-:migration"` // in plain words

	WithdrawnAt  *time.Time `gorm:"->;-:migration"`
	WithheldAt   *time.Time `gorm:"->;-:migration"`
	LegalReason  string     `gorm:"->;-:migration"` // of the withholding, public
	WithdrawnFor string     `gorm:"->;-:migration"` // reason of the withdrawal, public
}

// Hash is SHA256 in lower-case hex.
func (e Edition) Hash() string { return hex.EncodeToString(e.SHA256) }

// Withheld reports whether the content was taken out of service.
func (e Edition) Withheld() bool { return e.WithheldAt != nil }

// Withdrawn reports whether it was taken back before it took effect.
func (e Edition) Withdrawn() bool { return e.WithdrawnAt != nil }

// InEffect reports whether the edition has begun to hold at that time.
func (e Edition) InEffect(at time.Time) bool { return !e.Withdrawn() && !e.EffectiveAt.After(at) }

// Checks reports whether content and salt still give the hash.
func (e Edition) Checks() bool { return hex.EncodeToString(hash(e.Salt, e.Content)) == e.Hash() }

func hash(salt, content []byte) []byte {
	sum := sha256.New()
	sum.Write(salt)
	sum.Write(content)
	return sum.Sum(nil)
}

// Register is the door to editions and to what leads to them.
type Register struct{ Store *store.Store }

// Changed is the channel on which processes hear that the public is told something
// else: published, withdrawn, withheld. The payload is the subject.
const Changed = "editions"
