"""The rows of very many cases: a select a row, in the order of its table's columns, for both databases."""
# ruff: noqa: S608 - all of it is our own text

CASE = """
CREATE TEMPORARY TABLE made AS {series} SELECT n, {id} AS id, {reference} AS reference,
 {received_at} AS received_at, {due_at} AS due_at, {assignee} AS assignee, {listed} AS listed,
 {is_open} AS is_open, {digest} AS digest, {before} AS before, {head} AS head, {word} AS word, {said} AS said
 FROM s
"""
"""What the rows of a case have in common, under the number of the case."""

_CATEGORY = (
    "CASE n / 3 % 5 WHEN 0 THEN 'delivery' WHEN 1 THEN 'quality' WHEN 2 THEN 'billing' WHEN 3 THEN 'service'"
    " ELSE 'data protection' END"
)
_CHANNEL = "CASE n % 4 WHEN 0 THEN 'web' WHEN 1 THEN 'e-mail' WHEN 2 THEN 'phone' ELSE 'letter' END"
_DESCRIPTION = (
    "'It came on day ' || (n % 365) || ' and was broken. I wrote about ' || said || ' and was not answered.'"
)
_STATUS = "CASE WHEN is_open THEN 'open' ELSE 'closed' END"
_OVER = "CASE WHEN NOT is_open THEN due_at END"
_RUNS_UNTIL = "CASE WHEN is_open THEN due_at END"
_OF_CASE = f"{_STATUS}, received_at, n / 11 % 5 + 1, {_RUNS_UNTIL}"
"""What the register is sorted by, beside who may see the case."""

ROWS: dict[str, tuple[str, ...]] = {
    "instances": (
        f"SELECT id, 'complaint', 1, '{'0' * 64}', CASE WHEN is_open THEN 'active' ELSE 'completed' END,"
        f" :state, 4, received_at, {_OVER}, {_RUNS_UNTIL}, {_RUNS_UNTIL}, reference, 2, head FROM made",
    ),
    "complaints": (
        f"SELECT reference, id, 'complaint', {_CHANNEL}, 'en', received_at, received_at,"
        f" 'Broken ' || word || ' ' || n, {_DESCRIPTION}, 'Person ' || n,"
        f" 'person' || n || '@example.org', '', FALSE, head, word, {_CATEGORY}, '', NULL, NULL, {_STATUS},"
        f" CASE WHEN NOT is_open THEN 'upheld' END, n / 11 % 5 + 1, 'normal', assignee, {_OVER}, NULL,"
        " 'public', 3 FROM made",
    ),
    "case_texts": (
        "SELECT reference, reference || '\nbroken ' || word || ' ' || n || '\n' || word || '\nperson ' || n"
        f" || '\nperson' || n || '@example.org\n' || lower({_DESCRIPTION}) FROM made",
    ),
    "case_records": (
        "SELECT reference, 'danger', 0, 5, 'false' FROM made",
        "SELECT reference, 'adjustments', 1, 13, '\"large print\"' FROM made",
    ),
    "milestones": (
        "SELECT reference, 'received', received_at FROM made",
        "SELECT reference, 'acknowledged', received_at FROM made",
    ),
    "clocks": (
        "SELECT reference, 'final', 'decided', 'calendar-days', '56', received_at, due_at, TRUE,"
        f" 'complaints-manager', {_OVER}, CASE WHEN is_open AND n % 50 = 0 THEN due_at END, NULL FROM made",
        "SELECT reference, 'acknowledge', 'acknowledged', 'working-days', '5', received_at, due_at, FALSE,"
        " 'complaints-manager', received_at, NULL, NULL FROM made",
    ),
    "work_items": (
        "SELECT id, 1, 'investigate', 'Investigate the complaint', 'investigation', reference,"
        " '[\"' || listed || '\"]', received_at, CASE WHEN is_open THEN 'open' ELSE 'done' END,"
        " CASE WHEN is_open THEN assignee ELSE coalesce(assignee, 'clerk-00') END, due_at, n % 3, NULL, '[]',"
        f" NULL, {_OVER}, CASE WHEN NOT is_open THEN coalesce(assignee, 'clerk-00') END, 1, due_at, -(n % 3),"
        " 'investigate the complaint ' || reference FROM made",
    ),
    "work_item_groups": (
        "SELECT id, 1, listed, reference, assignee IS NOT NULL, due_at, -(n % 3), received_at, NULL,"
        f" {_OF_CASE} FROM made WHERE is_open",
    ),
    "case_people": (f"SELECT reference, assignee, {_OF_CASE} FROM made WHERE assignee IS NOT NULL",),
    "subscriptions": (
        "SELECT id, n, 'message', 'withdrawal', '\"' || reference || '\"', 'withdrawn'"
        " FROM made WHERE is_open",
    ),
    "history": (
        "SELECT id, 1, received_at, 'public', 'complaint-received', NULL, NULL,"
        " '{\"reference\":\"' || reference || '\"}', substr(digest, 1, 0), before FROM made",
        "SELECT id, 2, received_at, 'public', 'task-opened', 'investigate', 'Investigate the complaint',"
        " '{\"task\"\\:1}', before, digest FROM made",
    ),
}
"""The rows of a case by table."""
