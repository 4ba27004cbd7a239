"""The words of the report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data_pipeline.sentence import Sentence

WORDS = {
    "title": Sentence("Quality report", "质量报告"),
    "made": Sentence("made", "生成于"),
    "advice": Sentence("What to do", "改进建议"),
    "no_advice": Sentence("Nothing needs attention.", "各项指标均良好，无需处理"),
    "of": Sentence("of", "/"),
    # the figures at the head
    "pairs": Sentence("Pairs that ship", "可用问答对"),
    "valid_before": Sentence("Valid as generated", "初次有效率"),
    "tables": Sentence("Tables used", "表覆盖率"),
    "columns": Sentence("Columns used", "列覆盖率"),
    "keys": Sentence("Keys used", "外键覆盖率"),
    "repeated": Sentence("Repeated queries", "重复查询"),
    "atoms": Sentence("Constructs used", "查询结构"),
    "hardness_gap": Sentence("Hardness, off by", "难度偏差"),
    "described": Sentence("Descriptions written", "人工或 LLM 描述"),
    "points": Sentence("points", "个百分点"),
    "good": Sentence("good", "良好"),
    "fair": Sentence("fair", "一般"),
    "poor": Sentence("poor", "较差"),
    # sections
    "counts": Sentence("What was read", "数据库概况"),
    "validity": Sentence("Validity", "有效性"),
    "coverage": Sentence("Coverage", "覆盖情况"),
    "patterns": Sentence("Constructs", "查询结构分布"),
    "hardness": Sentence("Hardness", "难度分布"),
    "repetition": Sentence("Repetition", "重复情况"),
    "left_out": Sentence("Left out", "剔除的问答对"),
    "repaired": Sentence("Repaired", "修复的问答对"),
    "enums": Sentence("Enums", "枚举列"),
    "inferred": Sentence("Inferred keys", "推断的外键"),
    "sensitive": Sentence("Sensitive columns, masked", "已脱敏的敏感列"),
    "descriptions": Sentence("Where descriptions come from", "描述来源"),
    "spent": Sentence("Time and tokens", "耗时与用量"),
    # notes below the headings
    "coverage_note": Sentence("By the pairs that ship; views do not count.", "按可用问答对统计，不含视图"),
    "patterns_note": Sentence("Share of the pairs that have each", "含有该结构的问答对比例"),
    "hardness_note": Sentence("The line is the mix of Spider's human questions.", "竖线为 Spider 人工问题的分布"),
    "masked_note": Sentence(
        "Their values stand in no document, no prompt and no pair.", "其取值不出现在文档、提示词和问答对中"
    ),
    # columns and rows
    "unused": Sentence("Not used", "未使用"),
    "all": Sentence("Show all", "显示全部"),
    "and_more": Sentence("and {} more", "另有 {} 个"),
    "n_tables": Sentence("Tables", "表"),
    "n_views": Sentence("Views", "视图"),
    "n_empty_tables": Sentence("Empty tables", "空表"),
    "n_columns": Sentence("Columns", "列"),
    "n_enums": Sentence("Enums", "枚举列"),
    "n_declared_keys": Sentence("Declared keys", "声明的外键"),
    "n_inferred_keys": Sentence("Inferred keys", "推断的外键"),
    "pairs_of_table": Sentence("Pairs about each table", "各表的问答对数"),
    "as_generated": Sentence("As generated", "生成时"),
    "shipped": Sentence("Shipped", "最终"),
    "executes": Sentence("Executes", "可执行"),
    "non_empty": Sentence("Gives rows", "结果非空"),
    "non_trivial": Sentence("Says something", "结果有意义"),
    "all_valid": Sentence("Valid: no tie for a place", "有效（名次无并列）"),
    "repairs": Sentence("Repairs: {} tried, {} successful", "修复：尝试 {} 个，成功 {} 个"),
    "valid": Sentence("valid", "有效"),
    "tied": Sentence("rows tied for a place", "名次并列"),
    "outside": Sentence("reads tables left out", "读取了范围外的表"),
    "trivial": Sentence("only NULLs or a zero", "结果无意义"),
    "empty": Sentence("no rows", "结果为空"),
    "invalid": Sentence("does not run", "无法执行"),
    "unsafe": Sentence("not one harmless SELECT", "不是单条无副作用的 SELECT"),
    "easy": Sentence("easy", "简单"),
    "medium": Sentence("medium", "中等"),
    "hard": Sentence("hard", "较难"),
    "extra": Sentence("extra", "最难"),
    "pattern_sets": Sentence("Distinct sets of constructs", "不同的结构组合"),
    "skeletons": Sentence("Distinct query skeletons", "不同的查询骨架"),
    "atoms_used": Sentence("Constructs that occur", "出现的结构"),
    "queries": Sentence("Same query, other constants", "仅常量不同的查询"),
    "questions": Sentence("Same question", "相同的问题"),
    "before": Sentence("Before", "修复前"),
    "after": Sentence("After", "修复后"),
    "column": Sentence("Column", "列"),
    "values": Sentence("Values", "取值数"),
    "labelled": Sentence("With label", "有标签"),
    "kind": Sentence("Kind", "类型"),
    "from": Sentence("From", "从"),
    "to": Sentence("To", "到"),
    "confidence": Sentence("Confidence", "置信度"),
    "database": Sentence("database", "数据库注释"),
    "glossary": Sentence("glossary", "业务词表"),
    "llm": Sentence("LLM", "LLM"),
    "name": Sentence("from the name", "由名称得出"),
    "none": Sentence("none", "无"),
    "step": Sentence("Step", "步骤"),
    "seconds": Sentence("Seconds", "秒"),
    "calls": Sentence("LLM calls", "LLM 调用"),
    "input_tokens": Sentence("Tokens in", "输入 token"),
    "output_tokens": Sentence("Tokens out", "输出 token"),
    "cache_hits": Sentence("From cache", "缓存命中"),
    "total": Sentence("Total", "合计"),
    "cost": Sentence("Cost", "费用"),
    "skipped": Sentence("off", "已关闭"),
    # kinds of sensitive columns
    "phone": Sentence("phone number", "电话号码"),
    "id_card": Sentence("identity card", "身份证号"),
    "email": Sentence("mail address", "邮箱"),
    "bank_card": Sentence("bank card", "银行卡号"),
    "passport": Sentence("passport", "护照号"),
    "ssn": Sentence("social security number", "社会保障号"),
    "chat_account": Sentence("chat account", "聊天账号"),
    "secret": Sentence("password, token", "密码、令牌"),
    "person_name": Sentence("name of a person", "姓名"),
    "address": Sentence("address", "地址"),
    "plate": Sentence("number plate", "车牌号"),
    # the steps
    "ddl_generation": Sentence("DDL and documents", "DDL与文档生成"),
    "qa_generation": Sentence("Question-SQL pairs", "问答对生成"),
    "sql_validation": Sentence("SQL validation", "SQL验证"),
    "training_load": Sentence("Loading", "训练数据加载"),
}
ATOM_WORDS = {
    "join1": Sentence("one join", "一次连接"),
    "join2": Sentence("two joins", "两次连接"),
    "join3+": Sentence("three joins or more", "三次以上连接"),
    "left_join": Sentence("outer join", "外连接"),
    "self_join": Sentence("self join", "自连接"),
    "group1": Sentence("one group key", "单列分组"),
    "group2+": Sentence("several group keys", "多列分组"),
    "having": Sentence("HAVING", "HAVING"),
    "order": Sentence("sorted", "排序"),
    "top_n": Sentence("top n", "前 N 名"),
    "top_n_by_agg": Sentence("top n by aggregate", "按聚合取前 N"),
    "count": Sentence("COUNT", "COUNT"),
    "count_distinct": Sentence("COUNT DISTINCT", "COUNT DISTINCT"),
    "agg": Sentence("sum, average, max", "求和、平均、最值"),
    "arithmetic": Sentence("arithmetic", "算术运算"),
    "case": Sentence("CASE, FILTER", "CASE、FILTER"),
    "distinct": Sentence("DISTINCT", "DISTINCT"),
    "eq_text": Sentence("= text", "等于文本"),
    "eq_number": Sentence("= number", "等于数值"),
    "range": Sentence("< or >", "大于、小于"),
    "between": Sentence("BETWEEN", "BETWEEN"),
    "in_or": Sentence("IN list, OR", "IN 列表、OR"),
    "like": Sentence("LIKE", "LIKE"),
    "null_test": Sentence("IS NULL", "IS NULL"),
    "time": Sentence("time function", "时间函数"),
    "string": Sentence("text function", "文本函数"),
    "scalar_subquery": Sentence("scalar subquery", "标量子查询"),
    "semi_join": Sentence("semi-join", "半连接"),
    "anti_join": Sentence("anti-join", "反连接"),
    "set_op": Sentence("set operation", "集合运算"),
    "cte": Sentence("CTE, query in FROM", "CTE、FROM 子查询"),
    "window": Sentence("window function", "窗口函数"),
}


def word(name: str, language: str) -> str:
    """A word in the language; a name that has none stands for itself."""
    sentence = WORDS.get(name) or ATOM_WORDS.get(name)
    return sentence.in_language(language) if sentence else name


def said(unit: str, value: float | None, language: str) -> str:
    """The value of a headline as people write it: whole where it is whole."""
    if value is None:
        return "–"
    number = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    if unit == "%":
        return _percent(number, language)
    gap = " " if language == "en" else ""
    return f"{number}{gap}{word('points', language)}" if unit == "points" else number


def percents(value: float | None, language: str) -> str:
    """A percentage that stands below others: always with its decimal."""
    return "–" if value is None else _percent(f"{value:.1f}", language)


def so_many(figure: Mapping[str, Any], language: str) -> str:
    """``97.3 % (36 of 37)``: a narrow page breaks it before the bracket and nowhere else."""
    counts = f"{figure['count']:,} {word('of', language)} {figure['of']:,}"
    return f"{_unbroken(percents(figure['percent'], language))} ({_unbroken(counts)})"


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _percent(number: str, language: str) -> str:
    return f"{number} %" if language == "en" else f"{number}%"
