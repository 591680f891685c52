-- +goose Up

-- Every save of an entry of a register (cookies, processors, their categories), so
-- that its history can be read and the authors of an edition are known.
CREATE TABLE entry_saves (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    register text NOT NULL CHECK (register IN ('cookies', 'cookie_categories', 'processors', 'recipient_categories')),
    entry_id bigint NOT NULL,
    title    text NOT NULL,
    site_ids bigint[] NOT NULL, -- whose editions it changes; empty = every site's
    act      text NOT NULL CHECK (act IN ('added', 'changed', 'ended', 'restored')),
    saved_by bigint NOT NULL,   -- a person; 0 = a command
    saved_at timestamptz NOT NULL,
    before   jsonb,
    after    jsonb NOT NULL
);
CREATE INDEX entry_saves_of ON entry_saves (register, entry_id, id DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry_saves
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Up to which save a proposal holds its register; of imported history, without one.
CREATE TABLE entry_proposals (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject     text NOT NULL,
    proposal_id bigint REFERENCES proposals,
    last_save   bigint NOT NULL
);
CREATE INDEX entry_proposals_of ON entry_proposals (subject);

-- What a cookie is for and what a company does: the groups that entries stand in.
CREATE TABLE entry_categories (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    register     text NOT NULL CHECK (register IN ('cookies', 'processors')),
    key          text NOT NULL CHECK (key ~ '^[a-z][a-z0-9-]{0,39}$'),
    position     integer NOT NULL,          -- on pages, small first
    necessary    boolean NOT NULL,          -- of cookies: needs no consent, and each entry needs a reason
    names        jsonb NOT NULL,            -- locale → name
    descriptions jsonb NOT NULL,            -- locale → one sentence
    version      bigint NOT NULL DEFAULT 1, -- counts saves
    CONSTRAINT category_is_taken UNIQUE (register, key)
);
INSERT INTO entry_categories (register, key, position, necessary, names, descriptions) VALUES
('cookies', 'necessary', 1, true,
 '{"en": "Strictly necessary", "de": "Unbedingt erforderlich", "ar": "ضرورية تمامًا"}',
 '{"en": "Needed to sign in, pay and stay safe. Always on.", "de": "Nötig zum Anmelden, Bezahlen und für die Sicherheit. Immer aktiv.", "ar": "لازمة لتسجيل الدخول والدفع والحفاظ على الأمان. تعمل دائمًا."}'),
('cookies', 'functional', 2, false,
 '{"en": "Functional", "de": "Funktional", "ar": "وظيفية"}',
 '{"en": "Remembers how you like the site to look and work.", "de": "Merkt sich, wie die Seite für Sie aussehen und arbeiten soll.", "ar": "تتذكر كيف تفضل أن يبدو الموقع ويعمل."}'),
('cookies', 'analytics', 3, false,
 '{"en": "Analytics", "de": "Statistik", "ar": "قياس الاستخدام"}',
 '{"en": "Counts visits and errors so that we can fix what fails.", "de": "Zählt Besuche und Fehler, damit wir mehr richtig machen.", "ar": "تحصي الزيارات والأخطاء حتى نصلح ما لا يعمل."}'),
('cookies', 'advertising', 4, false,
 '{"en": "Advertising", "de": "Werbung", "ar": "إعلانات"}',
 '{"en": "Chooses and measures advertisements.", "de": "Wählt Werbung aus und misst ihre Wirkung.", "ar": "تختار الإعلانات وتقيس أثرها."}'),
('cookies', 'social', 5, false,
 '{"en": "Social media", "de": "Soziale Medien", "ar": "وسائل التواصل الاجتماعي"}',
 '{"en": "Shows and shares content of social networks.", "de": "Zeigt und teilt Inhalte sozialer Netzwerke.", "ar": "تعرض محتوى الشبكات الاجتماعية وتتيح مشاركته."}');

-- What a site's pages store on or read from a device. Entries are retired, never
-- removed.
CREATE TABLE cookies (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_id          bigint NOT NULL REFERENCES sites,
    name             text NOT NULL CHECK (name <> ''),
    match            text NOT NULL CHECK (match IN ('exact', 'prefix', 'pattern')),
    kind             text NOT NULL CHECK (kind IN ('cookie', 'local_storage', 'session_storage', 'indexed_db', 'pixel')),
    provider         text NOT NULL,   -- empty = not known yet
    domains          text[] NOT NULL,
    party            text NOT NULL CHECK (party IN ('', 'first', 'third')),
    lifetime_type    text NOT NULL CHECK (lifetime_type IN ('session', 'duration', 'event', 'unstated')),
    lifetime_seconds bigint NOT NULL CHECK ((lifetime_type = 'duration') = (lifetime_seconds > 0)),
    lifetime_text    text NOT NULL CHECK ((lifetime_type IN ('duration', 'event')) = (lifetime_text <> '')),
    category         text, -- null = not classified
    register         text NOT NULL GENERATED ALWAYS AS ('cookies') STORED,
    purposes         jsonb NOT NULL,  -- locale → purpose
    basis            text NOT NULL CHECK (basis IN ('', 'consent', 'transmission', 'requested_service', 'statistics', 'appearance', 'emergency')),
    basis_reason     text NOT NULL,
    opt_out          text NOT NULL CHECK (opt_out = '' OR opt_out LIKE 'https://%'),
    status           text NOT NULL CHECK (status IN ('active', 'retired')),
    version          bigint NOT NULL, -- counts saves
    created_at       timestamptz NOT NULL,
    saved_at         timestamptz NOT NULL,
    FOREIGN KEY (register, category) REFERENCES entry_categories (register, key)
);
CREATE UNIQUE INDEX cookie_is_declared ON cookies (site_id, name, kind, lower(provider), domains) WHERE status = 'active';
CREATE INDEX cookies_listed ON cookies (lower(name), id);

-- +goose Down
DROP TABLE cookies;
DROP TABLE entry_categories;
DROP TABLE entry_proposals;
DROP TABLE entry_saves;
