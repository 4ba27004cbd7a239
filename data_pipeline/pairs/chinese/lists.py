"""Questions in Chinese that list rows."""

from __future__ import annotations

from data_pipeline.han import has_han
from data_pipeline.pairs.chinese.grammar import full_names, listed, short_noun, which_one
from data_pipeline.pairs.chinese.orders import most_of, ordered, then, ties_of
from data_pipeline.pairs.chinese.phrases import ChinesePhrases
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.numbered import says_which
from data_pipeline.pairs.owners import OWNING, owner
from data_pipeline.pairs.tree import Order, Query
from data_pipeline.pairs.values import Computed, Field, Value, fields_of


def listing(say: ChinesePhrases) -> str:
    """A question for rows, ordered and limited as the query is."""
    query = say.query
    if query.orders and query.limit:
        return _tied(say, _top(say, query.orders[0], query.limit))
    if query.windows:
        return _with_windows(say)
    if query.distinct:
        return then(_different(say), _order(say, query))
    return then(_frame(say, query), _order(say, query))


def asked_for(say: ChinesePhrases, what: str, values: tuple[Value, ...]) -> str:
    """A request for something that was named."""
    asked = [_asked(say, what, values)] * 3
    return say.pick(
        f"请列出{what}。",
        f"列出{what}。",
        f"查询{what}。",
        f"查一下{what}。",
        f"帮我列出{what}。",
        f"我想看一下{what}。",
        *[each for each in asked if each],
    )


def _asked(say: ChinesePhrases, what: str, values: tuple[Value, ...]) -> str:
    """As a question: 是多少, 是什么时候; of many rows 有哪些; "" where nobody would say so, as of flags."""
    kinds = {_kind(value) for value in values}
    if not say.is_unique:
        named = kinds == {"text"} and len(values) == 1 and (_are_names(say, values) or _are_ends(say, values))
        return f"{what}有哪些？" if named else ""  # of values that repeat 有哪些 would ask for the different ones
    if "flag" in kinds:
        return f"{what}？" if len(values) == 1 and say.is_unique and "是否" in what else ""
    each = "" if say.is_unique and len(full_names([say.value(value) for value in values])) == 1 else "分别"
    if kinds == {"number"}:
        return f"{what}{each}是多少？"
    return f"{what}{each}是{'什么时候' if kinds == {'date'} else '什么'}？"


def _kind(value: Value) -> str:
    if not isinstance(value, Field):
        return "text" if isinstance(value, Computed) and value.kind in ("initial", "full_name") else "number"
    if (
        value.column.category == "N"
        and not value.column.value_labels
        and not value.column.name.lower().endswith(("_id", "_no"))
    ):
        return "number"
    return "flag" if is_flag(value.column) else {"D": "date"}.get(value.column.category, "text")


def possessed(rows: str, what: str) -> str:
    """供应商的名称, 供应商是否列入黑名单."""
    return f"{rows}{what}" if what.startswith("是否") else f"{rows}的{what}"


def _frame(say: ChinesePhrases, query: Query) -> str:
    values = query.shown
    rows_alone = (len(values) == 1 and _days(say, values)) or (_are_names(say, values) and say.rng.random() < 0.65)
    if rows_alone and say.is_restricted and not say.is_unique:
        return _which(say)
    if all(field.source for value in values for field in fields_of(value)):
        return asked_for(say, _of_others(say, values), values)
    listed = say.is_restricted and not say.is_unique and len(values) > 1 and says_which(query)
    if listed and not say.place() and say.rng.random() < 0.35:
        rows = say.rows()
        return f"{say.pick(f'有哪些{rows}', f'{rows}有哪些')}？{say.pick('请列出', '列出')}{say.shown(values)}。"
    return asked_for(say, _with_values(say, values), values)


def _with_values(say: ChinesePhrases, values: tuple[Value, ...]) -> str:
    """所有员工的姓名和岗位; 江西省的服务区名称."""
    every = "" if say.is_restricted else say.pick("所有", "全部", "")
    if len(values) == 1 and isinstance(value := values[0], Field) and not value.source and not say.is_one:
        full = say.words.field(say.query, value)
        if full.startswith(say.noun) and full.endswith(("名称", "姓名", "编号", "编码", "号")):
            return every + say.rows(noun=full)
    rows, shown, days = f"{every}{say.rows()}", say.shown(values), _days(say, values)
    return f"{rows}{shown.removeprefix(days)}" if days and shown.startswith(days) else possessed(rows, shown)


def _of_others(say: ChinesePhrases, values: tuple[Value, ...]) -> str:
    """各投诉记录对应的服务区名称."""
    each = (
        say.rows()
        if say.is_restricted
        else say.pick(f"各{say.noun}", f"每{say.one_of_rows()}{say.noun}", f"所有{say.noun}")
    )
    sources = {field.source for value in values for field in fields_of(value)}
    source = min(sources)
    noun, shown = say.noun_of(source), say.shown(values)
    if len(sources) == 1 and noun == say.noun:  # the rows of a link table, which are called by that end
        return possessed(each, shown.removeprefix(noun).removeprefix("的"))
    if len(sources) > 1 or not has_han(noun) or not shown.startswith(noun):
        return f"{each}对应的{shown}"
    if say.is_role(source):
        return f"{each}的{shown}"
    own = any(not join.child and join.source == source for join in say.query.joins)
    belonging = (own and say.belonging(source)) or "对应"
    return f"{each}{belonging}{possessed(noun, shown.removeprefix(noun).removeprefix('的'))}"


def _which(say: ChinesePhrases) -> str:
    """哪些员工的岗位为店长？有哪些岗位为店长的员工？"""
    asks = say.asks_what()
    if asks and not say.before() and say.rng.random() < 0.4:
        return f"哪些{say.led(say.noun)}{asks}？"
    rows = say.rows()
    return say.pick(
        f"有哪些{rows}？", f"{rows}有哪些？", f"找出{rows}。", f"列出{rows}。", f"请列出{rows}。", f"{rows}都有哪些？"
    )


def _are_names(say: ChinesePhrases, values: tuple[Value, ...]) -> bool:
    """Nothing is shown but what the rows are called by."""
    return all(isinstance(value, Field) and not value.source and say.names_rows(value) for value in values)


def _days(say: ChinesePhrases, values: tuple[Value, ...]) -> str:
    """What the days of a calendar are called, where they come first: nobody asks for the date of a date; else ""."""
    first = values[0]
    own = isinstance(first, Field) and not first.source and (first.column.name,) == say.query.tables[0].primary_key
    return say.value(first) if own and say.noun == "日期" else ""


def _are_ends(say: ChinesePhrases, values: tuple[Value, ...]) -> bool:
    """What is shown is of the table that the rows of a link table are called by."""
    sources = {field.source for value in values for field in fields_of(value)}
    return len(sources) == 1 and min(sources) > 0 and say.noun_of(min(sources)) == say.noun


def _different(say: ChinesePhrases) -> str:
    values = say.query.shown
    rows, shown, one = say.rows(), say.shown(values), owner(say.query)
    noun = say.noun_of(one.source) if one else say.noun
    if noun != say.noun and not say.is_one and not rows.startswith("有") and say.rng.random() < OWNING:
        return _owners(say, noun, rows)
    if _are_names(say, values) or _are_ends(say, values):
        return say.pick(
            f"{rows}有哪些不同的{shown}？",
            f"有哪些{rows}？列出{shown}，去掉重复的。",
            f"列出{'' if say.is_restricted else '所有'}{rows}的{shown}，去掉重复的。",
        )
    if any(not field.source for value in values for field in fields_of(value)):
        return say.pick(
            f"{rows}有哪些不同的{shown}？",
            f"{rows}的{shown}有哪些？",
            f"列出{rows}中不同的{shown}。",
            f"列出{rows}的{shown}，去掉重复的。",
            f"{rows}都有哪些{shown}？",
        )
    shown = _things(say, values) or shown
    return say.pick(
        f"{rows}涉及哪些{shown}？",
        f"{rows}涉及哪些{shown}？",
        f"{rows}对应的{shown}有哪些？",
        f"列出{rows}涉及的{shown}，去掉重复的。",
    )


def _things(say: ChinesePhrases, values: tuple[Value, ...]) -> str:
    """What is called by the values, where they are names alone: 流派和专辑, not 流派名称和专辑标题; else ""."""
    of: dict[int, list[Field]] = {}
    for value in values:
        for field in fields_of(value):
            of.setdefault(field.source, []).append(field)
    named = all(
        say.name_whole_rows(fields) or (len(fields) == 1 and say.names_rows(fields[0])) for fields in of.values()
    )
    return listed([say.noun_of(source) for source in of]) if named else ""


def _owners(say: ChinesePhrases, noun: str, rows: str) -> str:
    """哪些服务区有严重程度为重大的投诉记录？"""
    return say.pick(
        f"哪些{noun}有{rows}？",
        f"有{rows}的{noun}有哪些？",
        f"列出有{rows}的{noun}。",
        f"找出有{rows}的{noun}。",
    )


def _order(say: ChinesePhrases, query: Query) -> str:
    return ordered(say, query.orders[0]) if query.orders else ""


def _tied(say: ChinesePhrases, question: str) -> str:
    """The question with what decides among rows that share their rank."""
    return f"{question[:-1]}{ties_of(say)}{question[-1]}"


def _top(say: ChinesePhrases, order: Order, limit: int) -> str:
    most, counted = most_of(say, order), say.one_of_rows()
    noun, which = short_noun(say.noun) if say.is_restricted else say.noun, which_one(say.one_of_rows())
    among = f"{say.rows()}中" if say.is_restricted else ""
    shown = say.shown(say.query.shown)
    within = f"{among}，" if among else ""
    if isinstance(order.by, Computed) and order.by.kind == "initial":
        return f"{say.rows()}{ordered(say, order)}，列出前{limit}{counted}的{shown}。"
    asks_which = says_which(say.query)
    if limit == 1:
        asked = [f"{within}{most}的{noun}是{which}？列出{shown}。", f"{within}{which}{noun}的{most}？列出{shown}。"]
        return say.pick(
            *(asked if asks_which else []),
            f"查询{possessed(f'{among}{most}的' + (f'那{counted}' if among else noun), shown)}。",
            f"{possessed(f'{within}{most}的{noun}', shown)}是什么？"
            if "是否" not in shown
            else f"列出{within}{most}的{noun}，给出{shown}。",
        )
    asked = [
        f"{within}{most}的{limit}{counted}{noun}是哪些？列出{shown}。",
        f"{within}{most}的前{limit}{counted}{noun}有哪些？列出{shown}。",
    ]
    return say.pick(
        *(asked if asks_which else []),
        f"列出{possessed(f'{among}{most}的{limit}{counted}{noun}', shown)}。",
        f"查询{possessed(f'{among}{most}的前{limit}{counted}{noun}', shown)}。",
        f"查一下{possessed(f'{among}{most}的{limit}{counted}{noun}', shown)}。",
    )


def _with_windows(say: ChinesePhrases) -> str:
    """Rows beside their rank or the average of their group."""
    query, over = say.query, say.query.windows[0]
    assert isinstance(over.by, Field)  # noqa: S101 - rows are ranked by columns
    by, rows = say.value(over.by), say.rows()
    within = say.value(over.partition) if over.partition else ""
    values = tuple(value for value in query.shown if value not in (over.by, over.partition))
    shown = say.shown(values)
    most, least = say.degree(over.by)
    every = "" if say.is_restricted else "所有"
    if over.kind == "group_average":
        return say.pick(
            f"列出{every}{rows}的{shown}、{within}和{by}，以及各{within}的平均{by}。",
            f"查询{every}{rows}的{shown}、{within}和{by}，并附上同一{within}的平均{by}。",
        )
    inside = say.pick(f"在各{within}内", f"在每个{within}中") if within else ""
    also = f"{within}、" if within else ""
    return say.pick(
        f"{inside}按{by}从{most}到{least}给{rows}排名，列出{also}{shown}、{by}和名次。",
        f"{rows}{inside}按{by}从{most}到{least}的排名如何？请列出{also}{shown}和{by}。",
        f"列出{every}{rows}的{also}{shown}、{by}，以及{inside.removeprefix('在')}按{by}从{most}到{least}的排名。",
    )
