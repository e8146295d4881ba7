"""The tables of claims, a migration of ``schema``: what articles state, and what it amounts to.

Rows of ``mention``, ``link``, ``echo``, ``credit``, ``judgement`` and ``status`` are only ever added.
``claim``, ``claim_mention``, ``claim_status``, ``claim_words`` and ``conflict`` follow from them and
are kept so that no list has to be worked out when it is opened.
"""

from __future__ import annotations

_MENTION = """
CREATE TABLE mention (  -- places of the articles that state something that can be checked
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,   -- a hash of the article's id and the span
    article INTEGER NOT NULL REFERENCES article (number),
    start INTEGER NOT NULL,    -- characters start to end (not included) of article.text, from 0
    end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    statement INTEGER,         -- attribution.number; NULL: the article's own voice
    polarity TEXT NOT NULL,    -- asserted, denied, refused, hedged, supposed, asked, promised
    chain TEXT NOT NULL,       -- JSON: its sources, outermost first, [[name, type, speaks for], …]
    facts TEXT NOT NULL,       -- JSON: its times, places and numbers; offsets as above
    vector BLOB                -- for finding its like, 8-bit numbers; may be deleted
) STRICT"""

_COMPARED = """
CREATE TABLE compared (  -- the articles whose mentions were compared with those before them
    article INTEGER NOT NULL PRIMARY KEY REFERENCES article (number),
    story INTEGER NOT NULL,  -- only articles of one story are compared
    topics TEXT NOT NULL,    -- JSON, [[word, weight], …]: the words that its story was found by
    made_by TEXT NOT NULL,   -- the judge
    added TEXT NOT NULL
) STRICT"""

_LINK = """
CREATE TABLE link (  -- what a judge says of two mentions; only ever added to
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    left INTEGER NOT NULL REFERENCES mention (number),  -- stored first
    right INTEGER NOT NULL REFERENCES mention (number),
    relation TEXT NOT NULL,  -- same, conflict, update, correction
    kind TEXT NOT NULL,      -- claim, denial, number, identity, time, place, status, cause, other
    score REAL NOT NULL,     -- the judge's estimate, 0 to 1, that it is right
    reasons TEXT NOT NULL,   -- JSON, for a person
    judge TEXT NOT NULL,
    added TEXT NOT NULL
) STRICT"""

_ECHO = """
CREATE TABLE echo (  -- passages of two articles with the same words
    number INTEGER PRIMARY KEY,
    left INTEGER NOT NULL REFERENCES article (number),  -- published first, as far as is known
    right INTEGER NOT NULL REFERENCES article (number),
    kind TEXT NOT NULL,     -- copy, quotation
    left_start INTEGER NOT NULL,
    left_end INTEGER NOT NULL,
    right_start INTEGER NOT NULL,
    right_end INTEGER NOT NULL,
    words INTEGER NOT NULL, -- how many are equal
    own INTEGER NOT NULL,   -- of these, plain words outside quotation marks
    share REAL NOT NULL     -- of the words of the longer side
) STRICT"""

_CREDIT = """
CREATE TABLE credit (  -- agencies and outlets that an article owes its text to
    article INTEGER NOT NULL REFERENCES article (number),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,      -- wire, outlet
    place TEXT NOT NULL,     -- text, byline, outlet, dropped
    start INTEGER,           -- in article.text, where it stands there
    end INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID"""

_JUDGEMENT = """
CREATE TABLE judgement (  -- a person's word, which outranks every link; only ever added to
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    verdict TEXT NOT NULL,  -- same, not same, conflict, not a conflict, merge, split
    about TEXT NOT NULL,    -- mention, speaker
    left TEXT NOT NULL,     -- identifiers
    right TEXT NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    added TEXT NOT NULL,
    undoes INTEGER REFERENCES judgement (number)  -- the row that this one takes back
) STRICT"""

_STATUS = """
CREATE TABLE status (  -- the history of claims: a row whenever the state of one is another
    number INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES mention (number),  -- its first mention then
    statuses TEXT NOT NULL,   -- JSON
    mentions INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    became INTEGER,           -- the claim that it is part of from then on
    article INTEGER NOT NULL, -- the last article that had been compared
    added TEXT NOT NULL
) STRICT"""

_CLAIM = """
CREATE TABLE claim (  -- mentions that state the same; follows from mention, link and judgement
    number INTEGER PRIMARY KEY,  -- mention.number of the first
    id TEXT NOT NULL UNIQUE,     -- mention.id of the first
    words TEXT NOT NULL,         -- the words of the first
    polarity TEXT NOT NULL,      -- and what it does with them: a denial has the words it denies
    story INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    reports INTEGER NOT NULL,    -- articles
    outlets INTEGER NOT NULL,
    origins INTEGER NOT NULL,    -- at most so many are separate
    statuses TEXT NOT NULL,      -- JSON
    conflicts INTEGER NOT NULL,  -- claims it conflicts with
    first TEXT NOT NULL,         -- days of publication, or of adding
    last TEXT NOT NULL,
    article INTEGER NOT NULL,    -- the last article that had been compared when its state changed
    changed TEXT NOT NULL        -- and the time
) STRICT"""

_CLAIM_MENTION = """
CREATE TABLE claim_mention (  -- which claim each mention belongs to; follows from link and judgement
    mention INTEGER NOT NULL PRIMARY KEY REFERENCES mention (number),
    claim INTEGER NOT NULL
) STRICT"""

_CLAIM_STATUS = """
CREATE TABLE claim_status (  -- claims by status, those with most reports first; follows from claim
    status TEXT NOT NULL,  -- '' for every claim
    fewer INTEGER NOT NULL,  -- reports, below 0, so that most come first
    claim INTEGER NOT NULL,
    PRIMARY KEY (status, fewer, claim)
) STRICT, WITHOUT ROWID"""

_CLAIM_WORDS = """
CREATE VIRTUAL TABLE claim_words USING fts5 (
    words, tokenize = 'unicode61 remove_diacritics 2'
)"""

_CONFLICT = """
CREATE TABLE conflict (  -- pairs of claims that conflict, update or correct; follows from the rest
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,       -- of the first link between them
    left_claim INTEGER NOT NULL,   -- the claim of left
    right_claim INTEGER NOT NULL,
    left INTEGER NOT NULL REFERENCES mention (number),  -- the mentions of the surest link
    right INTEGER NOT NULL REFERENCES mention (number),
    relation TEXT NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    judge TEXT NOT NULL,
    pairs INTEGER NOT NULL,        -- links between them
    answers TEXT NOT NULL,         -- left, right: the side that denies, corrects or updates; or ''
    subject INTEGER NOT NULL,      -- 1: that side is by someone whom the other speaks of
    story INTEGER NOT NULL,
    article INTEGER NOT NULL,      -- the article with which it came up
    added TEXT NOT NULL
) STRICT"""

_UNLIKE = """
CREATE TABLE unlike (  -- what a mention was compared with and not taken to state the same as
    number INTEGER PRIMARY KEY,
    mention INTEGER NOT NULL REFERENCES mention (number),
    before TEXT NOT NULL  -- JSON, [[mention, how likely they state the same, 0 to 1], …]
) STRICT"""

UNLIKE = (_UNLIKE, "CREATE INDEX unlike_mention ON unlike (mention)")

CLAIMS = (
    *(_MENTION, _COMPARED, _LINK, _ECHO, _CREDIT, _JUDGEMENT, _STATUS),
    *(_CLAIM, _CLAIM_MENTION, _CLAIM_STATUS, _CLAIM_WORDS, _CONFLICT),
    "CREATE INDEX mention_article ON mention (article)",
    "CREATE INDEX compared_story ON compared (story)",
    "CREATE INDEX link_left ON link (left, relation)",
    "CREATE INDEX link_right ON link (right, relation)",
    "CREATE INDEX echo_left ON echo (left)",
    "CREATE INDEX echo_right ON echo (right)",
    "CREATE INDEX status_claim ON status (claim)",
    "CREATE INDEX status_article ON status (article)",
    "CREATE INDEX claim_story ON claim (story, reports DESC, number)",
    "CREATE INDEX claim_article ON claim (article)",
    "CREATE INDEX claim_changed ON claim (changed)",
    "CREATE INDEX claim_mention_claim ON claim_mention (claim)",
    "CREATE INDEX conflict_left ON conflict (left_claim)",
    "CREATE INDEX conflict_right ON conflict (right_claim)",
    "CREATE INDEX conflict_article ON conflict (article)",
    "CREATE INDEX conflict_relation ON conflict (relation, kind)",
)
"""The statements of the migration."""
