"""A city (or a country) of invented people, by set: ages, names, households and facts as unevenly spread as real ones."""

from __future__ import annotations

import random
from itertools import product

from benchmarks._base import bare, rows_of, sql
from benchmarks._measuring import note

JAKARTA = 185_000
NATION = 1_000_000
_SCHOOLS = 5_285 / JAKARTA
_DISTRICTS = 44 / JAKARTA

_FIRST_TEXT = (
    "Adi Aisyah Bima Citra Dimas Dinda Eka Fajar Gita Hana Indra Joko Kirana Laras Mega Nanda Okta Putri Qori Rangga Salsa "
    "Tirta Umar Vina Wahyu Yoga Zahra Bayu Muhammad Siti Ahmad Nur Abdul Dewi Sri Rizky Agus Ayu Intan Fitri"
)
_LAST_TEXT = (
    "Contohwati Rekaan Cobasari Umpama Ibaratna Semisal Andaikan Khayalan Perumpamaan Fiksiana Percobaan Misalkan Bayangan "
    "Angan Ujianto Peragawan Sampelina Rekaputra Contohwan Misalia"
)
_FIRST, _LAST = _FIRST_TEXT.split(), _LAST_TEXT.split()
_TABLES = ("recipients_recipient", "recipients_circumstances", "recipients_identity")


def build_schools(people: int) -> None:
    """Accepted schools for so many people; 35 a school in the middle, a few with hundreds."""
    count = max(4, round(people * _SCHOOLS))
    districts = max(2, round(people * _DISTRICTS))
    area = "INSERT INTO territories_territory (code, name, level, parent_id) "
    sql(f"{area} VALUES ('31', 'Provinsi', 'province', NULL) ON CONFLICT DO NOTHING")
    city, last = "'31.' || (71 + n / 10 %% 29)", districts - 1
    sql(
        f"{area} SELECT DISTINCT {city}, 'Kota', 'city', '31' FROM generate_series(0, %s) n ON CONFLICT DO NOTHING",
        [last],
    )
    sql(
        f"{area} SELECT DISTINCT {city} || '.' || lpad((n %% 10 + n / 290 * 10 + 1)::text, 2, '0'), 'Kecamatan ' || n, "
        f"'district', {city} FROM generate_series(0, %s) n ON CONFLICT DO NOTHING",
        [last],
    )
    sql(
        """
        WITH made AS (
            INSERT INTO accounts_organisation
                (public_id, created_at, updated_at, kind, name, region, office_phone, office_email, office_address,
                 chat_allowed)
            SELECT gen_random_uuid(), now(), now(), 'school', 'SD NEGERI UKUR ' || n, d.code, '', '', '', FALSE
            FROM generate_series((SELECT count(*) FROM schools_school) + 1, %s) n
            JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS many
                  FROM territories_territory WHERE level = 'district') d ON d.place = n %% d.many
            RETURNING id, name, region
        )
        INSERT INTO schools_school
            (public_id, created_at, updated_at, organisation_id, npsn, name, form, status, address, district_id, accepted_at,
             accepted_by_id, is_closed)
        SELECT gen_random_uuid(), now(), now(), id, 'B' || lpad(split_part(name, ' ', 4), 7, '0'), name,
               (ARRAY['SD', 'SD', 'SD', 'SMP', 'SMA', 'SMK'])[1 + id %% 6], 'negeri', '', region, now(), 0, FALSE FROM made
        """,
        [count],
    )
    sql("ANALYZE schools_school")


def grow_to(people: int) -> None:
    """Register people until there are `people`: nobody is judged yet."""
    from ksbb.common import sealing  # noqa: PLC0415 - the settings come first
    from recipients.names import name_key  # noqa: PLC0415

    build_schools(people)
    [[there, last]] = rows_of("SELECT count(*), coalesce(max(id), 0) FROM recipients_recipient")
    if there >= people:
        return
    note(f"registering {people - there:,} people …")
    dice = random.Random(7)
    names = [" ".join(parts) for parts in product(_FIRST, _LAST)] + [
        " ".join(parts) for parts in product(_FIRST, _FIRST, _LAST)
    ]
    dice.shuffle(names)
    sealed = [sealing.seal(f"31{n:014d}") for n in range(997)]
    sql("CREATE TEMP TABLE IF NOT EXISTS names (n int PRIMARY KEY, full_name text, name_key text)")
    sql("TRUNCATE names")
    sql(
        "INSERT INTO names SELECT * FROM unnest(%s::int[], %s::text[], %s::text[])",
        [list(range(len(names))), names, [name_key(name) for name in names]],
    )
    sql("CREATE TEMP TABLE IF NOT EXISTS sealed (n int PRIMARY KEY, value bytea)")
    sql(
        "INSERT INTO sealed SELECT * FROM unnest(%s::int[], %s::bytea[]) ON CONFLICT DO NOTHING",
        [list(range(997)), sealed],
    )
    sql("ANALYZE names")
    sql("SET work_mem = '64MB'")
    sql(_DICE)
    with bare(*_TABLES):
        sql(_PEOPLE, [len(names), last, last + people - there])
        sql(_FACTS, [last])
        sql(_NUMBERS, [last])
        sql(
            "SELECT setval(pg_get_serial_sequence('recipients_recipient', 'id'), (SELECT max(id) FROM recipients_recipient))"
        )
    sql("RESET work_mem")


# The square makes big schools and common names; every fourth child has a brother or sister in the register.
_PEOPLE = """
INSERT INTO recipients_recipient
    (id, public_id, created_at, updated_at, kind, school_id, region, full_name, name_key, village, mother_digest,
     household_digest, sex, birth_date, class_group, grade, nik_sealed, nisn_sealed, nuptk_sealed, phone_sealed, state,
     is_held, ended_reason)
SELECT p.id, gen_random_uuid(), now(), now(), p.kind, s.id, s.district_id, n.full_name, n.name_key, '', '',
       CASE WHEN p.kind = 'student' THEN sha256(('kk' || (p.id - (mod(p.id, 4) = 3)::int))::bytea) ELSE '' END,
       p.sex, p.born, 'Kelas ' || p.grade || 'A', p.grade, e.value, e.value, '', e.value, 'registered', FALSE, ''
FROM (
    SELECT id, CASE WHEN is_teacher THEN 'teacher' ELSE 'student' END AS kind, substr('LP', 1 + mod(id, 2), 1) AS sex,
           CASE WHEN is_teacher THEN date '1966-01-01' + (random() * 12000)::int
                ELSE date '2008-01-01' + (random() * 4400)::int END AS born,
           1 + mod(id, 12) AS grade, floor(power(random(), 2) * %s)::int AS name,
           floor(power(random(), 1.6) * many)::int AS place
    FROM (SELECT id, mod(id, 14) = 3 AS is_teacher FROM generate_series(%s + 1, %s) id) g,
         (SELECT count(*) AS many FROM schools_school) m
) p
JOIN (SELECT id, district_id, row_number() OVER (ORDER BY md5(id::text)) - 1 AS place FROM schools_school) s
    ON s.place = p.place
JOIN names n ON n.n = p.name
JOIN sealed e ON e.n = mod(p.id, 997)
ORDER BY p.id
"""

_FACTS = """
INSERT INTO recipients_circumstances
    (recipient_id, region, device_access, household_devices, household_learners, internet, household_aided,
     household_served, has_kip, has_kjp, has_kps, dtsen_decile, income_band, is_orphan, has_disability, is_final_year,
     is_returning, employment, service_years, teaches_programme, consent_given)
SELECT id, region,
       (ARRAY['none', 'none', 'none', 'shared', 'shared', 'shared', 'shared', 'own', 'own', 'unknown'])[1 + dice(10)],
       dice(3), 1 + dice(3), (ARRAY['none', 'quota', 'fixed', 'unknown'])[1 + dice(4)],
       random() < 0.03, FALSE, random() < 0.35, random() < 0.45, random() < 0.2, 1 + dice(9),
       (ARRAY['none', 'lt_500k', '500k_1m', '1m_2m', '2m_5m'])[1 + dice(5)], random() < 0.04, random() < 0.02,
       grade IN (6, 9, 12), random() < 0.01,
       CASE WHEN kind = 'teacher' THEN (ARRAY['honorer', 'pns', 'pppk', 'foundation'])[1 + dice(4)] ELSE 'unknown' END,
       dice(30), random() < 0.5, random() < 0.9
FROM recipients_recipient WHERE id > %s ORDER BY id
"""
_DICE = """
CREATE OR REPLACE FUNCTION dice(sides int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT floor(random() * sides)::int'
"""

_NUMBERS = """
INSERT INTO recipients_identity (purpose, digest, recipient_id, region)
SELECT purpose, sha256((purpose || id)::bytea), id, region
FROM recipients_recipient, unnest(ARRAY['nik', 'nisn']) AS purpose WHERE id > %s
"""
