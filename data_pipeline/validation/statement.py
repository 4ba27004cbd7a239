"""The first gate: a pair's SQL is exactly one SELECT without side effects, by its parse tree. No database is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from data_pipeline.sensitive.redact import redacted
from data_pipeline.sentence import Sentence
from data_pipeline.validation.functions import forbidden

if TYPE_CHECKING:
    from sqlglot import Token, exp
    from sqlglot.errors import ParseError

_LONGEST = 20_000  # characters; people do not ask questions that need more, and parsing time grows with it


class RefusedSqlError(ValueError):
    """The SQL may not ship; ``reason`` says why, for people."""

    def __init__(self, en: str, zh: str, position: int | None = None) -> None:
        super().__init__(en)
        self.reason = Sentence(en, zh)
        self.position = position  # 0-based index into the SQL, where it is known


class UnreadableSqlError(RefusedSqlError):
    """It cannot be parsed."""


class UnsafeSqlError(RefusedSqlError):
    """It can be parsed, but is something else than one SELECT without side effects."""


def read_select(sql: str) -> frozenset[str]:
    """The names that one harmless SELECT calls as functions (a superset), folded as PostgreSQL folds them.

    Raises UnreadableSqlError or UnsafeSqlError for everything else, and for calls of functions known to be dangerous.
    """
    if len(sql) > _LONGEST:
        raise UnsafeSqlError(f"It is longer than {_LONGEST} characters.", f"长度超过 {_LONGEST} 个字符")
    if "\0" in sql:
        raise UnreadableSqlError("It contains a NUL character.", "含有 NUL 字符")
    tokens = _tokens(sql)
    _require_query(tokens)
    _require_one_select(sql)
    names = frozenset(_called(tokens))
    if name := forbidden(names):
        raise UnsafeSqlError(
            f"It calls {name}(), which does more than answer a question.", f"调用了 {name}()，其作用不只是查询"
        )
    return names


def _tokens(sql: str) -> tuple[Token, ...]:
    from sqlglot.errors import TokenError

    from data_pipeline.parsing import tokens_of

    try:
        return tokens_of(sql)
    except TokenError as error:
        reason = _one_line(error)
        raise UnreadableSqlError(f"It cannot be read: {reason}", f"无法识别: {reason}") from None


def _require_query(tokens: Sequence[Token]) -> None:
    """Refuse by the first word, before sqlglot meets a statement that it can only pass on as a command."""
    from sqlglot import TokenType

    if not tokens:
        raise UnsafeSqlError("There is no statement.", "没有任何语句")
    first = next((token for token in tokens if token.token_type is not TokenType.L_PAREN), tokens[0])
    if first.token_type not in (TokenType.SELECT, TokenType.WITH, TokenType.VALUES, TokenType.TABLE):
        word = first.text.upper()[:40]
        raise UnsafeSqlError(f"It is not a SELECT: it begins with {word}.", f"不是 SELECT，而是以 {word} 开头")


def _require_one_select(sql: str) -> None:
    from sqlglot import exp

    statements = [node for node in _parsed(sql) if node and not isinstance(node, exp.Semicolon)]
    if len(statements) != 1:
        count = len(statements)
        raise UnsafeSqlError(f"It is {count} statements; a pair has exactly one.", f"含有 {count} 条语句，应恰好为一条")
    if not isinstance(statements[0], exp.Query | exp.Values):
        kind = statements[0].key.upper()
        raise UnsafeSqlError(f"It is not a SELECT but {kind}.", f"不是 SELECT，而是 {kind}")
    _require_no_effect(statements[0])


def _parsed(sql: str) -> tuple[exp.Expr | None, ...]:
    """A tree per statement; None for an empty one."""
    from sqlglot.errors import ParseError

    from data_pipeline.parsing import trees_of

    try:
        return trees_of(sql)
    except ParseError as error:
        reason = _one_line(error)
        raise UnreadableSqlError(f"It cannot be parsed: {reason}", f"无法解析: {reason}", _place(error, sql)) from None
    except RecursionError:
        raise UnreadableSqlError("It is nested too deeply.", "嵌套过深") from None


def _require_no_effect(query: exp.Expr) -> None:
    from sqlglot import exp

    suspects = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock, exp.Placeholder, exp.Parameter)
    for node in query.find_all(*suspects):
        if isinstance(node, exp.DML | exp.DDL | exp.Command) and not isinstance(node, exp.Query):
            kind = node.key.upper()
            raise UnsafeSqlError(f"It contains {kind}, which changes data.", f"含有会改动数据的 {kind}")
        if isinstance(node, exp.Into):
            raise UnsafeSqlError("SELECT INTO creates a table.", "SELECT INTO 会创建表")
        if isinstance(node, exp.Lock):
            raise UnsafeSqlError("FOR UPDATE and FOR SHARE lock rows.", "FOR UPDATE 和 FOR SHARE 会锁定行")
        if isinstance(node, exp.Placeholder | exp.Parameter):
            raise UnsafeSqlError("It has a placeholder where a value must stand.", "含有占位符，应写成具体的值")


def _called(tokens: Sequence[Token]) -> Iterator[str]:
    """Every name right before an opening parenthesis.

    Read from the tokens because the tree renames functions (now() becomes CURRENT_TIMESTAMP). Words such as IN and
    names of CTEs with column lists come along; they match no volatile function.
    """
    from sqlglot import TokenType

    identifier, parenthesis = TokenType.IDENTIFIER, TokenType.L_PAREN  # looked up once: this sees every token
    kinds = [token.token_type for token in tokens]
    for i, (kind, following) in enumerate(pairwise(kinds)):
        if kind is identifier and i >= 2 and _is_unicode_prefix(tokens[i - 2], tokens[i - 1]):
            raise UnsafeSqlError('It hides a name in U&"..." escapes.', '用 U&"..." 转义隐藏了名称')
        if following is parenthesis:
            yield tokens[i].text if kind is identifier else tokens[i].text.lower()


def _is_unicode_prefix(letter: Token, ampersand: Token) -> bool:
    return letter.text.upper() == "U" and ampersand.text == "&" and letter.end + 1 == ampersand.start


def _place(error: ParseError, sql: str) -> int | None:
    """Where the parser stopped: it counts lines and columns, up to the end of the token."""
    place = error.errors[0] if error.errors else {}
    if not place.get("line") or not place.get("col"):
        return None
    before = sum(len(line) for line in sql.splitlines(keepends=True)[: place["line"] - 1])
    return max(int(before + place["col"] - len(place.get("highlight") or ".")), 0)


def _one_line(error: Exception) -> str:
    """The parser's message without its colours, its copy of the SQL and its way of showing a token."""
    line = str(error).split("\n", 1)[0].split("\x1b", 1)[0]
    return redacted(re.sub(r"<Token .*?text: (.*?), line.*?>", r"'\1'", line).strip()[:300])
