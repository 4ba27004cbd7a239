"""A statement without its constants: two queries that ask the same of other values are one."""

from __future__ import annotations


def masked_sql(sql: str) -> str:
    """The statement's words in lower case with ``?`` for every number and text; quoted names stay as they are."""
    from sqlglot import TokenType
    from sqlglot.errors import TokenError

    from data_pipeline.parsing import tokens_of

    try:
        tokens = tokens_of(sql)
    except TokenError:
        return " ".join(sql.split())
    constants = (TokenType.NUMBER, TokenType.STRING, TokenType.NATIONAL_STRING, TokenType.HEREDOC_STRING)
    words = []
    for token in tokens:
        if token.token_type in constants:
            words.append("?")
        elif token.token_type is TokenType.IDENTIFIER:
            words.append(f'"{token.text}"' if token.text != token.text.lower() else token.text)
        elif token.token_type is not TokenType.SEMICOLON:
            words.append(token.text.lower())
    return " ".join(words)
