package people

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// A session ends when it was not used for a while, and in any case after a working
// day. (security B6)
const (
	idleTime     = 30 * time.Minute
	absoluteTime = 12 * time.Hour
	touchEvery   = time.Minute // how exactly the last use is kept
	longestAgent = 160         // characters of the browser's name
)

// Session is one browser that somebody is signed in with.
type Session struct {
	ID          uuid.UUID // names it in the list of my sessions
	TokenHash   []byte
	PersonID    int64
	CreatedAt   time.Time
	SeenAt      time.Time
	SteppedUpAt time.Time // when the second factor was last proven
	Agent       string    // browser, as it names itself, shortened
	FreshCodes  []byte    // new recovery codes, sealed, until the person has kept them

	Email string `gorm:"-"` // of the person
	Theme string `gorm:"-"` // of the person
}

// Sessions is the door to sessions.
type Sessions struct {
	Store *store.Store
	Vault *vault.Vault
}

// Sessions is the door to the sessions of these people.
func (r *Register) Sessions() *Sessions { return &Sessions{r.Store, r.Vault} }

const findSession = `SELECT s.id, s.token_hash, s.person_id, s.created_at, s.seen_at, s.stepped_up_at, s.agent,
  p.name, p.email, p.theme,
  array(SELECT g.role || ':' || coalesce(g.site_id, 0) FROM grants g
        WHERE g.person_id = p.id AND (g.until IS NULL OR g.until > $2) ORDER BY g.id)
FROM sessions s JOIN people p ON p.id = s.person_id
WHERE s.token_hash = ANY($1) AND p.status = 'active' AND s.created_at > $3 AND s.seen_at > $4`

const touchSession = `WITH s AS (UPDATE sessions SET seen_at = $2 WHERE id = $1 RETURNING person_id)
UPDATE people SET seen_at = $2 FROM s WHERE people.id = s.person_id`

// Actor is who holds the session with this token, with the roles they hold now.
//
// Errors: store.ErrNotFound when there is no such session or it has ended.
func (s *Sessions) Actor(ctx context.Context, token string) (access.Actor, Session, error) {
	now := s.Store.Now()
	var session Session
	var actor access.Actor
	var held []string
	err := s.Store.Pool.QueryRow(ctx, findSession, s.hashes(token), now, now.Add(-absoluteTime), now.Add(-idleTime)).Scan(
		&session.ID, &session.TokenHash, &session.PersonID, &session.CreatedAt, &session.SeenAt, &session.SteppedUpAt, &session.Agent,
		&actor.Name, &session.Email, &session.Theme, &held)
	if errors.Is(err, pgx.ErrNoRows) {
		return access.Actor{}, Session{}, store.ErrNotFound
	} else if err != nil {
		return access.Actor{}, Session{}, store.Translate(err)
	}
	actor.Kind, actor.ID, actor.SteppedUpAt, actor.Grants = access.Person, session.PersonID, session.SteppedUpAt, readGrants(held)
	if now.Sub(session.SeenAt) >= touchEvery {
		if _, err := s.Store.Pool.Exec(ctx, touchSession, session.ID, now); err != nil {
			return access.Actor{}, Session{}, store.Translate(err)
		}
		session.SeenAt = now
	}
	return actor, session, nil
}

// readGrants reads "role:site" pairs.
func readGrants(held []string) []access.Grant {
	var grants []access.Grant
	for _, pair := range held {
		role, number, _ := strings.Cut(pair, ":")
		siteID, err := strconv.ParseInt(number, 10, 64)
		if err == nil {
			grants = append(grants, access.Grant{Role: access.Role(role), SiteID: siteID})
		}
	}
	return grants
}

// open begins a session in the transaction and gives its token, which is nowhere else.
func (s *Sessions) open(ctx context.Context, tx *store.Tx, personID int64, from Client) (string, Session, error) {
	token, err := newToken(tx.Rand)
	if err != nil {
		return "", Session{}, err
	}
	id, err := uuid.NewRandomFromReader(tx.Rand)
	if err != nil {
		return "", Session{}, fmt.Errorf("name a session: %w", err)
	}
	session := Session{ID: id, TokenHash: s.Vault.Lookup("session", token), PersonID: personID,
		CreatedAt: tx.Now, SeenAt: tx.Now, SteppedUpAt: tx.Now, Agent: shortened(from.Agent)}
	if err := gorm.G[Session](tx.DB).Create(ctx, &session); err != nil {
		return "", Session{}, err
	}
	_, err = gorm.G[Person](tx.DB).Where("id = ?", personID).Update(ctx, "seen_at", tx.Now)
	return token, session, err
}

// endAll ends every session and half sign-in of the person, in the transaction that
// changed what they rest on.
func endAll(ctx context.Context, tx *store.Tx, personID int64) error {
	if _, err := gorm.G[Session](tx.DB).Where("person_id = ?", personID).Delete(ctx); err != nil {
		return err
	}
	_, err := gorm.G[signIn](tx.DB).Where("person_id = ?", personID).Delete(ctx)
	return err
}

// List is the actor's own sessions, the last used first.
func (s *Sessions) List(ctx context.Context, actor access.Actor) ([]Session, error) {
	db, err := s.Store.Read(ctx, actor, access.Desk)
	if err != nil {
		return nil, err
	}
	now := s.Store.Now()
	list, err := gorm.G[Session](db).Where("person_id = ? AND created_at > ? AND seen_at > ?", actor.ID, now.Add(-absoluteTime), now.Add(-idleTime)).
		Order("seen_at DESC, created_at DESC").Find(ctx)
	return list, store.Translate(err)
}

// End ends one of the actor's own sessions. Another's is not found.
//
// Errors: store.ErrNotFound.
func (s *Sessions) End(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	return s.Store.Write(ctx, actor, access.Desk, func(tx *store.Tx) error {
		n, err := gorm.G[Session](tx.DB).Where("id = ? AND person_id = ?", id, actor.ID).Delete(ctx)
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		if err != nil {
			return err
		}
		return tx.Audit(audit.SessionEnded, subjectOf(actor.ID), map[string]any{"sessions": 1})
	})
}

// EndOthers ends the actor's sessions except the one they are looking from.
func (s *Sessions) EndOthers(ctx context.Context, actor access.Actor, current uuid.UUID) error {
	return s.Store.Write(ctx, actor, access.Desk, func(tx *store.Tx) error {
		n, err := gorm.G[Session](tx.DB).Where("id <> ? AND person_id = ?", current, actor.ID).Delete(ctx)
		if err != nil {
			return err
		}
		return tx.Audit(audit.SessionEnded, subjectOf(actor.ID), map[string]any{"sessions": n})
	})
}

// SignOut ends the session with this token. One that has ended already is no error.
func (s *Sessions) SignOut(ctx context.Context, actor access.Actor, token string) error {
	return s.Store.Write(ctx, actor, access.Desk, func(tx *store.Tx) error {
		for _, hash := range s.hashes(token) {
			if _, err := gorm.G[Session](tx.DB).Where("token_hash = ? AND person_id = ?", hash, actor.ID).Delete(ctx); err != nil {
				return err
			}
		}
		return tx.Audit(audit.SignedOut, subjectOf(actor.ID), nil)
	})
}

const setFlash = `UPDATE sessions SET flash = $2 WHERE id = $1`

// SetFlash keeps what the next page shall say, as JSON. It must hold message keys and
// plain numbers, never personal data of requests.
func (s *Sessions) SetFlash(ctx context.Context, id uuid.UUID, flash any) error {
	packed, err := json.Marshal(flash)
	if err != nil {
		return fmt.Errorf("keep what the next page says: %w", err)
	}
	_, err = s.Store.Pool.Exec(ctx, setFlash, id, string(packed))
	return store.Translate(err)
}

const takeFlash = `UPDATE sessions s SET flash = NULL FROM (SELECT id, flash FROM sessions WHERE id = $1 FOR UPDATE) was
WHERE s.id = was.id AND was.flash IS NOT NULL RETURNING was.flash`

// TakeFlash reads into flash what the page shall say, and forgets it. It reports
// false when there is nothing to say.
func (s *Sessions) TakeFlash(ctx context.Context, id uuid.UUID, flash any) (bool, error) {
	var packed []byte
	err := s.Store.Pool.QueryRow(ctx, takeFlash, id).Scan(&packed)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	} else if err != nil {
		return false, store.Translate(err)
	}
	return true, json.Unmarshal(packed, flash)
}

// hashes are what the token may be stored under: one for each root key.
func (s *Sessions) hashes(token string) [][]byte { return s.Vault.Lookups("session", token) }

// newToken is 256 random bits in lower-case letters and digits, since look-up hashes
// do not tell upper from lower case.
func newToken(random io.Reader) (string, error) {
	bits := make([]byte, 32)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	return strings.ToLower(plainBase32.EncodeToString(bits)), nil
}

// shortened is a browser's name as it is listed: printable and not too long.
func shortened(agent string) string {
	agent = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(agent, ""))
	if runes := []rune(agent); len(runes) > longestAgent {
		return string(runes[:longestAgent])
	}
	return agent
}
