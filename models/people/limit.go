package people

import (
	"context"
	"errors"
	"time"

	"privacydesk/models/store"
)

// Client is where a request comes from.
type Client struct {
	Address string // personal data: only its keyed hash is counted
	Agent   string // browser, as it names itself
}

// Limits of tries in a window. After a third of them each try waits longer, after
// all of them it is refused until the window ends; nobody is locked out for longer
// than that. (security B5)
const (
	window          = 15 * time.Minute
	mostPerAccount  = 10
	mostPerAddress  = 60
	longestSlowdown = 5 * time.Second
)

// tried counts a try to do something with an account from an address, and slows it
// down or refuses it when there were too many. Known and unknown accounts count alike.
//
// Errors: store.TooMany.
func (r *Register) tried(ctx context.Context, what, account string, from Client) error {
	var delay time.Duration
	var refusal error
	for _, counted := range []struct {
		bucket []byte
		most   int
	}{
		{r.bucket(what+" account", account), mostPerAccount},
		{r.bucket(what+" address", from.Address), mostPerAddress},
	} {
		n, err := r.Store.Try(ctx, counted.bucket, counted.most, window)
		var tooMany store.TooMany
		switch {
		case errors.As(err, &tooMany):
			refusal = tooMany
		case err != nil:
			return err
		}
		delay = max(delay, time.Duration(n-counted.most/3)*time.Second)
	}
	if refusal != nil || delay <= 0 {
		return refusal
	}
	return r.wait(ctx, min(delay, longestSlowdown))
}

// forgiven forgets the tries of an account after a success.
func (r *Register) forgiven(ctx context.Context, what, account string) error {
	return r.Store.Forgive(ctx, r.bucket(what+" account", account))
}

func (r *Register) bucket(what, value string) []byte { return r.Vault.Lookup("limit "+what, value) }

func (r *Register) wait(ctx context.Context, delay time.Duration) error {
	if r.Wait != nil {
		return r.Wait(ctx, delay)
	}
	select {
	case <-time.After(delay):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
