package store

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Heard is a notification. After a connection was lost anything may have been
// missed, so every channel is then heard once with an empty payload.
type Heard struct{ Channel, Payload string }

// Listen calls hear for every notification on the channels until ctx ends,
// connecting again whenever the connection is lost.
func (s *Store) Listen(ctx context.Context, channels []string, hear func(Heard)) {
	for ctx.Err() == nil {
		s.listenOnce(ctx, channels, hear)
		select {
		case <-ctx.Done():
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (s *Store) listenOnce(ctx context.Context, channels []string, hear func(Heard)) {
	conn, err := pgx.ConnectConfig(ctx, s.Pool.Config().ConnConfig)
	if err != nil {
		return // tried again, since the database may be restarting
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var listen []string
	for _, channel := range channels {
		listen = append(listen, "LISTEN "+pgx.Identifier{channel}.Sanitize())
	}
	if _, err := conn.Exec(ctx, strings.Join(listen, ";")); err != nil {
		return
	}
	for _, channel := range channels {
		hear(Heard{Channel: channel})
	}
	for {
		heard, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		hear(Heard{heard.Channel, heard.Payload})
	}
}
