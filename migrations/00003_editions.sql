-- +goose Up

-- Four eyes turned off for a site, by an administrator, with a reason. What was
-- approved meanwhile points here and says so in public.
CREATE TABLE waivers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_id    bigint NOT NULL REFERENCES sites,
    kind       text NOT NULL CHECK (kind IN ('approval', 'refusal')),
    reason     text NOT NULL,
    granted_by bigint NOT NULL,
    granted_at timestamptz NOT NULL,
    ended_by   bigint,
    ended_at   timestamptz
);
CREATE UNIQUE INDEX one_open_waiver ON waivers (site_id, kind) WHERE ended_at IS NULL;

-- What somebody wants to publish: content frozen as it was put up for review.
CREATE TABLE proposals (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject      text NOT NULL,  -- "policy:privacy", "cookies:main", "processors:main", "facts:main"
    site_id      bigint NOT NULL REFERENCES sites, -- whose waiver and zone apply
    content      bytea NOT NULL, -- canonical JSON (RFC 8785)
    summary      text NOT NULL,  -- plain words for the public
    change_class text NOT NULL CHECK (change_class IN ('material', 'editorial', 'translation')),
    version      text NOT NULL DEFAULT '', -- number of a document's version, "7.1"
    state        text NOT NULL CHECK (state IN ('in_review', 'returned', 'recalled', 'approved', 'published')),
    prepared_by  bigint NOT NULL,
    prepared_at  timestamptz NOT NULL,
    settled_by   bigint,
    settled_at   timestamptz,
    note         text NOT NULL DEFAULT '' -- why it was sent back, or what the approver adds
);
CREATE UNIQUE INDEX one_open_proposal ON proposals (subject) WHERE state IN ('in_review', 'approved');

-- Everybody who wrote any part of it. None of them may approve it.
CREATE TABLE proposal_authors (
    proposal_id bigint NOT NULL REFERENCES proposals,
    person_id   bigint NOT NULL,
    PRIMARY KEY (proposal_id, person_id)
);

CREATE TABLE proposal_comments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposals,
    place       text NOT NULL DEFAULT '', -- clause key or entry that it is about; empty = the whole
    text        text NOT NULL,
    written_by  bigint NOT NULL,
    written_at  timestamptz NOT NULL,
    resolved_by bigint,
    resolved_at timestamptz
);
CREATE INDEX proposal_comments_of ON proposal_comments (proposal_id, id);

CREATE TABLE approvals (
    proposal_id bigint CONSTRAINT approved_once PRIMARY KEY REFERENCES proposals,
    approved_by bigint NOT NULL,
    approved_at timestamptz NOT NULL,
    waiver_id   bigint REFERENCES waivers
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- +goose StatementBegin
CREATE FUNCTION approval_by_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM proposal_authors a WHERE a.proposal_id = NEW.proposal_id AND a.person_id = NEW.approved_by)
       AND NOT EXISTS (SELECT FROM waivers w JOIN proposals p ON p.site_id = w.site_id
                       WHERE w.id = NEW.waiver_id AND p.id = NEW.proposal_id AND w.kind = 'approval' AND w.ended_at IS NULL) THEN
        RAISE EXCEPTION 'an author cannot approve' USING ERRCODE = 'check_violation', CONSTRAINT = 'approver_is_not_author';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER approval_by_second_person BEFORE INSERT ON approvals
    FOR EACH ROW EXECUTE FUNCTION approval_by_second_person();

CREATE TABLE editions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject      text NOT NULL,
    number       integer NOT NULL CHECK (number > 0),
    site_id      bigint NOT NULL REFERENCES sites,
    version      text NOT NULL DEFAULT '',
    change_class text NOT NULL CHECK (change_class IN ('material', 'editorial', 'translation')),
    sha256       bytea NOT NULL CONSTRAINT edition_hash_is_its_own UNIQUE, -- of salt and content
    published_at timestamptz NOT NULL, -- when the public could first read it here
    effective_at timestamptz NOT NULL,
    prepared_by  bigint NOT NULL,
    approved_by  bigint,
    waiver_id    bigint REFERENCES waivers,
    imported     boolean NOT NULL DEFAULT false, -- history from elsewhere, not approved here
    proposal_id  bigint CONSTRAINT proposal_is_published_once UNIQUE REFERENCES approvals,
    CONSTRAINT edition_number_is_taken UNIQUE (subject, number),
    CONSTRAINT four_eyes CHECK (imported OR (proposal_id IS NOT NULL AND approved_by IS NOT NULL
                                AND (approved_by <> prepared_by OR waiver_id IS NOT NULL))),
    CONSTRAINT effect_not_before_publication CHECK (imported OR effective_at >= published_at)
);
CREATE UNIQUE INDEX version_number_is_taken ON editions (subject, version) WHERE version <> '' AND change_class <> 'translation';
CREATE INDEX editions_in_force ON editions (subject, effective_at DESC, number DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON editions
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Who approved an edition is who approved its proposal.
-- +goose StatementBegin
CREATE FUNCTION edition_was_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.imported AND NOT EXISTS (SELECT FROM approvals a JOIN proposals p ON p.id = a.proposal_id
           WHERE a.proposal_id = NEW.proposal_id AND a.approved_by = NEW.approved_by AND p.subject = NEW.subject
             AND a.waiver_id IS NOT DISTINCT FROM NEW.waiver_id) THEN
        RAISE EXCEPTION 'an edition needs its approval' USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_was_approved';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER edition_was_approved BEFORE INSERT ON editions
    FOR EACH ROW EXECUTE FUNCTION edition_was_approved();

-- Content lies beside its edition, since withholding alone may empty it.
CREATE TABLE edition_contents (
    edition_id bigint PRIMARY KEY REFERENCES editions,
    content    bytea NOT NULL,
    salt       bytea NOT NULL CHECK (length(salt) = 32),
    summary    text NOT NULL
);

CREATE TABLE withdrawals (
    edition_id   bigint CONSTRAINT withdrawn_once PRIMARY KEY REFERENCES editions,
    reason       text NOT NULL,
    withdrawn_by bigint NOT NULL,
    withdrawn_at timestamptz NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON withdrawals
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- +goose StatementBegin
CREATE FUNCTION withdrawal_before_effect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM editions e WHERE e.id = NEW.edition_id AND e.effective_at <= NEW.withdrawn_at) THEN
        RAISE EXCEPTION 'in force already' USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_before_effect';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER withdrawal_before_effect BEFORE INSERT ON withdrawals
    FOR EACH ROW EXECUTE FUNCTION withdrawal_before_effect();

CREATE TABLE withholdings (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id   bigint NOT NULL REFERENCES editions,
    legal_reason text NOT NULL, -- public: stands in the notice
    state        text NOT NULL CHECK (state IN ('asked', 'confirmed', 'dropped')),
    asked_by     bigint NOT NULL,
    asked_at     timestamptz NOT NULL,
    settled_by   bigint,
    settled_at   timestamptz,
    CONSTRAINT second_person_withholds CHECK (state <> 'confirmed' OR settled_by <> asked_by)
);
CREATE UNIQUE INDEX withheld_once ON withholdings (edition_id) WHERE state <> 'dropped';

-- +goose StatementBegin
CREATE FUNCTION withheld_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM withholdings w WHERE w.edition_id = OLD.edition_id AND w.state = 'confirmed') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the content of an edition is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON edition_contents
    FOR EACH ROW EXECUTE FUNCTION withheld_only();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON edition_contents
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The one way to empty an edition's content. It runs as the owner, since the serving
-- role may not delete, and demands the row of two people. Temporary tables come last in
-- its search path: otherwise one by the name of withholdings would be believed.
-- +goose StatementBegin
CREATE FUNCTION withhold_edition(edition bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM withholdings w WHERE w.edition_id = edition AND w.state = 'confirmed') THEN
        RAISE EXCEPTION 'two people must have asked' USING ERRCODE = 'check_violation', CONSTRAINT = 'withholding_by_two';
    END IF;
    DELETE FROM edition_contents WHERE edition_id = edition;
    -- What was put up for review on the way to it says the same.
    UPDATE proposals p SET content = '', summary = '' FROM editions e
    WHERE e.id = edition AND p.subject = e.subject AND p.id <= e.proposal_id AND (p.id = e.proposal_id OR p.state IN ('returned', 'recalled'))
      AND NOT EXISTS (SELECT FROM proposals earlier WHERE earlier.subject = e.subject AND earlier.state = 'published'
        AND earlier.id >= p.id AND earlier.id < e.proposal_id);
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION withhold_edition(bigint);
DROP TABLE withholdings;
DROP TABLE withdrawals;
DROP TABLE edition_contents;
DROP TABLE editions;
DROP TABLE approvals;
DROP TABLE proposal_comments;
DROP TABLE proposal_authors;
DROP TABLE proposals;
DROP TABLE waivers;
DROP FUNCTION withheld_only();
DROP FUNCTION withdrawal_before_effect();
DROP FUNCTION edition_was_approved();
DROP FUNCTION approval_by_second_person();
