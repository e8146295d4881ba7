"""The queries of the ledger, as text; its tables are in ``schema``. Nothing here is executed."""

from __future__ import annotations

import re

from sayso.schema import STDIN

RANKED = (
    5000  # matches of a common word that are ranked, the newest; ranking all takes 40 times longer
)

SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",  # in WAL mode a power cut may lose the last moments, no more
    "PRAGMA mmap_size = 0",  # with a mapped file, a fault of the disk would kill the process
    "PRAGMA busy_timeout = 5000",
)
SET_WAL = "PRAGMA journal_mode = WAL"
GET_APPLICATION_ID = "PRAGMA application_id"
GET_VERSION = "PRAGMA user_version"
COUNT_OBJECTS = "SELECT count(*) FROM sqlite_master"
BEGIN, COMMIT, ROLLBACK = "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"

_LISTED = (
    "article.number, article.id, article.title, article.outlet, article.published, article.url, "
    "article.origin, article.statements, article.added"
)
LIST_ARTICLES = f"""
SELECT * FROM (SELECT {_LISTED} FROM article ORDER BY number DESC LIMIT ?) ORDER BY number"""
GET_LAST = "SELECT coalesce(max(number), 0) FROM article"
GET_LISTED = f"SELECT {_LISTED} FROM article WHERE number = ?"
# Captures without a time are dated by what the page says of itself, or else by their adding.
LIST_VERSIONS = f"""
SELECT {_LISTED}, coalesce((
    SELECT min(fetched) FROM reading WHERE reading.article = article.number AND fetched <> ''
), '') AS captured
FROM article WHERE article.url = ?1 AND ?1 <> ''
ORDER BY coalesce(nullif(captured, ''), nullif(modified, ''), added), number"""
GET_ARTICLE = """
SELECT text, page, origin, url, name, outlet, title, byline, published, modified, language
FROM article WHERE number = ?"""
GET_DROPPED = "SELECT text, reason FROM dropped WHERE article = ? ORDER BY number"
GET_NUMBER = "SELECT number FROM article WHERE id = ?"

# The ways to name an article, the surest first; each takes the key as ?1.
FIND_ARTICLE = (
    "SELECT number FROM article WHERE number = CAST(?1 AS INTEGER) AND CAST(number AS TEXT) = ?1",
    "SELECT number FROM article WHERE length(?1) >= 4 AND ?1 NOT GLOB '*[^0-9a-f]*'"
    " AND id BETWEEN ?1 AND ?1 || 'g' ORDER BY number",
    "SELECT number FROM article WHERE ?1 <> '' AND url = ?1 ORDER BY number",
    "SELECT DISTINCT article FROM reading WHERE origin = ?1 ORDER BY article",
    "SELECT DISTINCT article FROM reading"
    " WHERE substr(origin, -length(?1) - 1) = '/' || ?1 ORDER BY article",
)
LIST_TITLES = "SELECT number, title FROM article ORDER BY number"

HAS_PAGE = "SELECT 1 FROM page WHERE sha256 = ?"
GET_PAGE = "SELECT bytes, body FROM page WHERE sha256 = ?"
LIST_PAGES = "SELECT sha256, bytes, body FROM page"
# A document that was refused after it was read counts as unread, so that reading it again is noted.
HAS_READING = f"""
SELECT 1 FROM reading WHERE id = ?1
AND NOT EXISTS (SELECT 1 FROM unread WHERE subject = ?2 AND NOT {STDIN})"""

ADD_PAGE = "INSERT INTO page (sha256, bytes, body) VALUES (?, ?, ?)"
ADD_ARTICLE = """
INSERT INTO article (text, page, origin, url, name, outlet, title, byline, published, modified,
    language, id, statements, added)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"""
ADD_WORDS = "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)"
ADD_READING = """
INSERT INTO reading (id, article, page, origin, url, name, media_type, charset, fetched, added)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_DROPPED = "INSERT INTO dropped (article, number, text, reason) VALUES (?, ?, ?, ?)"
ADD_ATTRIBUTION = """
INSERT INTO attribution (article, number, id, form, kind, score, made_by, source_words, cue_words)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_SPAN = """
INSERT INTO span (article, statement, role, number, start, end) VALUES (?, ?, ?, ?, ?, ?)"""
ADD_SOURCE = """
INSERT INTO source (words, statements, articles) VALUES (?, ?, 1)
ON CONFLICT (words) DO UPDATE SET
    statements = statements + excluded.statements, articles = articles + 1"""
ADD_REJECTED = """
INSERT INTO rejected (id, stage, subject, reason, added, after)
SELECT ?1, ?2, ?3, ?4, ?5, coalesce((SELECT max(number) FROM reading), 0)
WHERE NOT EXISTS (SELECT 1 FROM unread WHERE id = ?1)"""

# What is understood of an article follows from its text, so its rows are made anew with new rules.
LIST_STALE = """
SELECT number FROM article
WHERE number NOT IN (SELECT article FROM understood WHERE made_by = ?) ORDER BY number"""
FORGET_UNDERSTOOD = (
    "DELETE FROM speaker WHERE article = ?",
    "DELETE FROM acronym WHERE article = ?",
    "DELETE FROM understood WHERE article = ?",
)
ADD_UNDERSTOOD = "INSERT INTO understood (article, made_by) VALUES (?, ?)"
ADD_SPEAKER = """
INSERT INTO speaker (article, statement, name, type, role, speaks_for, reason, polarity, parent,
    named, described, candidates)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_ACRONYM = "INSERT INTO acronym (article, start, short, long) VALUES (?, ?, ?, ?)"
_SPEAKERS = """
SELECT speaker.article, statement, source_words, name, type, role, speaks_for, speaker.reason, polarity,
    named, described, candidates
FROM speaker
JOIN attribution ON attribution.article = speaker.article AND attribution.number = statement"""
LIST_SPEAKERS = f"{_SPEAKERS} ORDER BY speaker.article, statement"
GET_SPEAKER = f"{_SPEAKERS} WHERE speaker.article = ? AND statement = ?"
SPEAKERS_OF = f"{_SPEAKERS} WHERE speaker.article = ? ORDER BY statement"
GET_MADE_BY = "SELECT made_by FROM understood WHERE article = ?"
LIST_ACRONYMS = "SELECT article, start, short, long FROM acronym ORDER BY article, start"

HAS_LOADED = "SELECT 1 FROM loaded WHERE batch = ?"
ADD_LOADED = "INSERT INTO loaded (batch, added) VALUES (?, ?)"

ADD_POLL = "INSERT INTO poll (feed, etag, last_modified, added) VALUES (?, ?, ?, ?)"
GET_POLL = "SELECT etag, last_modified FROM poll WHERE feed = ? ORDER BY number DESC LIMIT 1"
# The updates of a live blog have the page's address and a fragment for their origin.
LAST_READ = """
SELECT max(added) FROM (
    SELECT added FROM reading WHERE origin = ?1
    UNION ALL SELECT added FROM reading WHERE origin > ?1 || '#' AND origin < ?1 || '$'
    UNION ALL SELECT added FROM rejected WHERE subject = ?1
    UNION ALL SELECT added FROM rejected WHERE subject > ?1 || '#' AND subject < ?1 || '$'
)"""

LIST_SOURCES = "SELECT words, statements, articles FROM source ORDER BY statements DESC, words"
LIST_REJECTED = """
SELECT stage, subject, reason, added, number NOT IN (SELECT number FROM unread)
FROM rejected ORDER BY number"""
COUNT = """
SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM article),
    (SELECT coalesce(sum(statements), 0) FROM article), (SELECT count(*) FROM rejected),
    (SELECT count(*) FROM unread), (SELECT count(*) FROM dropped)"""

SEARCH = f"""
SELECT {_LISTED}, snippet(article_words, -1, '', '', '…', 24)
FROM article_words JOIN article ON article.number = article_words.rowid
WHERE article_words MATCH ?1 AND article_words.rowid >= (
    SELECT min(rowid) FROM (
        SELECT rowid FROM article_words WHERE article_words MATCH ?1
        ORDER BY rowid DESC LIMIT {RANKED}
    )
)
ORDER BY bm25(article_words), article.number LIMIT ?2"""

LIST_MENTIONS = """
SELECT mention.number, mention.id, article.id, start, end
FROM mention JOIN article ON article.number = mention.article ORDER BY mention.number"""
UNCLAIMED = """
SELECT number FROM mention WHERE NOT EXISTS (
    SELECT 1 FROM claim_mention JOIN claim ON claim.number = claim_mention.claim
    WHERE claim_mention.mention = mention.number
) ORDER BY number"""
CHECK_FILE = "PRAGMA integrity_check"
CHECK_KEYS = "PRAGMA foreign_key_check"
CHECK_WORDS = "INSERT INTO article_words (article_words, rank) VALUES ('integrity-check', 1)"
LIST_IDS = "SELECT number, id, statements FROM article ORDER BY number"
LIST_COPIES = """
SELECT id, source_words, cue_words FROM attribution WHERE article = ? ORDER BY number"""
_COUNTED = "SELECT source_words, count(*), count(DISTINCT article) FROM attribution GROUP BY 1"
_KEPT = "SELECT words, statements, articles FROM source"
CHECK_SOURCES = f"""
SELECT DISTINCT source_words FROM (
    SELECT * FROM ({_COUNTED} EXCEPT {_KEPT})
    UNION ALL SELECT * FROM ({_KEPT} EXCEPT {_COUNTED})
)"""

CHECK_SPEAKERS = """
SELECT number FROM article WHERE number IN (SELECT article FROM understood)
    AND statements <> (SELECT count(*) FROM speaker WHERE speaker.article = article.number)"""

CHECK_IDENTITIES = """
SELECT id FROM identity WHERE statements <> (
    SELECT count(*) FROM identity_statement WHERE identity = identity.number
) ORDER BY number"""

_OF_ARTICLE, _OF_SOURCE = "attribution.article = ?", "attribution.source_words = ?"


def set_version(number: int) -> str:
    """Return the statement that records migration ``number`` as done."""
    return f"PRAGMA user_version = {number:d}"


def _attributions(where: str) -> str:
    return f"""
SELECT article, number, form, kind, score, made_by FROM attribution
WHERE {where} ORDER BY article, number"""


def _spans(where: str) -> str:
    return f"""
SELECT span.article, span.statement, span.role, span.start, span.end
FROM attribution
JOIN span ON span.article = attribution.article AND span.statement = attribution.number
WHERE {where} ORDER BY span.article, span.statement, span.role, span.number"""


OF_ARTICLE = (_attributions(_OF_ARTICLE), _spans(_OF_ARTICLE))
OF_SOURCE = (_attributions(_OF_SOURCE), _spans(_OF_SOURCE))
"""Two queries: the attributions, then their spans."""


def match(query: str) -> str:
    """Return the FTS5 expression for what a person typed, or nothing if it holds no word.

    All words must occur; what stands in double quotes must occur as it stands. Nothing in ``query``
    acts as an operator, so no input is a syntax error.
    """
    # FTS5 reads its expression up to a NUL, and UTF-8 has no lone surrogates.
    typed = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    phrases = (quoted or word for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', typed))
    return " ".join(f'"{phrase}"' for phrase in phrases if any(map(str.isalnum, phrase)))
