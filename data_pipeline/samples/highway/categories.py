"""What kinds of shop there are, and how they trade."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    names: tuple[str, ...]  # what such a shop is called
    orders: int  # on an ordinary day at the busiest service area
    ticket: int  # yuan per order

    @property
    def yearly_takings(self) -> int:
        """Yuan in an ordinary year at the busiest service area."""
        return self.orders * self.ticket * 365


CATEGORIES = {  # the labels of the type branch_category, the kind that every area has first
    "便利店": Category(("驿购便利店", "驿购超市"), 820, 22),
    "餐饮": Category(("赣味快餐", "驿家餐厅"), 430, 38),
    "小吃": Category(("老俵粉面", "瓦罐汤小吃"), 390, 17),
    "特产": Category(("庐陵土特产", "赣南果品"), 90, 66),
    "咖啡茶饮": Category(("晨曦咖啡", "云雾茶饮"), 170, 24),
    "汽修": Category(("顺达汽修", "畅行汽修"), 14, 185),
}
