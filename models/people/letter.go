package people

import (
	"context"
	"fmt"

	"privacydesk/models/access"
	"privacydesk/models/mail"
	"privacydesk/models/store"
)

// post puts a letter to the person into the outbox, in the desk's language and in
// the name of the default site.
func (r *Register) post(ctx context.Context, tx *store.Tx, person *Person, letter mail.Letter) error {
	key, err := r.keyOf(ctx, tx, person)
	if err != nil {
		return err
	}
	if err := tx.Raw(`SELECT id FROM sites ORDER BY is_default DESC, id LIMIT 1`).Scan(&letter.SiteID).Error; err != nil {
		return err
	}
	params := map[string]string{"name": person.Name, "desk": r.Base + "/desk"}
	for name, value := range letter.Params {
		params[name] = value
	}
	letter.Locale, letter.To, letter.Params = "en", person.Email, params
	return mail.Post(ctx, tx, key, letter)
}

const administratorsOf = `SELECT DISTINCT p.* FROM people p JOIN grants g ON g.person_id = p.id
WHERE g.role = ? AND p.status = ? AND (g.site_id IS NULL OR g.site_id = ?) AND (g.until IS NULL OR g.until > ?)
AND p.id NOT IN (?, ?) ORDER BY p.id`

// tellAdministrators writes to every administrator of the site besides the one who
// acted and the person it is about, so that no change of who may do what is silent.
// (security A4)
func (r *Register) tellAdministrators(ctx context.Context, tx *store.Tx, about Person, siteID int64) error {
	var others []Person
	if err := tx.Raw(administratorsOf, access.Administrator, Active, siteID, tx.Now, tx.Actor.ID, about.ID).Scan(&others).Error; err != nil {
		return err
	}
	kind := "roles_changed"
	if tx.Actor.Kind == access.System {
		kind = "roles_changed_at_terminal"
	}
	for i := range others {
		letter := mail.Letter{Kind: kind, Params: map[string]string{"by": tx.Actor.Name, "who": about.Name,
			"link": fmt.Sprintf("%s/desk/people/%d", r.Base, about.ID)}}
		if err := r.post(ctx, tx, &others[i], letter); err != nil {
			return err
		}
	}
	return nil
}
