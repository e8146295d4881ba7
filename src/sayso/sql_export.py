"""The queries of exports, as text; the tables are in ``schema_claims``. Nothing here is executed."""

from __future__ import annotations

OF_CLAIM = """
SELECT mention.number, mention.id, mention.article, start, end, sentence_start, sentence_end,
    statement, polarity, chain, facts, page
FROM claim_mention JOIN mention ON mention.number = claim_mention.mention
JOIN article ON article.number = mention.article
WHERE claim_mention.claim = ? ORDER BY mention.number"""
CONFLICTS_OF = """
SELECT number FROM conflict WHERE left_claim = ?1 OR right_claim = ?1
ORDER BY relation, score DESC, number"""
GET_CHAIN = "SELECT chain FROM mention WHERE id = ?"
GET_NUMBER = "SELECT number FROM mention WHERE id = ?"
