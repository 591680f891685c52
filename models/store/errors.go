package store

import (
	"context"
	"errors"
	"maps"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// What a register may answer besides success. Only handlers/web knows what they
// look like over HTTP.
var (
	ErrNotFound    = errors.New("not found")
	ErrForbidden   = errors.New("forbidden")
	ErrStepUp      = errors.New("the second factor must be proven again")
	ErrUnavailable = errors.New("the database cannot be reached")
)

// Invalid names the fields of an input that cannot be accepted: field → message key.
type Invalid map[string]string

func (i Invalid) Error() string {
	return "invalid: " + strings.Join(slices.Sorted(maps.Keys(i)), ", ")
}

// Is reports whether target names the same fields with the same messages.
func (i Invalid) Is(target error) bool {
	other, ok := target.(Invalid)
	return ok && maps.Equal(i, other)
}

// Err is i as an error, or nil when every field was accepted.
func (i Invalid) Err() error {
	if len(i) == 0 {
		return nil
	}
	return i
}

// Refused is a well-formed wish that the present state does not allow, as a
// message key such as "extension.refused.second".
type Refused string

func (r Refused) Error() string { return "refused: " + string(r) }

// Conflict is a late save: somebody else saved since the form was opened. Theirs
// holds what stands now, field → text, so that neither text is lost.
type Conflict struct {
	Version int64 // to save over what stands now, knowingly
	Theirs  map[string]string
}

func (c Conflict) Error() string { return "saved by somebody else in the meantime" }

// TooMany is one try too many; the next is allowed after the wait.
type TooMany struct{ RetryAfter time.Duration }

func (t TooMany) Error() string { return "too many tries" }

// Translate turns what the database says into what registers promise. A broken
// constraint is a Refused whose message key carries the constraint's name.
func Translate(err error) error {
	var broken *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.As(err, &broken) && broken.ConstraintName != "":
		return Refused("constraint." + broken.ConstraintName)
	case unreachable(err):
		return errors.Join(ErrUnavailable, err)
	}
	return err
}

// passing are the classes and codes of PostgreSQL's errors that say nothing about what
// was asked: the same may work later. 08 connection, 40 given up for the sake of another
// transaction, 53 resources (a full disk), 55P03 a lock, 57P the server is going down or
// coming up, 58 the machine under it, 25006 a standby that only reads.
var passing = []string{"08", "40", "53", "55P03", "57P", "58", "25006"}

// unreachable reports whether the database is gone rather than unwilling.
func unreachable(err error) bool {
	var refused *pgconn.ConnectError
	var network net.Error
	var said *pgconn.PgError
	switch {
	case errors.Is(err, context.Canceled):
		return false
	case errors.As(err, &said):
		return slices.ContainsFunc(passing, func(begins string) bool { return strings.HasPrefix(said.Code, begins) })
	case errors.As(err, &refused), errors.As(err, &network):
		return true
	}
	text := err.Error()
	// The first two: the portal is going down.
	return strings.Contains(text, "database is closed") || strings.Contains(text, "closed pool") || strings.Contains(text, "conn closed") || strings.Contains(text, "unexpected EOF") || strings.Contains(text, "driver: bad connection")
}
