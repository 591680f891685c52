-- +goose Up
CREATE TABLE people (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email          text NOT NULL CONSTRAINT email_is_taken UNIQUE CHECK (email = lower(email)),
    name           text NOT NULL,
    status         text NOT NULL CHECK (status IN ('invited', 'active', 'suspended')),
    password_hash  text,   -- argon2id; null until the person has set one
    totp_secret    bytea,  -- sealed under a key derived from the root key
    totp_last_step bigint NOT NULL DEFAULT 0, -- a code works once
    theme          text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
    key_id         uuid REFERENCES vault_keys, -- seals the mails to this person
    created_at     timestamptz NOT NULL,
    version        bigint NOT NULL DEFAULT 1
);

CREATE TABLE grants (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id  bigint NOT NULL REFERENCES people,
    role       text NOT NULL CHECK (role IN ('agent', 'lead', 'editor', 'approver', 'administrator', 'auditor')),
    site_id    bigint REFERENCES sites, -- null = every site
    granted_by bigint NOT NULL,         -- 0 = at the terminal
    granted_at timestamptz NOT NULL,
    CONSTRAINT nobody_changes_own_roles CHECK (granted_by <> person_id)
);
CREATE UNIQUE INDEX role_is_held_once ON grants (person_id, role, coalesce(site_id, 0));

CREATE TABLE sessions (
    token_hash    bytea PRIMARY KEY, -- of 256 random bits; the token itself is only in the cookie
    id            uuid NOT NULL UNIQUE, -- names the session in the list of my sessions
    person_id     bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    created_at    timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    stepped_up_at timestamptz NOT NULL,
    agent         text NOT NULL DEFAULT '', -- browser, as it names itself, shortened
    flash         jsonb                     -- what the next page says, once
);
CREATE INDEX sessions_of_person ON sessions (person_id);

-- One-time links: the first administrator's, invitations, resets. Only hashes are stored.
CREATE TABLE links (
    token_hash bytea PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('first', 'invitation', 'reset')),
    person_id  bigint REFERENCES people ON DELETE CASCADE, -- null for the first administrator
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CONSTRAINT link_names_a_person CHECK ((kind = 'first') = (person_id IS NULL))
);
CREATE INDEX links_of_person ON links (person_id);

CREATE TABLE recovery_codes (
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at   timestamptz,
    PRIMARY KEY (person_id, code_hash)
);

-- +goose Down
DROP TABLE recovery_codes;
DROP TABLE links;
DROP TABLE sessions;
DROP TABLE grants;
DROP TABLE people;
