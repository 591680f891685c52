-- +goose Up
CREATE TABLE people (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email          text NOT NULL CONSTRAINT email_is_taken UNIQUE CHECK (email = lower(email)),
    name           text NOT NULL,
    status         text NOT NULL CHECK (status IN ('invited', 'active', 'suspended')),
    password_hash  text,   -- argon2id; null until the person has set one
    totp_secret    bytea,  -- sealed under the person's key; null until the person has set one
    totp_last_step bigint NOT NULL DEFAULT 0, -- a code works once
    theme          text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
    key_id         uuid REFERENCES vault_keys, -- seals what belongs to the person; made with the first such thing
    seen_at        timestamptz, -- to the minute
    created_at     timestamptz NOT NULL
);
CREATE INDEX people_by_name ON people (lower(name), id);

CREATE TABLE grants (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id  bigint NOT NULL REFERENCES people,
    role       text NOT NULL CHECK (role IN ('agent', 'lead', 'editor', 'approver', 'administrator', 'auditor')),
    site_id    bigint REFERENCES sites, -- null = every site
    until      timestamptz,             -- when the role ends by itself; null = never
    granted_by bigint NOT NULL,         -- 0 = at the terminal
    granted_at timestamptz NOT NULL,
    CONSTRAINT nobody_changes_own_roles CHECK (granted_by <> person_id)
);
CREATE UNIQUE INDEX role_is_held_once ON grants (person_id, role, coalesce(site_id, 0));

CREATE TABLE sessions (
    id            uuid PRIMARY KEY, -- names the session in the list of my sessions
    token_hash    bytea NOT NULL UNIQUE, -- of 256 random bits; the token itself is only in the cookie
    person_id     bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    created_at    timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    stepped_up_at timestamptz NOT NULL,
    agent         text NOT NULL DEFAULT '', -- browser, as it names itself, shortened
    fresh_codes   bytea,                    -- new recovery codes, sealed, until the person has kept them
    flash         jsonb                     -- what the next page says, once
);
CREATE INDEX sessions_of_person ON sessions (person_id);

-- Half of a sign-in: the password was right, the second factor is still to come.
CREATE TABLE sign_ins (
    token_hash bytea PRIMARY KEY,
    person_id  bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    tries      integer NOT NULL DEFAULT 0 -- wrong codes
);
CREATE INDEX sign_ins_of_person ON sign_ins (person_id);

-- Where people have signed in from. Tries from there are counted apart, so that nobody
-- who guesses elsewhere can lock them out.
CREATE TABLE familiar_clients (
    hash      bytea PRIMARY KEY, -- keyed, of person and address
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    seen_at   timestamptz NOT NULL
);
CREATE INDEX familiar_clients_of_person ON familiar_clients (person_id);

-- One-time links. An invitation and a renewal let the person set password and second
-- factor, a reset the password alone. Only hashes of their tokens are stored.
CREATE TABLE links (
    token_hash bytea PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('first', 'invitation', 'renewal', 'reset')),
    person_id  bigint REFERENCES people ON DELETE CASCADE, -- null for the first administrator
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT link_names_a_person CHECK ((kind = 'first') = (person_id IS NULL))
);
CREATE INDEX links_of_person ON links (person_id);

CREATE TABLE recovery_codes (
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    code_hash bytea NOT NULL, -- a code that was used is gone
    PRIMARY KEY (person_id, code_hash)
);

-- +goose Down
DROP TABLE recovery_codes;
DROP TABLE links;
DROP TABLE familiar_clients;
DROP TABLE sign_ins;
DROP TABLE sessions;
DROP TABLE grants;
DROP TABLE people;
