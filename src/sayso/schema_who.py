"""The tables of who is who across articles, a migration of ``schema``.

All of it follows from ``speaker``, ``acronym``, ``judgement`` and the rules. It is kept because working
it out takes some milliseconds an article, too long for a list that is opened; it is made anew as a
whole, in one transaction, when ``identified`` says that it does not hold any more.
"""

from __future__ import annotations

_IDENTIFIED = """
CREATE TABLE identified (  -- one row: what the tables identity… were made of, and what they hold
    article INTEGER NOT NULL,     -- the last article
    judgement INTEGER NOT NULL,   -- the last row of judgement on speakers
    made_by TEXT NOT NULL,        -- the rules
    identities INTEGER NOT NULL,
    statements INTEGER NOT NULL,  -- theirs: what two say together counts for each
    unclear INTEGER NOT NULL      -- statements of whom it is unclear who makes them
) STRICT"""

_IDENTITY = """
CREATE TABLE identity (  -- people and bodies across articles; follows from the rest, see identified
    number INTEGER PRIMARY KEY,   -- 1, 2, 3: those with most statements first
    id TEXT NOT NULL UNIQUE,      -- that of its first part
    name TEXT NOT NULL,           -- the fullest
    type TEXT NOT NULL,           -- as in speaker
    statements INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    names TEXT NOT NULL,          -- JSON, all it is called, name first
    roles TEXT NOT NULL,          -- JSON, offices in the articles' words, the most frequent first
    speaks_for TEXT NOT NULL,     -- JSON, the same
    outlets TEXT NOT NULL,        -- JSON, those that have it speak, in the order of adding
    may_be TEXT NOT NULL          -- JSON, [[id, name, why it was left apart], …]
) STRICT"""

_PART = """
CREATE TABLE identity_part (  -- the speakers of single articles that are one; follows from the rest
    identity INTEGER NOT NULL,  -- identity.number
    number INTEGER NOT NULL,    -- 1, 2, 3 in the order of adding
    id TEXT NOT NULL,           -- a hash of the article's id and the name
    article INTEGER NOT NULL,
    name TEXT NOT NULL,         -- what the article calls it
    PRIMARY KEY (identity, number)
) STRICT, WITHOUT ROWID"""

_JOIN = """
CREATE TABLE identity_join (  -- by what rules parts are one; follows from the rest
    identity INTEGER NOT NULL,
    number INTEGER NOT NULL,
    left INTEGER NOT NULL,   -- identity_part.number
    right INTEGER NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL,     -- that it went by
    PRIMARY KEY (identity, number)
) STRICT, WITHOUT ROWID"""

_STATEMENT = """
CREATE TABLE identity_statement (  -- what each says; follows from the rest
    identity INTEGER NOT NULL,
    number INTEGER NOT NULL,     -- 1, 2, 3 in the order of its parts
    article INTEGER NOT NULL,
    statement INTEGER NOT NULL,  -- attribution.number
    PRIMARY KEY (identity, number)
) STRICT, WITHOUT ROWID"""

_NAME = """
CREATE TABLE identity_name (  -- whom a name may mean; follows from the rest
    name TEXT NOT NULL,  -- in lower case, without "the"
    identity INTEGER NOT NULL,
    PRIMARY KEY (name, identity)
) STRICT, WITHOUT ROWID"""

_WORD = """
CREATE TABLE identity_word (  -- the words of the names of identity_name; follows from the rest
    word TEXT NOT NULL,  -- without accents and full stops
    name TEXT NOT NULL,
    PRIMARY KEY (word, name)
) STRICT, WITHOUT ROWID"""

WHO = (_IDENTIFIED, _IDENTITY, _PART, _JOIN, _STATEMENT, _NAME, _WORD)
"""The statements that make the tables; none needs an index, so that they can be made as temporary
ones too."""
