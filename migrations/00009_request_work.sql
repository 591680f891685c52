-- +goose Up

CREATE TABLE tasks (
    id         uuid PRIMARY KEY,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    title      bytea NOT NULL, -- sealed
    owner_id   bigint REFERENCES people,
    due_on     date,
    added_by   bigint NOT NULL REFERENCES people,
    added_at   timestamptz NOT NULL,
    done_by    bigint REFERENCES people,
    done_at    timestamptz,
    CONSTRAINT task_is_done_by_somebody CHECK ((done_at IS NULL) = (done_by IS NULL))
);
CREATE INDEX tasks_of ON tasks (request_id, seq);
CREATE INDEX tasks_open_of ON tasks (owner_id, due_on) WHERE done_at IS NULL;

-- The one longer deadline that a law allows. Its clock event carries the day.
CREATE TABLE extensions (
    id          uuid PRIMARY KEY,
    request_id  bigint NOT NULL CONSTRAINT one_extension UNIQUE REFERENCES requests ON DELETE CASCADE,
    reason      bytea NOT NULL, -- sealed; sent to the person
    from_on     date NOT NULL,
    due_on      date NOT NULL,
    citation    text NOT NULL,
    extended_by bigint NOT NULL REFERENCES people,
    extended_at timestamptz NOT NULL,
    CONSTRAINT extension_is_later CHECK (due_on > from_on)
);

-- The outcome of one right. What refuses something waits for a second person.
CREATE TABLE decisions (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    request_id  bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    right_id    uuid NOT NULL REFERENCES request_rights ON DELETE CASCADE,
    outcome     text NOT NULL CHECK (outcome IN ('granted', 'partly', 'refused')),
    ground      text NOT NULL DEFAULT '', -- code of regime.RefusalGround
    citation    text NOT NULL DEFAULT '',
    explanation bytea NOT NULL,           -- sealed, plain words for the person
    state       text NOT NULL CHECK (state IN ('waiting', 'returned', 'final')),
    decided_by  bigint NOT NULL REFERENCES people,
    decided_at  timestamptz NOT NULL,
    CONSTRAINT refusal_has_a_ground CHECK (outcome = 'granted' OR ground <> ''),
    CONSTRAINT only_refusals_wait CHECK (outcome <> 'granted' OR state = 'final')
);
CREATE UNIQUE INDEX right_is_decided_once ON decisions (right_id) WHERE state <> 'returned';
CREATE INDEX decisions_of ON decisions (request_id, seq);
CREATE INDEX decisions_of_right ON decisions (right_id);
CREATE INDEX decisions_waiting ON decisions (decided_at, id) WHERE state = 'waiting';

-- What the second person said about a refusal: confirmed, or back with a note.
CREATE TABLE refusal_confirmations (
    decision_id  uuid CONSTRAINT refusal_is_settled_once PRIMARY KEY REFERENCES decisions ON DELETE CASCADE,
    confirmed    boolean NOT NULL,
    note         bytea NOT NULL, -- sealed
    confirmed_by bigint NOT NULL REFERENCES people,
    confirmed_at timestamptz NOT NULL,
    waiver_id    bigint REFERENCES waivers
);

-- +goose StatementBegin
CREATE FUNCTION refusal_by_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.confirmed AND EXISTS (SELECT FROM decisions d WHERE d.id = NEW.decision_id AND d.decided_by = NEW.confirmed_by)
       AND NOT EXISTS (SELECT FROM waivers w JOIN decisions d ON d.id = NEW.decision_id JOIN requests r ON r.id = d.request_id
                       WHERE w.id = NEW.waiver_id AND w.site_id = r.site_id AND w.kind = 'refusal' AND w.ended_at IS NULL) THEN
        RAISE EXCEPTION 'who refuses cannot confirm' USING ERRCODE = 'check_violation', CONSTRAINT = 'refusal_by_second_person';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER refusal_by_second_person BEFORE INSERT OR UPDATE ON refusal_confirmations
    FOR EACH ROW EXECUTE FUNCTION refusal_by_second_person();

-- +goose StatementBegin
CREATE FUNCTION refusal_was_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'final' AND NEW.outcome <> 'granted'
       AND NOT EXISTS (SELECT FROM refusal_confirmations c WHERE c.decision_id = NEW.id AND c.confirmed) THEN
        RAISE EXCEPTION 'a refusal needs a second person' USING ERRCODE = 'check_violation', CONSTRAINT = 'refusal_was_confirmed';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER refusal_was_confirmed BEFORE INSERT OR UPDATE ON decisions
    FOR EACH ROW EXECUTE FUNCTION refusal_was_confirmed();

-- How somebody at the desk became sure that it is the person. Evidence is not kept.
CREATE TABLE identity_confirmations (
    id           uuid PRIMARY KEY,
    request_id   bigint NOT NULL CONSTRAINT identity_is_confirmed_once UNIQUE REFERENCES requests ON DELETE CASCADE,
    method       text NOT NULL CHECK (method IN ('account', 'questions', 'known_before', 'seen', 'authority')),
    reason       bytea NOT NULL, -- sealed
    confirmed_by bigint NOT NULL REFERENCES people,
    confirmed_at timestamptz NOT NULL
);

-- Who may see contact details unmasked for some minutes, after saying why.
CREATE TABLE contact_reveals (
    request_id bigint NOT NULL REFERENCES requests ON DELETE CASCADE,
    person_id  bigint NOT NULL REFERENCES people,
    until      timestamptz NOT NULL,
    PRIMARY KEY (request_id, person_id)
);

-- How a case came to its end.
CREATE TABLE closings (
    id         uuid PRIMARY KEY,
    request_id bigint NOT NULL CONSTRAINT case_is_closed_once UNIQUE REFERENCES requests ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('answered', 'withdrawn', 'no_reply', 'duplicate', 'no_request')),
    note       bytea NOT NULL, -- sealed
    closed_by  bigint NOT NULL REFERENCES people,
    closed_at  timestamptz NOT NULL
);

-- What a search found, under a random address that holds no name. What was searched
-- for is not kept.
CREATE TABLE request_searches (
    token_hash  bytea PRIMARY KEY,
    person_id   bigint NOT NULL REFERENCES people,
    request_ids bigint[] NOT NULL, -- best first
    more        boolean NOT NULL,  -- there was more than is kept
    expires_at  timestamptz NOT NULL
);

-- How many requests a site has in each stage. Spread over shards, so that writers do
-- not wait for one another.
CREATE TABLE request_counters (
    site_id bigint NOT NULL REFERENCES sites,
    stage   text NOT NULL,
    shard   integer NOT NULL,
    n       bigint NOT NULL,
    PRIMARY KEY (site_id, stage, shard)
);
-- +goose StatementBegin
CREATE FUNCTION count_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- In one order, so that two writers on one shard cannot wait for each other.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO request_counters AS c (site_id, stage, shard, n)
        SELECT site_id, stage, pg_backend_pid() % 16, count(*) FROM added GROUP BY site_id, stage ORDER BY site_id, stage
        ON CONFLICT (site_id, stage, shard) DO UPDATE SET n = c.n + excluded.n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO request_counters AS c (site_id, stage, shard, n)
        SELECT site_id, stage, pg_backend_pid() % 16, -count(*) FROM removed GROUP BY site_id, stage ORDER BY site_id, stage
        ON CONFLICT (site_id, stage, shard) DO UPDATE SET n = c.n + excluded.n;
    ELSE
        INSERT INTO request_counters AS c (site_id, stage, shard, n)
        SELECT site_id, stage, pg_backend_pid() % 16, sum(n) FROM (
            SELECT site_id, stage, 1 AS n FROM added UNION ALL SELECT site_id, stage, -1 FROM removed) AS moved
        GROUP BY site_id, stage HAVING sum(n) <> 0 ORDER BY site_id, stage
        ON CONFLICT (site_id, stage, shard) DO UPDATE SET n = c.n + excluded.n;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER count_added AFTER INSERT ON requests
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_requests();
CREATE TRIGGER count_removed AFTER DELETE ON requests
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_requests();
CREATE TRIGGER count_moved AFTER UPDATE ON requests
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_requests();

-- +goose Down
DROP TRIGGER count_moved ON requests;
DROP TRIGGER count_removed ON requests;
DROP TRIGGER count_added ON requests;
DROP FUNCTION count_requests();
DROP TABLE request_counters;
DROP TABLE request_searches;
DROP TABLE closings;
DROP TABLE contact_reveals;
DROP TABLE identity_confirmations;
DROP TABLE refusal_confirmations;
DROP TABLE decisions;
DROP TABLE extensions;
DROP TABLE tasks;
DROP FUNCTION refusal_by_second_person();
DROP FUNCTION refusal_was_confirmed();
