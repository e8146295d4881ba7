"""Views for people who open a ledger in ``sqlite3``, Datasette or a spreadsheet: no joins to write.

Their comments are kept with the schema. Nothing of sayso reads them; a migration of ``schema``.
"""

from __future__ import annotations

# The sources of a mention in words, the outermost first: "The Courier → an official".
_CHAIN = """(
        SELECT group_concat(json_extract(value, '$[0]'), ' → ') FROM json_each({mention}.chain)
    )"""

_SOURCE = f"""coalesce(
        nullif({_CHAIN.format(mention="mention")}, ''),
        iif(mention.chain = '[]', 'the article itself', 'nobody named')
    )"""

_MENTIONS = f"""
CREATE VIEW mentions_readable AS  -- each place that states a claim, with its words and who says so
SELECT
    claim.id AS claim,
    substr(article.text, mention.start + 1, mention.end - mention.start) AS words,
    mention.polarity,
    {_SOURCE} AS source,
    article.outlet,
    article.published,
    article.title,
    article.url,
    substr(article.text, mention.sentence_start + 1, mention.sentence_end - mention.sentence_start)
        AS sentence,
    article.number AS article,
    article.id AS article_id,
    mention.start,  -- characters of article.text, end not included
    mention.end,
    article.page AS page_sha256,
    mention.id AS mention
FROM mention
JOIN article ON article.number = mention.article
JOIN claim_mention ON claim_mention.mention = mention.number
JOIN claim ON claim.number = claim_mention.claim"""

_CLAIMS = """
CREATE VIEW claims_readable AS  -- claims with their counts, and who denies them in which words
SELECT
    claim.id AS claim,
    claim.words,
    claim.polarity,  -- what its first mention does with the words: those of a denial are denied
    (SELECT group_concat(value, ', ') FROM json_each(claim.statuses)) AS statuses,
    claim.reports,    -- articles
    claim.outlets,    -- their publishers
    claim.origins,    -- at most so many are separate: ten reports of one press conference have one
    claim.conflicts,  -- claims it conflicts with
    (
        SELECT group_concat(said.source || ' (' || said.outlet || '): ' || said.words, ' | ')
        FROM conflict
        JOIN mention ON mention.number = iif(answers = 'left', conflict.left, conflict.right)
        JOIN mentions_readable AS said ON said.mention = mention.id
        WHERE conflict.relation = 'conflict' AND conflict.kind = 'denial'
            AND (left_claim = claim.number AND answers = 'right'
                OR right_claim = claim.number AND answers = 'left')
    ) AS denied_by,
    claim.first,
    claim.last,
    claim.story
FROM claim"""

_CONFLICTS = """
CREATE VIEW conflicts_readable AS  -- two accounts that cannot both hold, updates and corrections
SELECT
    conflict.id AS conflict,
    conflict.relation,
    conflict.kind,
    one.words AS left_words,
    one.polarity AS left_polarity,
    one.source AS left_source,
    one.outlet AS left_outlet,
    one.published AS left_published,
    one.url AS left_url,
    other.words AS right_words,
    other.polarity AS right_polarity,
    other.source AS right_source,
    other.outlet AS right_outlet,
    other.published AS right_published,
    other.url AS right_url,
    conflict.answers,  -- the side that denies, corrects or updates the other, if one does
    (SELECT group_concat(value, '; ') FROM json_each(conflict.reasons)) AS reasons,
    conflict.score,    -- the judge's estimate, 0 to 1, that it is one
    conflict.judge,
    one.claim AS left_claim,
    other.claim AS right_claim,
    conflict.story
FROM conflict
JOIN mention AS left_mention ON left_mention.number = conflict.left
JOIN mention AS right_mention ON right_mention.number = conflict.right
JOIN mentions_readable AS one ON one.mention = left_mention.id
JOIN mentions_readable AS other ON other.mention = right_mention.id"""

VIEWS = (_MENTIONS, _CLAIMS, _CONFLICTS)
"""The statements of the migration."""

VIEWS_AGAIN = ("DROP VIEW IF EXISTS mentions_readable", _MENTIONS)
"""For ledgers whose view says of a source without a name that the article itself is it."""
