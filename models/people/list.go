package people

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/store"
)

// Entry is a person as the list and their page show them.
type Entry struct {
	Person
	Grants []Grant
}

// HasFactor reports whether the person has set a second factor.
func (p Person) HasFactor() bool { return len(p.TOTPSecret) > 0 }

const pageSize = 50

const listPeople = `SELECT * FROM people p WHERE (lower(name), id) > (?, ?) AND (? OR EXISTS (
  SELECT FROM grants g WHERE g.person_id = p.id AND g.site_id = ANY(?::bigint[]))
  AND NOT EXISTS (SELECT FROM grants g WHERE g.person_id = p.id AND (g.site_id IS NULL OR g.site_id <> ALL(?::bigint[]))))
ORDER BY lower(name), id LIMIT ?`

// List is the people whom the actor manages, by name. The cursor holds a person's
// name only as a number.
//
// Errors: store.ErrForbidden; store.ErrNotFound for a cursor that was not ours.
func (r *Register) List(ctx context.Context, actor access.Actor, cursor string) (store.Page[Entry], error) {
	db, err := r.Store.Read(ctx, actor, access.ManagePeople)
	if err != nil {
		return store.Page[Entry]{}, err
	}
	var after Person
	if cursor != "" {
		if err := store.ReadCursor(cursor, &after.ID); err != nil {
			return store.Page[Entry]{}, err
		}
		if after, err = gorm.G[Person](db).Where("id = ?", after.ID).First(ctx); err != nil {
			return store.Page[Entry]{}, store.Translate(err)
		}
	}
	sites, all := actor.Sites(access.ManagePeople)
	var people []Person
	own := bigints(sites)
	if err := db.Raw(listPeople, strings.ToLower(after.Name), after.ID, all, own, own, pageSize+1).Scan(&people).Error; err != nil {
		return store.Page[Entry]{}, store.Translate(err)
	}
	var page store.Page[Entry]
	if len(people) > pageSize {
		people = people[:pageSize]
		page.Next = store.Cursor(people[pageSize-1].ID)
	}
	page.Items, err = withGrants(ctx, db, people)
	return page, err
}

// Count is how many accounts there are.
func (r *Register) Count(ctx context.Context) (int64, error) {
	n, err := gorm.G[Person](r.Store.DB).Count(ctx, "*")
	return n, store.Translate(err)
}

// Find is one person whom the actor manages.
//
// Errors: store.ErrForbidden; store.ErrNotFound, also for a person outside the
// actor's sites.
func (r *Register) Find(ctx context.Context, actor access.Actor, id int64) (Entry, error) {
	db, err := r.Store.Read(ctx, actor, access.ManagePeople)
	if err != nil {
		return Entry{}, err
	}
	people, err := gorm.G[Person](db).Where("id = ?", id).Find(ctx)
	if err != nil {
		return Entry{}, store.Translate(err)
	}
	entries, err := withGrants(ctx, db, people)
	if err != nil {
		return Entry{}, err
	}
	if len(entries) == 0 || id != actor.ID && !within(actor, entries[0].Grants) {
		return Entry{}, store.ErrNotFound
	}
	return entries[0], nil
}

// withGrants reads the roles of all these people in one query.
func withGrants(ctx context.Context, db *gorm.DB, people []Person) ([]Entry, error) {
	ids := make([]int64, 0, len(people))
	for _, person := range people {
		ids = append(ids, person.ID)
	}
	grants, err := gorm.G[Grant](db).Where("person_id = ANY(?::bigint[])", bigints(ids)).Order("id").Find(ctx)
	if err != nil {
		return nil, store.Translate(err)
	}
	entries := make([]Entry, 0, len(people))
	for _, person := range people {
		entry := Entry{Person: person}
		for _, grant := range grants {
			if grant.PersonID == person.ID {
				entry.Grants = append(entry.Grants, grant)
			}
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

const holders = `SELECT DISTINCT p.id, p.name FROM people p JOIN grants g ON g.person_id = p.id
WHERE p.status = 'active' AND g.role = ANY($1) AND (g.site_id IS NULL OR g.site_id = $2) AND (g.until IS NULL OR g.until > $3)
ORDER BY p.name, p.id`

// Named is a person as others refer to them.
type Named struct {
	ID   int64
	Name string
}

// Holders are the people who may do this on the site, by name: whom a case can be
// given to, who can approve.
func (r *Register) Holders(ctx context.Context, need access.Capability, siteID int64) ([]Named, error) {
	var roles []string
	for _, role := range access.Roles {
		if role.May(need) {
			roles = append(roles, string(role))
		}
	}
	return r.named(ctx, holders, roles, siteID, r.Store.Now())
}

const names = `SELECT id, name FROM people WHERE id = ANY($1)`

// Names are the names of these people, for pages that say who did something. An id
// that is nobody's (0 is the portal itself) is missing.
func (r *Register) Names(ctx context.Context, ids ...int64) (map[int64]string, error) {
	found, err := r.named(ctx, names, ids)
	byID := make(map[int64]string, len(found))
	for _, person := range found {
		byID[person.ID] = person.Name
	}
	return byID, err
}

func (r *Register) named(ctx context.Context, query string, args ...any) ([]Named, error) {
	rows, err := r.Store.Pool.Query(ctx, query, args...)
	if err != nil {
		return nil, store.Translate(err)
	}
	defer rows.Close()
	var found []Named
	for rows.Next() {
		var person Named
		if err := rows.Scan(&person.ID, &person.Name); err != nil {
			return nil, store.Translate(err)
		}
		found = append(found, person)
	}
	return found, store.Translate(rows.Err())
}

// bigints is a list of ids as PostgreSQL writes an array.
func bigints(ids []int64) string {
	var written strings.Builder
	written.WriteByte('{')
	for i, id := range ids {
		if i > 0 {
			written.WriteByte(',')
		}
		written.WriteString(subjectOf(id))
	}
	written.WriteByte('}')
	return written.String()
}

// Sweep removes sessions, half sign-ins, links and familiar addresses that have ended
// by themselves.
func (r *Register) Sweep(ctx context.Context) error {
	now := r.Store.Now()
	for _, ended := range []struct {
		query string
		at    time.Time
	}{
		{`DELETE FROM sessions WHERE created_at < $1`, now.Add(-absoluteTime)},
		{`DELETE FROM sessions WHERE seen_at < $1`, now.Add(-idleTime)},
		{`DELETE FROM sign_ins WHERE created_at < $1`, now.Add(-signInTime)},
		{`DELETE FROM links WHERE expires_at < $1`, now},
		{`DELETE FROM familiar_clients WHERE seen_at < $1`, now.Add(-familiarFor)},
	} {
		if _, err := r.Store.Pool.Exec(ctx, ended.query, ended.at); err != nil {
			return store.Translate(err)
		}
	}
	return nil
}
