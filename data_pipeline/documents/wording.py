"""The fixed words of the documents, in Chinese and in English. ``both`` means one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data_pipeline.catalog.model import TextSource
from data_pipeline.documents.nouns import Tongue


@dataclass(frozen=True, slots=True)
class Wording:
    tongue: Tongue
    sources: Mapping[TextSource, str]  # marks of what does not come from the database
    marked: str
    # DDL files
    name_line: str
    description_line: str
    key_line: str
    inferred_key_line: str
    check_line: str
    source_type: str
    source_default: str
    source_expression: str
    source_collation: str
    comma: str
    # what a table inherits, and what inherits from it
    inherits: str
    heirs: str
    # marks on a column
    primary_key: str
    foreign_key: str
    inferred_foreign_key: str
    not_null: str
    examples: str
    also: str
    # descriptions
    heading: str
    opening: str
    view_opening: str
    columns: str
    notes: str
    enum: str
    label: str
    pause: str
    listing: str
    one_key: str
    composite_key: str
    unique: str
    deleted: str
    refers: str
    inferred_refers: str
    referred: str
    inferred_referred: str
    synonyms: str
    origin: str
    questions: str
    term: str
    not_drawn: str
    rows: str
    unread: str
    span: str
    infinite: str
    partitioned: str
    view_query: str


CHINESE = Wording(
    tongue="zh",
    sources={"glossary": "术语表", "llm": "LLM", "inferred": "推断"},
    marked="{}（{}）",
    name_line="-- 中文名: {}",
    description_line="-- 描述: {}",
    key_line="-- 外键: ({}) -> {}({})",
    inferred_key_line="-- 外键（推断，置信度 {:.2f}）: ({}) -> {}({})",
    check_line="-- 约束（依赖源库的函数、类型或扩展）: {}",
    source_type="源类型 {}",
    source_default="源默认值 {}",
    source_expression="源库生成列 {}",
    source_collation="源排序规则 {}",
    comma="，",
    inherits="继承自 {0}：查询 {0} 时也会读到本表的行",
    heirs="{} 继承本表：查询本表时也会读到它们的行（ONLY 除外），而主键和唯一约束只管本表自己的行",
    primary_key="主键",
    foreign_key="外键",
    inferred_foreign_key="外键（推断）",
    not_null="非空",
    examples="示例: {}",
    also="又称: {}",
    heading="## {}（{}）",
    opening="{} 表：{}",
    view_opening="{} 视图：{}",
    columns="字段列表：",
    notes="字段补充说明：",
    enum="- {} 为枚举字段，包含取值：{}",
    label="{}（{}）",
    pause="、",
    listing="；",
    one_key="- {} 为主键",
    composite_key="- 复合主键：{}",
    unique="- 唯一约束：{}",
    deleted="- {0} 标记已删除的行：查询时应排除（{0} {1}）",
    refers="- {} 为外键，关联 {}.{}",
    inferred_refers="- {} 为外键（推断，置信度 {:.2f}），关联 {}.{}",
    referred="- 被 {} 引用：{} → {}",
    inferred_referred="- 被 {} 引用（推断，置信度 {:.2f}）：{} → {}",
    synonyms="- 又称：{}",
    origin="- 描述的来源：未标注的来自数据库注释；{}",
    questions="常见问题：",
    term="{}：{}",
    not_drawn="另有 {} 个表未画出",
    rows="- 数据量：约 {:,} 行",
    unread="- 无法读取其中的数据（{}），因此不知其内容",
    span="- {} 的时间范围：{} 至 {}",
    infinite="- {} 的部分行为 infinity 或 -infinity，不是具体日期",
    partitioned="- 分区表，分区方式：{}",
    view_query="视图定义：",
)

ENGLISH = Wording(
    tongue="en",
    sources={"glossary": "glossary", "llm": "LLM", "inferred": "inferred"},
    marked="{} ({})",
    name_line="-- Name: {}",
    description_line="-- Description: {}",
    key_line="-- foreign key: ({}) -> {}({})",
    inferred_key_line="-- foreign key (inferred, confidence {:.2f}): ({}) -> {}({})",
    check_line="-- constraint (needs a function, type or extension of the source): {}",
    source_type="source type {}",
    source_default="source default {}",
    source_expression="generated in the source as {}",
    source_collation="source collation {}",
    comma=", ",
    inherits="inherits from {0}: queries of {0} read these rows, too",
    heirs="inherited by {}: queries read their rows, too (not with ONLY), while keys hold for its own rows alone",
    primary_key="primary key",
    foreign_key="foreign key",
    inferred_foreign_key="foreign key (inferred)",
    not_null="not null",
    examples="examples: {}",
    also="also called: {}",
    heading="## {} ({})",
    opening="Table {}: {}",
    view_opening="View {}: {}",
    columns="Columns:",
    notes="Notes:",
    enum="- {} is an enum with the values: {}",
    label="{} ({})",
    pause=", ",
    listing="; ",
    one_key="- {} is the primary key",
    composite_key="- composite primary key: {}",
    unique="- unique: {}",
    deleted="- {0} marks deleted rows: leave them out of every query ({0} {1})",
    refers="- {} is a foreign key to {}.{}",
    inferred_refers="- {} is a foreign key (inferred, confidence {:.2f}) to {}.{}",
    referred="- referred to by {}: {} -> {}",
    inferred_referred="- referred to by {} (inferred, confidence {:.2f}): {} -> {}",
    synonyms="- also called: {}",
    origin="- sources of the descriptions: not marked = comment in the database; {}",
    questions="Example questions:",
    term="{}: {}",
    not_drawn="{} more tables are not drawn",
    rows="- about {:,} rows",
    unread="- its rows could not be read ({}), so nothing is known of them",
    span="- {} ranges from {} to {}",
    infinite="- {} is infinity or -infinity in some rows, which is no date",
    partitioned="- partitioned by {}",
    view_query="View definition:",
)

_ORIGINS: Mapping[Tongue, Mapping[TextSource, str]] = {
    "zh": {"glossary": "术语表 = 业务术语表", "llm": "LLM = 大模型", "inferred": "推断 = 由名称、键和数据推断"},
    "en": {"glossary": "glossary = yours", "llm": "LLM = language model", "inferred": "inferred = from names and data"},
}


def origins(wording: Wording, sources: Collection[TextSource]) -> str:
    """The line that says what the marks of these sources mean; "" where all comes from the database."""
    meanings = [meaning for source, meaning in _ORIGINS[wording.tongue].items() if source in sources]
    return wording.origin.format(wording.listing.join(meanings)) if meanings else ""


def wordings(language: str) -> tuple[Wording, ...]:
    """The wordings of a language setting: ``zh``, ``en`` or ``both``."""
    return {"zh": (CHINESE,), "en": (ENGLISH,), "both": (CHINESE, ENGLISH)}[language]
