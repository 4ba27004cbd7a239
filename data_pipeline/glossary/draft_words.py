"""What the draft of a glossary says to the person who corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_pipeline.catalog.model import TextSource
from data_pipeline.documents.text import one_line


@dataclass(frozen=True, slots=True)
class DraftWords:
    introduction: str  # with a place for the database's name
    ignore: str
    terms: str
    sources: Mapping[TextSource, str]
    yours: str
    elsewhere: str

    def head(self, database: str) -> list[str]:
        """The lines at the beginning of the file."""
        return [f"# {line}".rstrip() for line in self.introduction.format(one_line(database)).splitlines()]


_CHINESE = DraftWords(
    introduction="""数据库 {} 的业务术语表（草稿，由 Trainyard 生成）

用法：改正不对的内容，补充缺少的内容，保存为 glossary.yaml 上传到该任务（或直接修改本文件），
然后重新执行 ddl_generation。
您修改过的内容优先于一切来源，并永久保留；未修改的内容在每次执行时重新生成。

title        业务上怎么称呼（一行数据 / 一个字段）。文档使用此处的称呼；问题只使用您确定的称呼，
             此前按数据库注释或原名称呼。改写即确定；原样采用请删去 drafted 中对应的 title.zh=...
synonyms     其他叫法，例如 [单据, 订货单]
description  说明；行尾注释是当前文字的来源
values       取值的含义，例如 {{"1": 启用, "2": 停用}}；空着的请填写
drafted      草稿的校验值，用于识别您改过哪些内容，除此之外请勿修改""",
    ignore='不需要的表和字段，* 代表任意字符，例如 [sql_log, "*_bak", orders.internal_note]',
    terms="业务术语，例如  客单价: {definition: 销售额除以订单数, synonyms: [笔单价]}",
    sources={"database": "数据库注释", "glossary": "您的说明", "llm": "大模型", "inferred": "推断"},
    yours="您的说明",
    elsewhere="本次未读取该表",
)
_ENGLISH = DraftWords(
    introduction="""Business glossary of the database {} (a draft, made by Trainyard)

Correct what is wrong, add what is missing, save it as glossary.yaml and upload that to the task (or change this very
file), then execute ddl_generation again.
What you change wins over every other source and stays; what you leave is drafted anew by every run.

title        what people call one row, or the column. Documents use what stands here; questions use a title that is
             yours, until then their own words. What you change is yours; to take one over as it stands, delete its
             title.en=... in drafted
synonyms     further names, such as [purchase, sale]
description  what it is; the remark at the end of the line says who wrote the present text
values       what coded values mean, such as {{"1": active, "2": closed}}; fill in the empty ones
drafted      checksums that tell what you have changed: leave them otherwise""",
    ignore='tables and columns to leave out; * stands for any letters: [sql_log, "*_bak", orders.internal_note]',
    terms="words of the business, such as  churn: {definition: share of customers who left, synonyms: [attrition]}",
    sources={"database": "database", "glossary": "yours", "llm": "LLM", "inferred": "inferred"},
    yours="yours",
    elsewhere="not read by this run",
)


def draft_words(language: str) -> DraftWords:
    """English for ``en``, else Chinese."""
    return _ENGLISH if language == "en" else _CHINESE
