-- +goose Up

-- Policies, terms and rules: what has versions. What the public reads of one are its
-- editions; here is only what the desk keeps.
CREATE TABLE documents (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug             text NOT NULL CONSTRAINT slug_is_taken UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    title            text NOT NULL, -- at the desk; the public reads the edition's own
    category         text NOT NULL CHECK (category IN ('privacy', 'cookies', 'terms', 'rules', 'notices')),
    site_id          bigint NOT NULL REFERENCES sites, -- whose zone and waiver apply
    governing_locale text NOT NULL,
    review_months    integer NOT NULL CHECK (review_months BETWEEN 1 AND 60),
    version          bigint NOT NULL DEFAULT 1, -- counts saves of the settings
    created_at       timestamptz NOT NULL
);

-- The slug is in addresses and in the subject of editions: once something was
-- published under it, it stays.
-- +goose StatementBegin
CREATE FUNCTION slug_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.slug <> OLD.slug AND EXISTS (SELECT FROM editions WHERE subject = 'policy:' || OLD.slug) THEN
        RAISE EXCEPTION 'published under this slug' USING ERRCODE = 'check_violation', CONSTRAINT = 'slug_stays';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER slug_stays BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION slug_stays();

-- The sites on which the document is read, its own included.
CREATE TABLE document_sites (
    document_id bigint NOT NULL REFERENCES documents,
    site_id     bigint NOT NULL REFERENCES sites,
    PRIMARY KEY (document_id, site_id)
);

-- The working text of a document's next version. It ends when it is discarded, or when
-- the next draft finds that its proposal was published.
CREATE TABLE drafts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id     bigint NOT NULL REFERENCES documents,
    base_edition_id bigint REFERENCES editions,  -- what it started from
    proposal_id     bigint REFERENCES proposals, -- the newest time it was submitted
    opened_by       bigint NOT NULL,
    opened_at       timestamptz NOT NULL,
    ended_at        timestamptz
);
CREATE UNIQUE INDEX one_open_draft ON drafts (document_id) WHERE ended_at IS NULL;

CREATE TABLE draft_texts (
    draft_id bigint NOT NULL REFERENCES drafts,
    locale   text NOT NULL,
    title    text NOT NULL,
    markdown text NOT NULL,
    version  bigint NOT NULL DEFAULT 1, -- counts saves
    saved_by bigint NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (draft_id, locale)
);

-- Everybody who saved any part of the draft. None of them may approve it.
CREATE TABLE draft_authors (
    draft_id  bigint NOT NULL REFERENCES drafts,
    person_id bigint NOT NULL,
    PRIMARY KEY (draft_id, person_id)
);

-- With the content of an edition that is withheld goes the text that it was made of.
-- +goose StatementBegin
CREATE FUNCTION withheld_draft_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM draft_texts t USING drafts d JOIN editions e ON e.proposal_id = d.proposal_id
    WHERE e.id = OLD.edition_id AND t.draft_id = d.id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER withheld_draft_goes AFTER DELETE ON edition_contents
    FOR EACH ROW EXECUTE FUNCTION withheld_draft_goes();

-- Cookies and recipients that an imported text named, offered to the registers until
-- somebody there has taken or dismissed them.
CREATE TABLE offers (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL REFERENCES documents,
    site_id     bigint NOT NULL REFERENCES sites,
    kind        text NOT NULL CHECK (kind IN ('cookies', 'recipients')),
    content     jsonb NOT NULL,
    offered_by  bigint NOT NULL,
    offered_at  timestamptz NOT NULL,
    settled_by  bigint,
    settled_at  timestamptz
);
CREATE UNIQUE INDEX one_open_offer ON offers (document_id, site_id, kind) WHERE settled_at IS NULL;

-- What an import found in a text and what it was unsure of, for the page that tells it.
CREATE TABLE findings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL REFERENCES documents,
    content     jsonb NOT NULL,
    found_by    bigint NOT NULL,
    found_at    timestamptz NOT NULL
);

-- +goose Down
DROP TRIGGER withheld_draft_goes ON edition_contents;
DROP FUNCTION withheld_draft_goes();
DROP TABLE findings;
DROP TABLE offers;
DROP TABLE draft_authors;
DROP TABLE draft_texts;
DROP TABLE drafts;
DROP TABLE document_sites;
DROP TABLE documents;
DROP FUNCTION slug_stays();
