-- +goose Up

-- A person's own ways to look at the queue. A query holds choices of filters, never
-- a name or word that was searched for.
CREATE TABLE saved_views (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    name      text NOT NULL,
    query     text NOT NULL,
    saved_at  timestamptz NOT NULL,
    CONSTRAINT view_name_is_taken UNIQUE (person_id, name)
);

-- +goose Down
DROP TABLE saved_views;
