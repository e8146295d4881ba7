"""The tables of a ledger, as numbered migrations: SQL as text, executed by ``database``.

The comments inside the tables are kept by SQLite with the schema, so that ``.schema`` in any SQLite
tool explains the file. A migration that was released is never changed: a new one follows it.
"""

from __future__ import annotations

from sayso.schema_claims import CLAIMS, UNLIKE
from sayso.schema_views import VIEWS, VIEWS_AGAIN
from sayso.schema_who import WHO

APPLICATION_ID = int.from_bytes(b"SAYS", "big")
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables

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
    parent INTEGER,              -- not filled: what rules found is in speaker.parent
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
STDIN = "(subject = '-' OR subject GLOB '-:[0-9]*')"

_UNREAD = f"""
CREATE VIEW unread AS  -- refusals whose subject has not been read since
SELECT * FROM rejected
WHERE {STDIN} OR NOT EXISTS (
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

_UNDERSTOOD = """
CREATE TABLE understood (  -- the articles whose rows of speaker and acronym are filled in
    article INTEGER NOT NULL PRIMARY KEY REFERENCES article (number),
    made_by TEXT NOT NULL  -- the rules; where newer ones read an article, its rows are replaced
) STRICT"""

_SPEAKER = """
CREATE TABLE speaker (  -- who makes each statement, within its article, and what he does with it
    article INTEGER NOT NULL,
    statement INTEGER NOT NULL,  -- attribution.number
    name TEXT NOT NULL,          -- the fullest the article gives; '' where it leaves it open
    type TEXT NOT NULL,          -- person, organisation, outlet, group, unnamed, document, author, unclear
    role TEXT NOT NULL,          -- the office or title, in the article's words
    speaks_for TEXT NOT NULL,    -- whom a spokesman speaks for
    reason TEXT NOT NULL,        -- why it is this speaker
    polarity TEXT NOT NULL,      -- asserted, denied, refused, hedged, supposed, asked, promised
    parent INTEGER,              -- the number of the statement it stands inside, if any
    named TEXT NOT NULL,         -- JSON, [[start, end], …]: where the words of the name stand
    described TEXT NOT NULL,     -- JSON, spans: what the article says the speaker is
    candidates TEXT NOT NULL,    -- JSON, names: who it may be, where the article leaves it open
    PRIMARY KEY (article, statement),
    FOREIGN KEY (article, statement) REFERENCES attribution (article, number)
) STRICT, WITHOUT ROWID"""

_ACRONYM = """
CREATE TABLE acronym (  -- short names that an article explains: "Port Workers' Union (PWU)"
    article INTEGER NOT NULL REFERENCES article (number),
    start INTEGER NOT NULL,  -- where the short name stands
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    PRIMARY KEY (article, start)
) STRICT, WITHOUT ROWID"""

_STATEMENT_WITH_SPEAKER = (
    _STATEMENT.replace(
        "    attribution.source_words AS source,",
        "    speaker.name AS speaker,\n    speaker.type AS type,\n    attribution.source_words AS source,",
    ).replace("    attribution.form,", "    speaker.polarity,\n    attribution.form,")
    + """
LEFT JOIN speaker ON speaker.article = attribution.article
    AND speaker.statement = attribution.number"""
)

_POLL = """
CREATE TABLE poll (  -- feeds that are followed; the last row of a feed counts
    number INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,           -- its address
    etag TEXT NOT NULL,           -- what its server said of the version that was read,
    last_modified TEXT NOT NULL,  -- to ask it later whether there is another
    added TEXT NOT NULL
) STRICT"""

_LOADED = """
CREATE TABLE loaded (  -- the batches of `sayso run` that were loaded, each in one transaction
    batch TEXT NOT NULL PRIMARY KEY,  -- its name, which follows from what is in it
    added TEXT NOT NULL
) STRICT, WITHOUT ROWID"""

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
    (
        *(_UNDERSTOOD, _SPEAKER, _ACRONYM),
        "CREATE INDEX speaker_name ON speaker (name)",
        "CREATE INDEX understood_made_by ON understood (made_by)",
        *("DROP VIEW statement", _STATEMENT_WITH_SPEAKER),
    ),
    (_POLL, "CREATE INDEX poll_feed ON poll (feed, number)"),
    CLAIMS,
    (_LOADED,),
    VIEWS,
    WHO,
    (*UNLIKE, *VIEWS_AGAIN),
)
"""One tuple of statements each; number n brings a file from ``user_version`` n - 1 to n."""

VERSION = len(MIGRATIONS)
