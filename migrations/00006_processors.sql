-- +goose Up

INSERT INTO entry_categories (register, key, position, necessary, names, descriptions) VALUES
('processors', 'payments', 1, false,
 '{"en": "Payments", "de": "Zahlungen", "ar": "المدفوعات"}',
 '{"en": "Take and pay out money.", "de": "Nehmen Zahlungen an und zahlen aus.", "ar": "تحصيل الأموال وصرفها."}'),
('processors', 'logistics', 2, false,
 '{"en": "Delivery and logistics", "de": "Versand und Logistik", "ar": "التوصيل والخدمات اللوجستية"}',
 '{"en": "Store, send and return goods.", "de": "Lagern, versenden und nehmen Waren zurück.", "ar": "تخزين البضائع وإرسالها وإرجاعها."}'),
('processors', 'cloud', 3, false,
 '{"en": "Cloud and hosting", "de": "Cloud und Hosting", "ar": "الحوسبة السحابية والاستضافة"}',
 '{"en": "Run the computers that our services need.", "de": "Betreiben die Rechner, die unsere Dienste brauchen.", "ar": "تشغيل الأجهزة التي تحتاجها خدماتنا."}'),
('processors', 'marketing-platforms', 4, false,
 '{"en": "Marketing platforms", "de": "Marketingplattformen", "ar": "منصات التسويق"}',
 '{"en": "Send and measure advertising and newsletters.", "de": "Verschicken und messen Werbung und Rundschreiben.", "ar": "إرسال الإعلانات والنشرات وقياس أثرها."}'),
('processors', 'credit-risk', 5, false,
 '{"en": "Credit risk", "de": "Bonitätsprüfung", "ar": "مخاطر الائتمان"}',
 '{"en": "Assess whether bills are likely to be paid.", "de": "Schätzen ein, ob Rechnungen bezahlt werden.", "ar": "تقدير احتمال سداد الفواتير."}'),
('processors', 'warranty', 6, false,
 '{"en": "Warranty and repair", "de": "Garantie und Reparatur", "ar": "الضمان والإصلاح"}',
 '{"en": "Repair and replace goods.", "de": "Reparieren und ersetzen Waren.", "ar": "إصلاح البضائع واستبدالها."}'),
('processors', 'customer-service', 7, false,
 '{"en": "Customer service", "de": "Kundendienst", "ar": "خدمة العملاء"}',
 '{"en": "Answer questions for us.", "de": "Beantworten Fragen in unserem Auftrag.", "ar": "الإجابة عن الأسئلة نيابة عنا."}'),
('processors', 'risk-control', 8, false,
 '{"en": "Risk control", "de": "Betrugsvorbeugung", "ar": "التحكم في المخاطر"}',
 '{"en": "Find fraud and misuse.", "de": "Erkennen Betrug und Missbrauch.", "ar": "كشف الاحتيال وإساءة الاستخدام."}'),
('processors', 'partners', 9, false,
 '{"en": "Business partners", "de": "Geschäftspartner", "ar": "شركاء الأعمال"}',
 '{"en": "Offer goods and services together with us.", "de": "Bieten mit uns zusammen Waren und Dienste an.", "ar": "تقديم البضائع والخدمات بالاشتراك معنا."}'),
('processors', 'analytics', 10, false,
 '{"en": "Analytics", "de": "Statistik", "ar": "تحليل الاستخدام"}',
 '{"en": "Measure how our services are used.", "de": "Messen, wie unsere Dienste genutzt werden.", "ar": "قياس كيفية استخدام خدماتنا."}'),
('processors', 'communication', 11, false,
 '{"en": "Communication", "de": "Kommunikation", "ar": "الاتصالات"}',
 '{"en": "Carry e-mails, calls and messages.", "de": "Übermitteln E-Mails, Anrufe und Nachrichten.", "ar": "نقل رسائل البريد والمكالمات والرسائل."}'),
('processors', 'authorities', 12, false,
 '{"en": "Authorities", "de": "Behörden", "ar": "السلطات"}',
 '{"en": "Receive what the law obliges us to give.", "de": "Erhalten, was wir nach dem Gesetz geben müssen.", "ar": "تتلقى ما يلزمنا القانون بتقديمه."}');

-- Recipients of personal data. Entries end, they are never removed.
CREATE TABLE processors (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name            text NOT NULL CHECK (name <> ''),
    legal_name      text NOT NULL,
    address         text NOT NULL,
    website         text NOT NULL CHECK (website = '' OR website LIKE 'https://%'),
    privacy_policy  text NOT NULL CHECK (privacy_policy = '' OR privacy_policy LIKE 'https://%'),
    role            text NOT NULL CHECK (role IN ('', 'processor', 'sub_processor', 'controller', 'joint_controller', 'affiliate', 'authority')), -- empty = not known yet
    us_role         text NOT NULL CHECK (us_role IN ('', 'service_provider', 'contractor', 'third_party')), -- California Civil Code 1798.140
    purposes        jsonb NOT NULL, -- locale → list
    data_categories jsonb NOT NULL, -- locale → list
    countries       text[] NOT NULL CHECK (array_to_string(countries, '') ~ '^([A-Z]{2})*$'), -- ISO 3166-1 alpha-2
    status          text NOT NULL CHECK (status IN ('proposed', 'announced', 'active', 'ending', 'ended')),
    first_day       date, -- in the site's zone
    last_day        date,
    owner_id        bigint REFERENCES people, -- who looks after it here
    review_on       date,
    note            text NOT NULL, -- internal
    version         bigint NOT NULL, -- counts saves
    created_at      timestamptz NOT NULL,
    saved_at        timestamptz NOT NULL,
    CONSTRAINT announced_from_a_day CHECK (status <> 'announced' OR first_day IS NOT NULL),
    CONSTRAINT ends_on_a_day CHECK (status NOT IN ('ending', 'ended') OR last_day IS NOT NULL),
    CONSTRAINT begins_before_it_ends CHECK (last_day >= first_day)
);
CREATE UNIQUE INDEX company_is_listed ON processors (lower(name)) WHERE status <> 'ended';
CREATE INDEX processors_listed ON processors (lower(name), id);

CREATE TABLE processor_sites (
    processor_id bigint NOT NULL REFERENCES processors,
    site_id      bigint NOT NULL REFERENCES sites,
    PRIMARY KEY (processor_id, site_id)
);
CREATE INDEX processors_of_site ON processor_sites (site_id);

CREATE TABLE processor_categories (
    processor_id bigint NOT NULL REFERENCES processors,
    category     text NOT NULL,
    register     text NOT NULL GENERATED ALWAYS AS ('processors') STORED,
    PRIMARY KEY (processor_id, category),
    FOREIGN KEY (register, category) REFERENCES entry_categories (register, key)
);

-- On what ground personal data may go to a country that the law does not count as
-- its own. Which grounds there are is data of the program (models/processor).
CREATE TABLE processor_transfers (
    processor_id bigint NOT NULL REFERENCES processors,
    country      text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    mechanism    text NOT NULL,
    document     text NOT NULL, -- decision or agreement it rests on
    valid_from   date,
    valid_until  date,
    PRIMARY KEY (processor_id, country, mechanism),
    CONSTRAINT transfer_begins_before_it_ends CHECK (valid_until >= valid_from)
);

-- +goose Down
DROP TABLE processor_transfers;
DROP TABLE processor_categories;
DROP TABLE processor_sites;
DROP TABLE processors;
DELETE FROM entry_categories WHERE register = 'processors';
