"""The queries of claims, as text; their tables are in ``schema_claims``. Nothing here is executed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.sql import _LISTED

_MENTION = (
    "mention.number, mention.id, mention.article, start, end, sentence_start, sentence_end, "
    "statement, polarity, chain"
)
GET_MENTION = f"SELECT {_MENTION} FROM mention WHERE number = ?"
OF_CLAIM = f"""
SELECT {_MENTION} FROM claim_mention JOIN mention ON mention.number = claim_mention.mention
WHERE claim_mention.claim = ? ORDER BY mention.number"""
GET_LISTED = f"SELECT {_LISTED} FROM article WHERE number = ?"
GET_TEXT = "SELECT text FROM article WHERE number = ?"
FIND_MENTION = """
SELECT number FROM mention WHERE length(?1) >= 4 AND ?1 NOT GLOB '*[^0-9a-f]*'
AND id BETWEEN ?1 AND ?1 || 'g' ORDER BY number LIMIT 6"""
GET_MENTION_ID = "SELECT id FROM mention WHERE number = ?"
CLAIM_OF = "SELECT claim FROM claim_mention WHERE mention = ?"

_CLAIM = (
    "claim.number, claim.id, claim.words, claim.story, claim.statuses, claim.mentions, "
    "claim.reports, claim.outlets, claim.origins, claim.conflicts, claim.first, claim.last, claim.polarity"
)
GET_CLAIM = f"SELECT {_CLAIM} FROM claim WHERE number = ?"
CLAIMS_IN = f"""
SELECT mention.id, start, end, statement, mention.chain = '[]', {_CLAIM}
FROM mention JOIN claim_mention ON claim_mention.mention = mention.number
JOIN claim ON claim.number = claim_mention.claim
WHERE mention.article = ? ORDER BY start, end DESC"""
# Only where the conflict still stands: a person may have put a link aside.
CONTRADICTIONS = """
WITH own AS (
    SELECT mention.number FROM json_each(?) AS asked
    JOIN mention ON mention.article = json_extract(asked.value, '$[0]')
        AND mention.statement = json_extract(asked.value, '$[1]')
), pair AS (
    SELECT own.number AS one, link.right AS other FROM own JOIN link ON link.left = own.number
    WHERE link.relation IN ('conflict', 'correction')
    UNION SELECT own.number, link.left FROM own JOIN link ON link.right = own.number
    WHERE link.relation IN ('conflict', 'correction')
)
SELECT conflict.id, conflict.relation, conflict.kind, min(pair.one), min(pair.other)
FROM pair JOIN claim_mention AS mine ON mine.mention = pair.one
JOIN claim_mention AS its ON its.mention = pair.other
JOIN conflict ON (left_claim = mine.claim AND right_claim = its.claim)
    OR (left_claim = its.claim AND right_claim = mine.claim)
WHERE conflict.relation IN ('conflict', 'correction')
GROUP BY conflict.number ORDER BY conflict.article DESC, conflict.number"""

_CONFLICT = (
    "conflict.number, conflict.id, left_claim, right_claim, left, right, relation, kind, score, "
    "reasons, judge, pairs, answers, conflict.article, conflict.added"
)
GET_CONFLICT = f"SELECT {_CONFLICT} FROM conflict WHERE number = ?"
OF_CLAIMS_CONFLICTS = f"""
SELECT {_CONFLICT} FROM conflict WHERE left_claim = ?1 OR right_claim = ?1
ORDER BY relation, score DESC, number"""
DENIALS = f"""
SELECT {_CONFLICT} FROM conflict
WHERE kind = 'denial' AND relation = 'conflict'
    AND (left_claim = ?1 AND answers = 'right' OR right_claim = ?1 AND answers = 'left')
ORDER BY score DESC, number"""
FIND_CONFLICT = """
SELECT number FROM conflict WHERE length(?1) >= 4 AND ?1 NOT GLOB '*[^0-9a-f]*'
AND id BETWEEN ?1 AND ?1 || 'g' ORDER BY number LIMIT 6"""
FIND_LINKED = """
SELECT conflict.number FROM link
JOIN claim_mention AS one ON one.mention = link.left
JOIN claim_mention AS other ON other.mention = link.right
JOIN conflict ON left_claim IN (one.claim, other.claim) AND right_claim IN (one.claim, other.claim)
WHERE link.id = ?1"""

_LINK = (
    "link.id, one.id, other.id, link.relation, link.kind, link.score, link.reasons, link.judge, "
    "link.added"
)
_LINKED = """
FROM link JOIN mention AS one ON one.number = link.left JOIN mention AS other ON other.number = link.right"""
LINKS_WITHIN = f"""
SELECT {_LINK} {_LINKED}
JOIN claim_mention AS mine ON mine.mention = link.left
JOIN claim_mention AS its ON its.mention = link.right
WHERE mine.claim = ?1 AND its.claim = ?1 AND link.relation = 'same' ORDER BY link.number"""
LINKS_BETWEEN = """
SELECT link.id, link.left, link.right, link.relation, link.kind, link.score, link.reasons, link.judge,
    link.added
FROM link
JOIN claim_mention AS mine ON mine.mention = link.left
JOIN claim_mention AS its ON its.mention = link.right
WHERE link.relation <> 'same'
    AND (mine.claim = ?1 AND its.claim = ?2 OR mine.claim = ?2 AND its.claim = ?1)
ORDER BY link.score DESC, link.number"""

_STATUS = (
    "status.number, mention.id, statuses, status.mentions, status.reports, status.outlets, "
    "status.origins, status.conflicts, coalesce(later.id, ''), status.article, status.added"
)
_STATUSES = f"""
SELECT {_STATUS} FROM status JOIN mention ON mention.number = status.claim
LEFT JOIN mention AS later ON later.number = status.became"""
HISTORY = f"""{_STATUSES}
WHERE status.claim IN (SELECT mention FROM claim_mention WHERE claim = ?) ORDER BY status.number"""
GET_STATUS = f"{_STATUSES} WHERE status.number = ?"
MOVED = """
WITH moved AS (
    SELECT claim, min(number) AS first, max(number) AS last FROM status
    WHERE article > ? AND article <= ? GROUP BY claim
)
SELECT claim, last, (
        SELECT max(number) FROM status AS earlier
        WHERE earlier.claim = moved.claim AND earlier.number < first
    ),
    (SELECT became IS NOT NULL FROM status AS now WHERE now.number = last)
FROM moved ORDER BY last"""
CONFLICTS_AFTER = f"""
SELECT {_CONFLICT} FROM conflict WHERE article > ? AND article <= ? ORDER BY article, score DESC"""
LAST_COMPARED = "SELECT coalesce(max(article), 0) FROM compared"
COMPARED = """
SELECT article, story FROM compared WHERE article > ?1 AND (added >= ?2 OR ?2 = '')
AND (story = ?3 OR ?3 = 0) ORDER BY article DESC LIMIT ?4 OFFSET ?5"""
COUNT_COMPARED = """
SELECT count(*) FROM compared WHERE article > ?1 AND (added >= ?2 OR ?2 = '')
AND (story = ?3 OR ?3 = 0)"""

LIST_STORIES = """
WITH story AS (
    SELECT compared.story AS number, min(article.number) AS head, count(*) AS articles,
        coalesce(min(nullif(published, '')), '') AS first, max(published) AS last
    FROM compared JOIN article ON article.number = compared.article GROUP BY compared.story
)
SELECT number, (SELECT title FROM article WHERE article.number = head), articles,
    (SELECT count(*) FROM claim WHERE claim.story = story.number),
    (SELECT count(*) FROM conflict WHERE conflict.story = story.number AND relation = 'conflict'),
    first, last
FROM story ORDER BY number"""
STORY_OF = "SELECT article, story FROM compared ORDER BY article"
COUNT_STORIES = "SELECT count(DISTINCT story) FROM compared"

MENTIONS_WITH_ARTICLE = """
SELECT article.number, mention.id, article.id, start, end, chain, outlet, url, published, polarity
FROM mention JOIN article ON article.number = mention.article
WHERE mention.number IN (SELECT value FROM json_each(?)) ORDER BY mention.number"""
ECHOES_AMONG = """
WITH asked AS (SELECT value AS number FROM json_each(?))
SELECT one.id, other.id, echo.kind, left_start, left_end, right_start, right_end, words, own, share
FROM asked JOIN echo ON echo.left = asked.number
JOIN article AS one ON one.number = echo.left JOIN article AS other ON other.number = echo.right
WHERE echo.right IN (SELECT number FROM asked) ORDER BY echo.number"""
CREDITS_OF = """
SELECT article.id, credit.name, kind, place, start, end, reason
FROM credit JOIN article ON article.number = credit.article
WHERE credit.article IN (SELECT value FROM json_each(?)) ORDER BY credit.article, credit.number"""
ADD_ECHO = """
INSERT INTO echo (left, right, kind, left_start, left_end, right_start, right_end, words, own, share)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_CREDIT = """
INSERT INTO credit (article, number, name, kind, place, start, end, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""

# Writing. Lists of numbers come as JSON arrays.
PENDING = """
SELECT number FROM article WHERE number > (SELECT coalesce(max(article), 0) FROM compared)
ORDER BY number"""
COUNT_PENDING = """
SELECT count(*) FROM article WHERE number > (SELECT coalesce(max(article), 0) FROM compared)"""
ADD_COMPARED = """
INSERT INTO compared (article, story, topics, made_by, added) VALUES (?, ?, ?, ?, ?)"""
LIST_COMPARED = "SELECT story, topics FROM compared ORDER BY article"
OF_STORY = "SELECT article FROM compared WHERE story = ? ORDER BY article"
SET_STORY = "UPDATE compared SET story = ?1 WHERE story = ?2"
SET_CLAIM_STORY = "UPDATE claim SET story = ?1 WHERE story = ?2"
SET_CONFLICT_STORY = "UPDATE conflict SET story = ?1 WHERE story = ?2"
ADD_MENTION = """
INSERT INTO mention (id, article, start, end, sentence_start, sentence_end, statement, polarity, chain,
    facts, vector)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
OF_ARTICLE = """
SELECT number, start, end, sentence_start, sentence_end, statement, polarity, chain, facts, vector
FROM mention WHERE article = ? ORDER BY number"""
NUMBERS_OF = "SELECT number FROM mention WHERE article = ? ORDER BY number"
SAME_WITH = """
SELECT one.id, other.id FROM mention AS other
JOIN link ON link.right = other.number JOIN mention AS one ON one.number = link.left
WHERE other.article = ? AND link.relation = 'same' ORDER BY link.number"""
ADD_LINK = """
INSERT OR IGNORE INTO link (id, left, right, relation, kind, score, reasons, judge, added)
VALUES (?1, (SELECT number FROM mention WHERE id = ?2), (SELECT number FROM mention WHERE id = ?3),
    ?4, ?5, ?6, ?7, ?8, ?9)"""
NUMBER_OF = "SELECT number FROM mention WHERE id = ?"
CONNECTED = """
WITH RECURSIVE part (mention) AS (
    SELECT value FROM json_each(?1)
    UNION SELECT right FROM part JOIN link ON left = mention AND relation = 'same'
    UNION SELECT left FROM part JOIN link ON right = mention AND relation = 'same'
)
SELECT mention FROM part ORDER BY mention"""
SAME_AMONG = """
SELECT left, right, score FROM link WHERE relation = 'same'
    AND left IN (SELECT value FROM json_each(?1)) AND right IN (SELECT value FROM json_each(?1))
ORDER BY score DESC, number"""
APART_AMONG = """
SELECT left, right FROM link WHERE relation IN ('conflict', 'update', 'correction') AND score >= ?2
    AND left IN (SELECT value FROM json_each(?1)) AND right IN (SELECT value FROM json_each(?1))
ORDER BY number"""
ADD_UNLIKE = "INSERT INTO unlike (mention, before) VALUES (?, ?)"
UNLIKE_OF = """
SELECT mention, before FROM unlike WHERE mention IN (SELECT value FROM json_each(?))
ORDER BY mention, number"""
CLAIMS_OF = """
SELECT mention, claim FROM claim_mention WHERE mention IN (SELECT value FROM json_each(?))"""
MENTIONS_OF = """
SELECT mention FROM claim_mention WHERE claim IN (SELECT value FROM json_each(?)) ORDER BY mention"""
SET_CLAIM_OF = """
INSERT INTO claim_mention (mention, claim) VALUES (?, ?)
ON CONFLICT (mention) DO UPDATE SET claim = excluded.claim"""
DISPUTES_OF = """
WITH asked AS (SELECT value AS mention FROM json_each(?1)),
found AS (
    SELECT link.number FROM asked JOIN link ON left = mention WHERE relation <> 'same'
    UNION SELECT link.number FROM asked JOIN link ON right = mention WHERE relation <> 'same'
)
SELECT link.id, left, right, relation, kind, score, reasons, judge, added, mine.claim, its.claim
FROM found JOIN link ON link.number = found.number
JOIN claim_mention AS mine ON mine.mention = left JOIN claim_mention AS its ON its.mention = right
ORDER BY link.number"""
CONFLICTS_TOUCHING = f"""
SELECT {_CONFLICT} FROM conflict WHERE left_claim IN (SELECT value FROM json_each(?1))
    OR right_claim IN (SELECT value FROM json_each(?1)) ORDER BY number"""
DROP_CONFLICT = "DELETE FROM conflict WHERE id = ?"
SET_CONFLICT = """
INSERT INTO conflict (id, left_claim, right_claim, left, right, relation, kind, score, reasons, judge,
    pairs, answers, article, added, subject, story)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    left_claim = excluded.left_claim, right_claim = excluded.right_claim, left = excluded.left,
    right = excluded.right, relation = excluded.relation, kind = excluded.kind,
    score = excluded.score, reasons = excluded.reasons, judge = excluded.judge,
    pairs = excluded.pairs, answers = excluded.answers, article = excluded.article,
    added = excluded.added, subject = excluded.subject, story = excluded.story"""
SIDE = """
SELECT polarity, facts, chain, published, substr(text, start + 1, end - start), article.number, story
FROM mention JOIN article ON article.number = mention.article
JOIN compared ON compared.article = article.number WHERE mention.number = ?"""
ARTICLES_OF = """
SELECT DISTINCT article.number, outlet, url, published, article.added, compared.story
FROM mention JOIN article ON article.number = mention.article
JOIN compared ON compared.article = article.number
WHERE mention.number IN (SELECT value FROM json_each(?)) ORDER BY article.number"""
LAST_STATUS = """
SELECT statuses, mentions, reports, outlets, origins, conflicts, became FROM status
WHERE claim = ? ORDER BY number DESC LIMIT 1"""
ADD_STATUS = """
INSERT INTO status (claim, statuses, mentions, reports, outlets, origins, conflicts, became, article,
    added)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
SET_CLAIM = """
INSERT INTO claim (number, id, words, polarity, story, statuses, mentions, reports, outlets, origins,
    conflicts, first, last, article, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number) DO UPDATE SET
    words = excluded.words, polarity = excluded.polarity, story = excluded.story,
    statuses = excluded.statuses, mentions = excluded.mentions, reports = excluded.reports,
    outlets = excluded.outlets,
    origins = excluded.origins, conflicts = excluded.conflicts, first = excluded.first,
    last = excluded.last, article = excluded.article, changed = excluded.changed"""
AGAINST = """
SELECT relation, kind, answers = 'right', subject FROM conflict WHERE left_claim = ?1
UNION ALL SELECT relation, kind, answers = 'left', subject FROM conflict WHERE right_claim = ?1"""
LAST_CHANGE = "SELECT article, added FROM status WHERE claim = ? ORDER BY number DESC LIMIT 1"
GET_LISTS = "SELECT statuses, reports FROM claim WHERE number = ?"
WORDINGS = """
SELECT mention.id, substr(text, start + 1, end - start), polarity
FROM mention JOIN article ON article.number = mention.article
WHERE mention.number IN (SELECT value FROM json_each(?)) ORDER BY mention.number"""
GET_WORDS = "SELECT words FROM claim_words WHERE rowid = ?"
DROP_CLAIM = "DELETE FROM claim WHERE number = ?"
DROP_WORDS = "DELETE FROM claim_words WHERE rowid = ?"
ADD_WORDS = "INSERT INTO claim_words (rowid, words) VALUES (?, ?)"
DROP_STATUSES = "DELETE FROM claim_status WHERE status = ? AND fewer = ? AND claim = ?"
ADD_STATUSES = "INSERT INTO claim_status (status, fewer, claim) VALUES (?, ?, ?)"
ADD_JUDGEMENT = """
INSERT INTO judgement (id, verdict, about, left, right, author, note, added, undoes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"""

LIST_JUDGEMENTS = """
SELECT number, id, verdict, about, left, right, author, note, added, undoes FROM judgement
ORDER BY number"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a list is asked for; what is empty is not. ``article`` and ``time``: only what changed
    after that article and not before that time. ``surest``: that first of which the judge is surest."""

    match: str = ""
    status: str = ""
    kind: str = ""
    relations: tuple[str, ...] = ()
    story: int = 0
    article: int = 0
    time: str = ""
    surest: bool = False

    @property
    def since(self) -> bool:
        """Whether only what changed is wanted."""
        return bool(self.article or self.time)


@dataclass(frozen=True, slots=True)
class Query:
    """The query of a list, which also takes how many and from which on, that of their number, and the
    values that both take first."""

    rows: str
    count: str
    values: tuple[object, ...]


def claims(wanted: Wanted) -> Query:
    """Return the query of a list of claims."""
    where: list[tuple[str, tuple[object, ...]]] = []
    indexed = not (wanted.match or wanted.story or wanted.since)
    if wanted.match:
        source, order = "claim_words JOIN claim ON claim.number = claim_words.rowid", "rank"
        where.append(("claim_words MATCH ?", (wanted.match,)))
    elif indexed:
        # One index gives the order: no list is sorted when it is opened.
        source, order = "claim_status JOIN claim ON claim.number = claim_status.claim", "fewer"
        where.append(("claim_status.status = ?", (wanted.status,)))
    else:
        source, order = "claim", "claim.reports DESC"
    if wanted.status and not indexed:
        has = "SELECT 1 FROM claim_status WHERE status = ? AND fewer = -claim.reports"
        where.append((f"EXISTS ({has} AND claim = claim.number)", (wanted.status,)))
    if wanted.story:
        where.append(("claim.story = ?", (wanted.story,)))
    if wanted.since:
        where.append(("claim.article > ? AND claim.changed >= ?", (wanted.article, wanted.time)))
    query = _listing(_CLAIM, source, where, f"{order}, claim.number")
    if indexed:  # the index alone counts them, without a look at each claim
        query = replace(query, count="SELECT count(*) FROM claim_status WHERE status = ?")
    return query


def conflicts(wanted: Wanted) -> Query:
    """Return the query of a list of conflicts, the latest first or the surest."""
    asked = ", ".join("?" for _ in wanted.relations)
    where: list[tuple[str, tuple[object, ...]]] = [(f"relation IN ({asked})", wanted.relations)]
    if wanted.kind:
        where.append(("kind = ?", (wanted.kind,)))
    if wanted.story:
        where.append(("conflict.story = ?", (wanted.story,)))
    if wanted.since:
        since = "conflict.article > ? AND conflict.added >= ?"
        where.append((since, (wanted.article, wanted.time)))
    latest, surest = "conflict.article DESC", "score DESC"
    first = (surest, latest) if wanted.surest else (latest, surest)
    order = ", ".join((*first, "conflict.number"))
    return _listing(_CONFLICT, "conflict", where, order)


def _listing(
    columns: str, source: str, where: Sequence[tuple[str, tuple[object, ...]]], order: str
) -> Query:
    rest = f"FROM {source} WHERE {' AND '.join(one for one, _ in where) or 'true'}"
    values = tuple(value for _, given in where for value in given)
    rows = f"SELECT {columns} {rest} ORDER BY {order} LIMIT ? OFFSET ?"
    return Query(rows, f"SELECT count(*) {rest}", values)
