-- +goose Up

-- One incoming matter. Who asks and what they say is sealed under key_id, a key of
-- the case's own; what stands in clear says nothing about a person.
CREATE TABLE requests (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference    text NOT NULL CONSTRAINT reference_is_taken UNIQUE
                 CHECK (reference ~ '^PD-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$'),
    site_id      bigint NOT NULL REFERENCES sites,
    key_id       uuid UNIQUE REFERENCES vault_keys ON DELETE SET NULL, -- null once the case was erased
    channel      text NOT NULL CHECK (channel IN ('web', 'email', 'post', 'phone', 'counter')),
    locale       text NOT NULL,            -- in which we answer
    relation     text NOT NULL CHECK (relation IN ('self', 'guardian', 'agent')),
    requester    bytea NOT NULL,           -- sealed JSON: name, addresses, account, whom it is about
    has_email    boolean NOT NULL,         -- a code can be mailed, an answer announced

    stage        text NOT NULL CHECK (stage IN ('received', 'working', 'waiting', 'answered', 'closed')),
    owner_id     bigint REFERENCES people, -- null = nobody has it
    unread       integer NOT NULL DEFAULT 0 CHECK (unread >= 0), -- messages of the person that nobody at the desk has read
    open         boolean NOT NULL GENERATED ALWAYS AS (stage IN ('received', 'working', 'waiting')) STORED,

    received_at  timestamptz NOT NULL,     -- when it reached an official channel
    requested_on date,                     -- the date that a letter bears
    recorded_at  timestamptz NOT NULL,     -- when it came in here
    recorded_by  bigint REFERENCES people, -- null = by the person, on the public form
    confirmed_at timestamptz,              -- the e-mail address was shown to be the person's
    identity_confirmed_at timestamptz,     -- somebody at the desk is satisfied that it is the person
    identity_confirmed_by bigint REFERENCES people,
    acknowledged_at timestamptz,
    answered_at  timestamptz,
    answered_by  bigint REFERENCES people,
    closed_at    timestamptz,

    -- The clock. A request keeps the laws, zone and calendar that it began with; the
    -- days below follow from them and from clock_events, and are stored for the queue.
    regimes      text[] NOT NULL CHECK (cardinality(regimes) > 0),
    residence    text NOT NULL DEFAULT '', -- law of the place where the person lives, as they said; empty: unknown
    zone         text NOT NULL,
    calendar     text NOT NULL,
    lead_regime  text NOT NULL,            -- the law whose day comes first
    due_on       date,                     -- null where the law sets no day
    ack_due_on   date,
    extension_notice_by date,
    extended     boolean NOT NULL DEFAULT false,
    paused_left  integer,                  -- days left when the clock stopped; null while it runs
    due_at       timestamptz NOT NULL GENERATED ALWAYS AS ((coalesce(due_on, DATE '9999-12-01') + 1)::timestamp AT TIME ZONE zone) STORED, -- when due_on is over

    version      bigint NOT NULL DEFAULT 1, -- counts changes at the desk
    CONSTRAINT confirmed_by_somebody CHECK ((identity_confirmed_at IS NULL) = (identity_confirmed_by IS NULL)),
    CONSTRAINT closed_at_a_time CHECK (stage <> 'closed' OR closed_at IS NOT NULL),
    CONSTRAINT answered_at_a_time CHECK (stage <> 'answered' OR answered_at IS NOT NULL)
);
-- With site, zone and day in it, what is overdue or due soon is counted from the index alone.
CREATE INDEX requests_open_by_due ON requests (due_at, id) INCLUDE (site_id, zone, due_on) WHERE open AND paused_left IS NULL;
CREATE INDEX requests_open_paused ON requests (paused_left, id) WHERE open AND paused_left IS NOT NULL;
CREATE INDEX requests_paused_of_owner ON requests (owner_id, paused_left, id) WHERE open AND paused_left IS NOT NULL;
CREATE INDEX requests_paused_of_site ON requests (site_id, paused_left, id) WHERE open AND paused_left IS NOT NULL;
CREATE INDEX requests_open_of_owner ON requests (owner_id, due_at, id) WHERE open;
CREATE INDEX requests_open_of_site ON requests (site_id, due_at, id) WHERE open;
CREATE INDEX requests_unread ON requests (due_at, id) WHERE unread > 0;
CREATE INDEX requests_by_stage ON requests (stage, received_at DESC, id DESC);
CREATE INDEX requests_newest ON requests (received_at DESC, id DESC);

-- What is asked for. Each right is decided on its own.
CREATE TABLE request_rights (
    id         uuid PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    key        text NOT NULL CHECK (key IN ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection',
               'withdraw_consent', 'opt_out_sale_sharing', 'limit_sensitive', 'automated_decision', 'copy_of_transfer_clauses',
               'complaint', 'child_erasure', 'policy_feedback', 'other')),
    position   integer NOT NULL,
    detail     bytea NOT NULL, -- sealed: what the person adds about this right
    due_on     date,           -- of this right alone
    CONSTRAINT right_is_asked_once UNIQUE (request_id, key)
);
CREATE INDEX request_rights_by_key ON request_rights (key, request_id);

-- What the public was told on the day of receipt: the editions in force then.
CREATE TABLE request_editions (
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    subject    text NOT NULL,
    edition_id bigint NOT NULL REFERENCES editions,
    PRIMARY KEY (request_id, subject)
);

-- The conversation, and what staff note among themselves.
CREATE TABLE messages (
    id         uuid PRIMARY KEY,
    seq        bigint GENERATED ALWAYS AS IDENTITY, -- order within one moment
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('in', 'out', 'note')),
    channel    text NOT NULL CHECK (channel IN ('web', 'email', 'post', 'phone', 'counter', 'desk')),
    author_id  bigint REFERENCES people, -- null = the person who asks
    body       bytea NOT NULL,           -- sealed
    sent_at    timestamptz NOT NULL,
    read_at    timestamptz               -- by the other side
);
CREATE INDEX messages_of ON messages (request_id, seq);

-- Files up and down. The content lies sealed in the blob store under a random name.
CREATE TABLE files (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    request_id  bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    message_id  uuid REFERENCES messages ON DELETE CASCADE,
    direction   text NOT NULL CHECK (direction IN ('in', 'out', 'internal')),
    blob        text NOT NULL UNIQUE,
    data_key    bytea NOT NULL, -- sealed: opens the blob
    name        bytea NOT NULL, -- sealed
    sha256      bytea NOT NULL, -- sealed: of the content in clear
    media_type  text NOT NULL,
    size        bigint NOT NULL CHECK (size > 0), -- bytes
    scan        text NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('unscanned', 'clean')),
    attached_by bigint REFERENCES people, -- null = the person who asks
    attached_at timestamptz NOT NULL
);
CREATE INDEX files_of ON files (request_id, seq);
CREATE INDEX files_of_message ON files (message_id);

-- Files on their way into the blob store. The row goes in the transaction that keeps
-- the file; one that stays behind names a file that nobody needs.
CREATE TABLE uploads (
    blob     text PRIMARY KEY,
    begun_at timestamptz NOT NULL
);
CREATE INDEX uploads_old ON uploads (begun_at);

-- What moves the clock, as regime.Event wants it.
CREATE TABLE clock_events (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    request_id  bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('identity_requested', 'identity_received', 'clarification_asked',
                'clarification_received', 'fee_notified', 'fee_paid', 'extended', 'answered', 'closed')),
    happened_on date NOT NULL,  -- local day
    until_on    date,           -- the new last day of an extension
    reason      bytea NOT NULL, -- sealed
    recorded_by bigint REFERENCES people, -- null = the person who asks, or the portal
    recorded_at timestamptz NOT NULL,
    CONSTRAINT extension_names_a_day CHECK ((kind = 'extended') = (until_on IS NOT NULL))
);
CREATE INDEX clock_events_of ON clock_events (request_id, seq);

-- Finding a person or a word again: keyed hashes, gone with the case.
CREATE TABLE request_lookups (
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('email', 'phone', 'account')),
    hash       bytea NOT NULL,
    PRIMARY KEY (request_id, kind, hash)
);
CREATE INDEX request_lookups_by_hash ON request_lookups (kind, hash, request_id);

CREATE TABLE request_words (
    request_id bigint PRIMARY KEY REFERENCES requests ON DELETE CASCADE,
    words      bigint[] NOT NULL
);
CREATE INDEX request_words_search ON request_words USING gin (words);
-- Without more statistics the planner thinks that an unknown word matches thousands
-- of rows and walks the whole table for it.
ALTER TABLE request_words ALTER COLUMN words SET STATISTICS 1000;

-- One sent form is one request, however often it arrives.
CREATE TABLE form_keys (
    key_hash     bytea PRIMARY KEY,
    request_id   bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    content_hash bytea NOT NULL, -- keyed
    created_at   timestamptz NOT NULL
);
CREATE INDEX form_keys_of ON form_keys (request_id);

-- The page that a sent form leads to.
CREATE TABLE receipts (
    token_hash bytea PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX receipts_of ON receipts (request_id);

-- Links by which a person shows that an e-mail address is theirs.
CREATE TABLE confirmations (
    token_hash bytea PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX confirmations_of ON confirmations (request_id);

-- One-time codes. A try with a reference that is not there makes a row and a job too,
-- so that both take the same work; it never gets a code.
CREATE TABLE tracking_codes (
    id         uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE, -- of the page where the code is entered
    request_id bigint REFERENCES requests ON DELETE CASCADE,
    site_id    bigint NOT NULL REFERENCES sites,
    purpose    text NOT NULL CHECK (purpose IN ('track')),
    code_hash  bytea, -- keyed; null until the job has made the code
    tries      integer NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX tracking_codes_of ON tracking_codes (request_id);
CREATE INDEX tracking_codes_old ON tracking_codes (expires_at);

CREATE TABLE tracking_sessions (
    token_hash bytea PRIMARY KEY, -- the token itself is only in the cookie
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL
);
CREATE INDEX tracking_sessions_of ON tracking_sessions (request_id);

-- How many mails an address got that nobody has confirmed.
CREATE TABLE mail_budgets (
    address bytea NOT NULL, -- keyed hash
    day     date NOT NULL,  -- UTC
    n       integer NOT NULL,
    PRIMARY KEY (address, day)
);

-- +goose Down
DROP TABLE mail_budgets;
DROP TABLE tracking_sessions;
DROP TABLE tracking_codes;
DROP TABLE confirmations;
DROP TABLE receipts;
DROP TABLE form_keys;
DROP TABLE request_words;
DROP TABLE request_lookups;
DROP TABLE clock_events;
DROP TABLE uploads;
DROP TABLE files;
DROP TABLE messages;
DROP TABLE request_editions;
DROP TABLE request_rights;
DROP TABLE requests;
