package facts

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"privacydesk/models/edition"
	"privacydesk/models/site"
	"privacydesk/models/store"
)

// Facts are what an edition tells about a site. The struct is the edition's content:
// its JSON names are read by others.
type Facts struct {
	Kind            string           `json:"kind"` // always "facts"
	Site            string           `json:"site"` // the site's key
	Controllers     []Controller     `json:"controllers"`
	Contact         Contact          `json:"contact"` // for data protection
	Representatives []Representative `json:"representatives"`
	Rights          []Offer          `json:"rights"`
	Notices         []Notice         `json:"notices"` // on the request form, one for each language
}

// Controller is who is responsible for the data of some of the people: by where they
// live, or by the entity that they have a contract with.
type Controller struct {
	Audience     string `json:"audience" form:"audience"` // one of Audiences
	Name         string `json:"name" form:"name"`
	Address      string `json:"address" form:"address"`
	Email        string `json:"email" form:"email"`
	Authority    string `json:"authority" form:"authority"` // the supervisory authority that is named in a refusal
	AuthorityURL string `json:"authority_url" form:"authority_url"`
}

// Contact is how to reach the people who look after data protection.
type Contact struct {
	Name    string `json:"name" form:"name"`
	Email   string `json:"email" form:"email"`
	Phone   string `json:"phone" form:"phone"`
	Address string `json:"address" form:"address"`
}

// Representative is the one named under Article 27 of the EU or the UK GDPR.
type Representative struct {
	Region  string `json:"region" form:"region"` // "eu" or "uk"
	Name    string `json:"name" form:"name"`
	Address string `json:"address" form:"address"`
	Email   string `json:"email" form:"email"`
}

// Offer is a right that the form offers, with the time that an answer usually takes;
// 0 where none is stated.
type Offer struct {
	Right string `json:"right"`
	Days  int    `json:"days"`
}

// Notice is the text on the form in one language, as Markdown.
type Notice struct {
	Locale string `json:"locale"`
	Text   string `json:"text"`
}

// Audiences are the people whom a controller can be responsible for.
var Audiences = []string{"everyone", "eu", "uk", "ch", "us", "us-ca", "br", "hk", "elsewhere"}

// Regions are those whose law asks for a representative.
var Regions = []string{"eu", "uk"}

// NamesAnybody reports whether the facts say who is responsible, who represents them or
// whom to write to.
func (f Facts) NamesAnybody() bool {
	return len(f.Controllers) > 0 || len(f.Representatives) > 0 || f.Contact != (Contact{})
}

// ControllerFor is the controller for somebody of the audiences, the most fitting one
// first: whoever is named for one of them, else for everyone, else the first. Who is
// named for the United States is so for California.
func (f Facts) ControllerFor(audiences ...string) (Controller, bool) {
	if slices.Contains(audiences, "us-ca") {
		audiences = append(slices.Clone(audiences), "us")
	}
	for _, wanted := range append(slices.Clone(audiences), "everyone", "elsewhere") {
		for _, controller := range f.Controllers {
			if controller.Audience == wanted {
				return controller, true
			}
		}
	}
	if len(f.Controllers) > 0 {
		return f.Controllers[0], true
	}
	return Controller{}, false
}

// Offers reports whether the form offers the right. A site without facts offers all.
func (f Facts) Offers(right string) bool {
	for _, offer := range f.Rights {
		if offer.Right == right {
			return true
		}
	}
	return len(f.Rights) == 0
}

// Notice is the text on the form in the language, or in the first one there is,
// and which language that is.
func (f Facts) Notice(locale string) (text, in string) {
	for _, notice := range f.Notices {
		if notice.Locale == locale {
			return notice.Text, locale
		}
	}
	if len(f.Notices) > 0 {
		return f.Notices[0].Text, f.Notices[0].Locale
	}
	return "", ""
}

// Read is the content of a facts edition.
func Read(content []byte) (Facts, error) {
	var facts Facts
	if err := json.Unmarshal(content, &facts); err != nil {
		return Facts{}, fmt.Errorf("read the facts of an edition: %w", err)
	}
	return facts, nil
}

// Draft is the working state of a site's facts.
type Draft struct {
	SiteID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Content Facts `gorm:"serializer:json"`
	Version int64
	SavedBy int64
	SavedAt time.Time
}

// TableName is the draft's table.
func (Draft) TableName() string { return "fact_drafts" }

// Author is somebody who saved the draft, and when last.
type Author struct {
	SiteID, PersonID int64 `gorm:"primaryKey;autoIncrement:false"`
	SavedAt          time.Time
}

// TableName is the authors' table.
func (Author) TableName() string { return "fact_authors" }

// Register is the door to the facts of all sites.
type Register struct {
	Store    *store.Store
	Editions *edition.Register
	Sites    *site.Register
}
