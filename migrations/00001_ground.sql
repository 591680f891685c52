-- +goose Up

-- Refuses whatever would change or remove a row that must stay as it was written.
-- Tables carry it as a trigger named append_only; the serving role is not even
-- granted UPDATE and DELETE on them.
-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
END $$;
-- +goose StatementEnd

CREATE TABLE sites (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key            text NOT NULL CONSTRAINT site_key_is_taken UNIQUE
                   CONSTRAINT site_key_is_plain CHECK (key ~ '^[a-z][a-z0-9-]{0,39}$'),
    name           text NOT NULL,
    url            text NOT NULL,                 -- where the public reaches it, without a final slash
    hosts          text[] NOT NULL DEFAULT '{}',  -- host names without port, lower case
    is_default     boolean NOT NULL DEFAULT false,
    default_locale text NOT NULL DEFAULT 'en',
    locales        text[] NOT NULL DEFAULT '{en}',
    zone           text NOT NULL DEFAULT 'UTC',   -- IANA name
    regime         text NOT NULL DEFAULT 'eu-gdpr',
    calendar       text NOT NULL DEFAULT '',      -- holiday calendar; empty = none, weekends only
    due_soon_days  integer NOT NULL DEFAULT 5,
    version        bigint NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL
);
CREATE UNIQUE INDEX one_default_site ON sites (is_default) WHERE is_default;

-- Keys that seal personal data: one per owner of the data (a case, a person's mail).
-- Deleting the row erases everything that was sealed under it.
CREATE TABLE vault_keys (
    id         uuid PRIMARY KEY,
    wrapped    bytea NOT NULL, -- the key, sealed under a master key that is not in the database
    master     text NOT NULL,  -- which master key
    created_at timestamptz NOT NULL
);

CREATE TABLE audit_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('public', 'requester', 'person', 'system')),
    actor_id   bigint NOT NULL,
    action     text NOT NULL,
    subject    text NOT NULL,
    site_id    bigint NOT NULL DEFAULT 0,
    detail     jsonb NOT NULL DEFAULT '{}', -- what changed; never personal data of requests
    key_id     uuid,                        -- key of the sealed values, if any
    sealed     bytea
);
CREATE INDEX audit_events_by_subject ON audit_events (subject, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Mails wait here until a job has sent them, or are kept where no server is configured.
CREATE TABLE mails (
    id         uuid PRIMARY KEY,
    site_id    bigint NOT NULL REFERENCES sites,
    key_id     uuid NOT NULL REFERENCES vault_keys ON DELETE CASCADE,
    kind       text NOT NULL,
    locale     text NOT NULL,
    recipient  bytea NOT NULL,  -- sealed
    params     bytea NOT NULL,  -- sealed
    message_id text NOT NULL CONSTRAINT mail_is_sent_once UNIQUE,
    state      text NOT NULL CHECK (state IN ('waiting', 'sent', 'kept', 'failed')),
    created_at timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX mails_of_key ON mails (key_id);
CREATE INDEX mails_newest ON mails (created_at DESC, id DESC);

-- Counters of tries in a window of time: sign-in, codes, forms. Losing them in a
-- crash only forgives a few tries.
CREATE UNLOGGED TABLE tries (
    bucket     bytea NOT NULL, -- keyed hash of what is counted
    window_at  timestamptz NOT NULL,
    n          integer NOT NULL,
    PRIMARY KEY (bucket, window_at)
);

-- +goose Down
DROP TABLE tries;
DROP TABLE mails;
DROP TABLE audit_events;
DROP TABLE vault_keys;
DROP TABLE sites;
DROP FUNCTION append_only();
