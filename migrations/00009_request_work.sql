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

-- +goose Down
DROP TABLE refusal_confirmations;
DROP TABLE decisions;
DROP TABLE extensions;
DROP TABLE tasks;
DROP FUNCTION refusal_by_second_person();
DROP FUNCTION refusal_was_confirmed();
