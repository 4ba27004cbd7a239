"""What the specification gives as an example, word by word."""

from __future__ import annotations

CREATE_TASK = {
    "task_type": "data_workflow",
    "table_list_file": "tables.txt",
    "business_context": "高速公路服务区管理系统",
    "db_name": "highway_db",
    "enable_sql_validation": True,
    "enable_llm_repair": True,
    "modify_original_file": True,
    "enable_training_data_load": True,
}
