"""The queries of who is who across articles; the tables are in ``schema_who``. Nothing is executed here."""

from __future__ import annotations

from sayso.schema_who import WHO

# A reader's own tables: SQLite looks a name up among the temporary tables first.
TEMPORARY = (
    "PRAGMA temp_store = MEMORY",  # there may be nowhere to write
    *(table.replace("CREATE TABLE", "CREATE TEMPORARY TABLE IF NOT EXISTS", 1) for table in WHO),
)

STATE = """
SELECT (SELECT coalesce(max(number), 0) FROM article),
    (SELECT coalesce(max(number), 0) FROM judgement WHERE about = 'speaker')"""
# Rows of speaker that other rules made would be shown with what these rules make of the rest.
HOLDS = """
SELECT 1 FROM identified WHERE article = ?1 AND judgement = ?2 AND made_by = ?3
    AND (SELECT count(*) FROM understood WHERE made_by = ?4) = (SELECT count(*) FROM article)"""

FORGET = tuple(
    f"DELETE FROM {table}"
    for table in (
        "identified",
        "identity",
        "identity_part",
        "identity_join",
        "identity_statement",
        "identity_name",
        "identity_word",
    )
)
ADD_IDENTIFIED = """
INSERT INTO identified (article, judgement, made_by, identities, statements, unclear)
VALUES (?, ?, ?, ?, ?, ?)"""
ADD_IDENTITY = """
INSERT INTO identity (number, id, name, type, statements, articles, names, roles, speaks_for, outlets,
    may_be)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_PART = "INSERT INTO identity_part (identity, number, id, article, name) VALUES (?, ?, ?, ?, ?)"
ADD_JOIN = """
INSERT INTO identity_join (identity, number, left, right, rule, words) VALUES (?, ?, ?, ?, ?, ?)"""
ADD_STATEMENT = """
INSERT INTO identity_statement (identity, number, article, statement) VALUES (?, ?, ?, ?)"""
ADD_NAME = "INSERT INTO identity_name (name, identity) VALUES (?, ?)"
ADD_WORD = "INSERT INTO identity_word (word, name) VALUES (?, ?)"

TOTAL = "SELECT identities, statements, unclear FROM identified"
_IDENTITY = """
SELECT id, name, type, statements, articles, names, roles, speaks_for, outlets, may_be FROM identity"""
LIST_IDENTITIES = f"{_IDENTITY} ORDER BY number LIMIT ? OFFSET ?"
GET_IDENTITY = f"{_IDENTITY} WHERE number = ?"

# The ways to name an identity, the surest first: the first of those that fit, and how many do.
_FITTING = "SELECT identity, count(*) OVER () FROM ({}) GROUP BY identity ORDER BY identity LIMIT 5"
BY_ID = """
SELECT number, count(*) OVER () FROM identity
WHERE length(?1) >= 4 AND ?1 NOT GLOB '*[^0-9a-f]*' AND id BETWEEN ?1 AND ?1 || 'g'
ORDER BY number LIMIT 5"""
BY_NAME = _FITTING.format("SELECT identity FROM identity_name WHERE name = ?1")
BY_WORDS = _FITTING.format("""
    SELECT identity FROM identity_name WHERE name IN (
        SELECT name FROM identity_word WHERE word IN (SELECT value FROM json_each(?1))
        GROUP BY name HAVING count(*) = json_array_length(?1)
    )""")
PART_IDS = """
SELECT id FROM identity_part
WHERE length(?1) >= 4 AND ?1 NOT GLOB '*[^0-9a-f]*' AND id BETWEEN ?1 AND ?1 || 'g' LIMIT 2"""

_NUMBER = "(SELECT number FROM identity WHERE id = ?1)"
JOINS = f"""
SELECT one.id, mine.id, one.name, other.id, its.id, other.name, rule, words, one.article, other.article
FROM identity_join AS joined
JOIN identity_part AS one ON one.identity = joined.identity AND one.number = joined.left
JOIN identity_part AS other ON other.identity = joined.identity AND other.number = joined.right
JOIN article AS mine ON mine.number = one.article JOIN article AS its ON its.number = other.article
WHERE joined.identity = {_NUMBER} ORDER BY joined.number"""
# By day of publication and order of adding.
STATEMENTS = f"""
SELECT identity_statement.article, statement
FROM identity_statement JOIN article ON article.number = identity_statement.article
WHERE identity = {_NUMBER}
ORDER BY substr(published, 1, 10), identity_statement.article, identity_statement.number
LIMIT ?2 OFFSET ?3"""
