-- +goose Up

-- What is being prepared to be told about a site: one working state for each. The
-- public reads editions, never this.
CREATE TABLE fact_drafts (
    site_id  bigint PRIMARY KEY REFERENCES sites,
    content  jsonb NOT NULL,
    version  bigint NOT NULL,
    saved_by bigint NOT NULL,
    saved_at timestamptz NOT NULL
);

-- Everybody who ever saved, with the last time: whoever saved since the last edition
-- was prepared wrote a part of the next one.
CREATE TABLE fact_authors (
    site_id   bigint NOT NULL REFERENCES sites,
    person_id bigint NOT NULL,
    saved_at  timestamptz NOT NULL,
    PRIMARY KEY (site_id, person_id)
);

-- +goose Down
DROP TABLE fact_authors;
DROP TABLE fact_drafts;
