package public

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"privacydesk/handlers/web"
	"privacydesk/models/edition"
	"privacydesk/models/store"
)

// editionAnswer is an edition for programs: with salt and content anybody can compute
// its hash again.
type editionAnswer struct {
	Subject     edition.Subject `json:"subject"`
	Number      int             `json:"number"`
	PublishedAt time.Time       `json:"published_at"`
	EffectiveAt time.Time       `json:"effective_at"`
	Salt        string          `json:"salt"`
	SHA256      string          `json:"sha256"`
	Withdrawn   *withdrawnMark  `json:"withdrawn,omitempty"`
	Imported    bool            `json:"imported,omitempty"` // history, not approved here
	Waived      bool            `json:"waived,omitempty"`   // approved without a second person
	Content     json.RawMessage `json:"content"`
}

type withdrawnMark struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// goneAnswer is what stays of an edition that was withheld.
type goneAnswer struct {
	Subject     edition.Subject `json:"subject"`
	Number      int             `json:"number"`
	PublishedAt time.Time       `json:"published_at"`
	EffectiveAt time.Time       `json:"effective_at"`
	SHA256      string          `json:"sha256"`
	WithheldAt  time.Time       `json:"withheld_at"`
	Notice      string          `json:"notice"` // the legal reason
}

func goneEdition(e edition.Edition) goneAnswer {
	return goneAnswer{e.Subject, e.Number, e.PublishedAt.UTC(), e.EffectiveAt.UTC(), e.Hash(), e.WithheldAt.UTC(), e.LegalReason}
}

// showEdition is any edition by its hash, for checking it.
func (p *Public) showEdition(c web.Ctx) error {
	sum, format := web.Format(c.Param("hash"))
	if format != ".json" {
		return store.ErrNotFound
	}
	found, err := p.Editions.ByHash(c.Request().Context(), sum)
	if err != nil {
		return err
	}
	if found.Withheld() {
		c.Response().Header().Set("Cache-Control", "no-store")
		return c.JSON(http.StatusGone, goneEdition(found))
	}
	answer := editionAnswer{
		Subject: found.Subject, Number: found.Number, PublishedAt: found.PublishedAt.UTC(), EffectiveAt: found.EffectiveAt.UTC(),
		Salt: hex.EncodeToString(found.Salt), SHA256: found.Hash(), Imported: found.Imported, Waived: found.WaiverID != nil, Content: found.Content,
	}
	if found.Withdrawn() {
		answer.Withdrawn = &withdrawnMark{found.WithdrawnAt.UTC(), found.WithdrawnFor}
	}
	// Not indented: the content stands in it byte for byte as it was hashed.
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		return err
	}
	return web.Bytes(c, "application/json; charset=utf-8", body.Bytes(), time.Time{})
}
