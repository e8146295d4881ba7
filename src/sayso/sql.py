"""All SQL of the ledger, as text: the numbered migrations and the queries.

Nothing here is executed; ``database`` does that. The comments inside the tables are kept by SQLite
with the schema, so that ``.schema`` in any SQLite tool explains the file.
"""

from __future__ import annotations

import re

APPLICATION_ID = int.from_bytes(b"SAYS", "big")
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables

RANKED = (
    5000  # matches of a common word that are ranked, the newest; ranking all takes 40 times longer
)

_PAGE = """
CREATE TABLE page (  -- documents as they came in
    sha256 TEXT NOT NULL PRIMARY KEY,  -- of the bytes before they were packed
    bytes INTEGER NOT NULL,            -- how many they are
    body BLOB NOT NULL                 -- the bytes, packed with zlib
) STRICT"""

_ARTICLE = """
CREATE TABLE article (  -- articles as they were read out of the pages; never changed
    number INTEGER PRIMARY KEY,  -- 1, 2, 3 in the order of adding
    id TEXT NOT NULL UNIQUE,     -- a hash of url, name, outlet and text
    page TEXT NOT NULL REFERENCES page (sha256),
    origin TEXT NOT NULL,        -- the file or address it was read from first
    url TEXT NOT NULL,
    name TEXT NOT NULL,          -- what the giver calls it, for example the "id" of a JSON line
    outlet TEXT NOT NULL,
    title TEXT NOT NULL,
    byline TEXT NOT NULL,
    published TEXT NOT NULL,     -- ISO 8601, or empty
    modified TEXT NOT NULL,
    language TEXT NOT NULL,      -- ISO 639-1, or empty
    statements INTEGER NOT NULL, -- how many rows of attribution it has
    added TEXT NOT NULL,         -- when, ISO 8601 in UTC
    text TEXT NOT NULL           -- spans count its characters (code points) from 0
) STRICT"""

_READING = """
CREATE TABLE reading (  -- each document that was read, from where, and the article it gave
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,        -- a hash of the page, where it is from, and what was said of it
    article INTEGER NOT NULL REFERENCES article (number),
    page TEXT NOT NULL REFERENCES page (sha256),
    origin TEXT NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    charset TEXT NOT NULL,   -- as declared by the transport, or empty
    fetched TEXT NOT NULL,   -- ISO 8601; empty for files
    added TEXT NOT NULL
) STRICT"""

_DROPPED = """
CREATE TABLE dropped (  -- blocks of an article's page that are not the article
    article INTEGER NOT NULL REFERENCES article (number),
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID"""

_ATTRIBUTION = """
CREATE TABLE attribution (  -- statements: who said what; where the words stand is in span
    article INTEGER NOT NULL REFERENCES article (number),
    number INTEGER NOT NULL,     -- 1, 2, 3 within the article
    id TEXT NOT NULL UNIQUE,     -- a hash of the article's id and the spans
    form TEXT NOT NULL,          -- direct, mixed, indirect
    kind TEXT NOT NULL,          -- speech, thought, document
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),  -- the model's estimate that it is right
    made_by TEXT NOT NULL,       -- the model
    parent INTEGER,              -- the number of the statement it stands inside, if any
    source_words TEXT NOT NULL,  -- a copy of the words at its spans; pieces are joined by ' … '
    cue_words TEXT NOT NULL,
    PRIMARY KEY (article, number),
    FOREIGN KEY (article, parent) REFERENCES attribution (article, number)
) STRICT, WITHOUT ROWID"""

_SPAN = """
CREATE TABLE span (  -- characters start to end (not included) of article.text, counted from 0
    article INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('source', 'cue', 'content')),
    number INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    PRIMARY KEY (article, statement, role, number),
    FOREIGN KEY (article, statement) REFERENCES attribution (article, number)
) STRICT, WITHOUT ROWID"""

_SOURCE = """
CREATE TABLE source (  -- how often each source is quoted, by its exact words; '' is: none named
    words TEXT NOT NULL PRIMARY KEY,
    statements INTEGER NOT NULL,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

_REJECTED = """
CREATE TABLE rejected (  -- what was not read or not understood; see the view unread
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,        -- a hash of stage, subject and reason
    stage TEXT NOT NULL,
    subject TEXT NOT NULL,   -- the file, line or address
    reason TEXT NOT NULL,
    after INTEGER NOT NULL,  -- the last reading.number at that time
    added TEXT NOT NULL
) STRICT"""

# Standard input is another document each time: reading it later makes no earlier refusal good.
_STDIN = "(subject = '-' OR subject GLOB '-:[0-9]*')"

_UNREAD = f"""
CREATE VIEW unread AS  -- refusals whose subject has not been read since
SELECT * FROM rejected
WHERE {_STDIN} OR NOT EXISTS (
    SELECT 1 FROM reading
    WHERE reading.origin = rejected.subject AND reading.number > rejected.after
)"""

_STATEMENT = """
CREATE VIEW statement AS  -- statements with their words, for people; score is the model's estimate
SELECT
    article.number AS article,
    attribution.number AS statement,
    attribution.source_words AS source,
    attribution.cue_words AS cue,
    (
        SELECT group_concat(piece, ' … ') FROM (
            SELECT substr(article.text, span.start + 1, span.end - span.start) AS piece
            FROM span
            WHERE span.article = attribution.article AND span.statement = attribution.number
                AND span.role = 'content'
            ORDER BY span.number
        )
    ) AS content,
    attribution.form,
    attribution.kind,
    attribution.score,
    article.outlet,
    article.published,
    article.title,
    article.url,
    attribution.id
FROM attribution JOIN article ON article.number = attribution.article"""

# External content: the words are indexed, the text itself stays in article alone.
_WORDS = """
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, content = 'article', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
)"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        *(_PAGE, _ARTICLE, _READING, _DROPPED, _ATTRIBUTION, _SPAN, _SOURCE, _REJECTED),
        "CREATE INDEX article_url ON article (url)",
        "CREATE INDEX article_page ON article (page)",
        "CREATE INDEX reading_id ON reading (id)",
        "CREATE INDEX reading_origin ON reading (origin, number)",
        "CREATE INDEX attribution_source ON attribution (source_words)",
        "CREATE INDEX rejected_subject ON rejected (subject)",
        *(_UNREAD, _STATEMENT, _WORDS),
    ),
)
"""One tuple of statements each; number n brings a file from ``user_version`` n - 1 to n."""

VERSION = len(MIGRATIONS)

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
LIST_ARTICLES = f"SELECT {_LISTED} FROM article ORDER BY number"
GET_LISTED = f"SELECT {_LISTED} FROM article WHERE number = ?"
GET_ARTICLE = """
SELECT text, page, origin, url, name, outlet, title, byline, published, modified, language
FROM article WHERE number = ?"""
GET_DROPPED = "SELECT text, reason FROM dropped WHERE article = ? ORDER BY number"
GET_NUMBER = "SELECT number FROM article WHERE id = ?"

# The ways to name an article, the surest first; each takes the key as ?1.
FIND_ARTICLE = (
    "SELECT number FROM article WHERE CAST(number AS TEXT) = ?1",
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
AND NOT EXISTS (SELECT 1 FROM unread WHERE subject = ?2 AND NOT {_STDIN})"""

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
