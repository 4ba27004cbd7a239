"""The fixed words of the documents, in Chinese and in English. ``both`` means one after the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    # DDL files
    name_line: str
    description_line: str
    key_line: str
    inferred_key_line: str
    check_line: str
    source_type: str
    source_default: str
    source_expression: str
    comma: str
    # marks on a column
    primary_key: str
    foreign_key: str
    inferred_foreign_key: str
    not_null: str
    examples: str
    # descriptions
    heading: str
    opening: str
    view_opening: str
    columns: str
    notes: str
    enum: str
    label: str
    pause: str
    one_key: str
    composite_key: str
    unique: str
    refers: str
    inferred_refers: str
    rows: str
    span: str
    partitioned: str
    view_query: str


CHINESE = Wording(
    name_line="-- 中文名: {}",
    description_line="-- 描述: {}",
    key_line="-- 外键: ({}) -> {}({})",
    inferred_key_line="-- 外键（推断，置信度 {:.2f}）: ({}) -> {}({})",
    check_line="-- 约束（依赖源库函数）: {}",
    source_type="源类型 {}",
    source_default="源默认值 {}",
    source_expression="源库生成列 {}",
    comma="，",
    primary_key="主键",
    foreign_key="外键",
    inferred_foreign_key="外键（推断）",
    not_null="非空",
    examples="示例: {}",
    heading="## {}（{}）",
    opening="{} 表{}",
    view_opening="{} 视图{}",
    columns="字段列表：",
    notes="字段补充说明：",
    enum="- {} 为枚举字段，包含取值：{}",
    label="{}（{}）",
    pause="、",
    one_key="- {} 为主键",
    composite_key="- 复合主键：{}",
    unique="- 唯一约束：{}",
    refers="- {} 为外键，关联 {}.{}",
    inferred_refers="- {} 为外键（推断，置信度 {:.2f}），关联 {}.{}",
    rows="- 数据量：约 {:,} 行",
    span="- {} 的时间范围：{} 至 {}",
    partitioned="- 分区表，分区方式：{}",
    view_query="视图定义：",
)

ENGLISH = Wording(
    name_line="-- Name: {}",
    description_line="-- Description: {}",
    key_line="-- foreign key: ({}) -> {}({})",
    inferred_key_line="-- foreign key (inferred, confidence {:.2f}): ({}) -> {}({})",
    check_line="-- check (needs a function of the source): {}",
    source_type="source type {}",
    source_default="source default {}",
    source_expression="generated in the source as {}",
    comma=", ",
    primary_key="primary key",
    foreign_key="foreign key",
    inferred_foreign_key="foreign key (inferred)",
    not_null="not null",
    examples="examples: {}",
    heading="## {} ({})",
    opening="Table {}: {}",
    view_opening="View {}: {}",
    columns="Columns:",
    notes="Notes:",
    enum="- {} is an enum with the values: {}",
    label="{} ({})",
    pause=", ",
    one_key="- {} is the primary key",
    composite_key="- composite primary key: {}",
    unique="- unique: {}",
    refers="- {} is a foreign key to {}.{}",
    inferred_refers="- {} is a foreign key (inferred, confidence {:.2f}) to {}.{}",
    rows="- about {:,} rows",
    span="- {} ranges from {} to {}",
    partitioned="- partitioned by {}",
    view_query="View definition:",
)


def wordings(language: str) -> tuple[Wording, ...]:
    """The wordings of a language setting: ``zh``, ``en`` or ``both``."""
    return {"zh": (CHINESE,), "en": (ENGLISH,), "both": (CHINESE, ENGLISH)}[language]
