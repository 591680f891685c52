package store

import (
	"context"
	"time"
)

// countTry counts and tells how many there were in the window, in one statement, so
// that parallel tries cannot slip past each other. (GORM would spread a []byte that
// stands right behind a parenthesis, so the bucket comes second.)
const countTry = `INSERT INTO tries (window_at, bucket, n) VALUES (?, ?, 1)
ON CONFLICT (bucket, window_at) DO UPDATE SET n = tries.n + 1 RETURNING n`

// Limit counts one try in the bucket (a keyed hash: of an account, an address) and
// refuses the try after the first `most` within the window. It stands outside the
// caller's transaction, since a refused try must stay counted.
//
// Errors: TooMany with the wait until the window ends; ErrUnavailable.
func (s *Store) Limit(ctx context.Context, bucket []byte, most int, window time.Duration) error {
	_, err := s.Try(ctx, bucket, most, window)
	return err
}

// Try is Limit that also tells how many tries there were, this one included, so that
// the caller can slow down before it refuses.
func (s *Store) Try(ctx context.Context, bucket []byte, most int, window time.Duration) (n int, err error) {
	now := s.Now()
	start := now.Truncate(window)
	if err := s.DB.WithContext(ctx).Raw(countTry, start, bucket).Scan(&n).Error; err != nil {
		return 0, Translate(err)
	}
	if n > most {
		return n, TooMany{RetryAfter: start.Add(window).Sub(now)}
	}
	return n, nil
}

// Forgive forgets the tries of the bucket, after a success.
func (s *Store) Forgive(ctx context.Context, bucket []byte) error {
	return Translate(s.DB.WithContext(ctx).Exec(`DELETE FROM tries WHERE bucket = ?`, bucket).Error)
}

// SweepTries removes windows that ended long ago.
func (s *Store) SweepTries(ctx context.Context) error {
	return Translate(s.DB.WithContext(ctx).Exec(`DELETE FROM tries WHERE window_at < ?`, s.Now().Add(-48*time.Hour)).Error)
}
