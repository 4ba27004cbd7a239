"""How often each form of question is asked of one table, of two, of three, and of more.

The weights follow what people ask (the patterns of the Spider and BIRD development sets, Yu et al. 2018, Li et al.
2023), with enough of the rarer forms for a store to have an example of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms import compositions, groups, presence, related, rows, shared, ties, totals
from data_pipeline.pairs.scopes import Scope
from data_pipeline.pairs.tree import Question

_FOUR = 0.4  # how often there are four tables or more, as a part of the questions about three
_COMMON = 0.4  # weight for three tables from which a form is asked of four, too


@dataclass(frozen=True, slots=True)
class Form:
    """A way to ask, with its weight for scopes of one, of two, and of three tables."""

    draw: Callable[[Draft], Question | None]
    one: float
    two: float = 0
    more: float = 0
    one_end: bool = False  # suits a link table of which one end is joined: what is counted is the other end
    of_rows: bool = False  # tells how many rows there are: pointless of rows that sum up a day or a month
    ties: bool | None = False  # suits a link table with both its ends; None: nothing else
    covers: bool = False  # is there for columns that nothing else speaks of: tables with most of them first

    def suits(self, scope: Scope) -> bool:
        """Whether the form makes sense of the tables."""
        if self.of_rows and scope.subject.is_summary:
            return False
        if scope.is_tie or self.ties is None:
            return self.ties is not False and scope.is_tie
        if not scope.subject.is_link or len(scope.paths) > 1:
            return True
        # What the one end belongs to may be tied to the same thing at the other end twice.
        return self.one_end and scope.size <= 2

    def weight(self, tables: int) -> float:
        """For a scope of so many tables; of four or more only what is asked most, and seldom."""
        if tables > 3:
            return _FOUR * self.more if self.more >= _COMMON else 0
        return self.one if tables == 1 else self.two if tables == 2 else self.more


FORMS: tuple[Form, ...] = (
    Form(rows.where, 6.5, 6.4, 0.9),
    Form(rows.of_one, 5, 10, 1.3, ties=True),
    Form(totals.count_where, 6.5, 7.5, 0.7),
    Form(totals.count_of_one, 0, 10, 1.2, one_end=True),
    Form(groups.most_frequent, 7.4, 15, 0.9, one_end=True),
    Form(rows.plain, 1.9, 0.6, 0.1),
    Form(totals.count, 1.2, one_end=True),
    Form(rows.top, 6, 4.5, 0.3),
    Form(totals.figure_where, 2.7, 4.2, 0.5),
    Form(rows.where_both, 1.4, 1, 0.4),
    Form(groups.count_by, 2, 3, 0.4, one_end=True),
    Form(groups.frequent_enough, 3.5, 5.2, 0.45, one_end=True, of_rows=True),
    Form(rows.distinct, 2.6, 3.8, 1.3),
    Form(totals.figure, 2.5),
    Form(totals.count_distinct, 6, 0.7, 0.07),
    Form(groups.highest_figure, 2, 4.2, 0.2),
    Form(rows.where_number, 1.6, 1.1, 0.2),
    Form(rows.where_like, 2.1, 0.8, 0.1),
    Form(rows.ordered, 1.5, 0.3, 0.05),
    Form(related.without, 2),
    Form(groups.count_by_where, 1.2, 1.3, 0.14, one_end=True),
    Form(groups.figure_by, 1.5, 0.9, 0.1),
    Form(rows.where_either, 0.8, 0.9, 0.1),
    Form(totals.count_where_other, 1, 0.8, 0.1),
    Form(related.with_some, 0.9),
    Form(compositions.combined, 1.4, 1.8, 0.3),
    Form(compositions.apart_from_related, 1.8),
    Form(shared.of_both, 2.5),
    Form(rows.neglected, 3, one_end=True, covers=True),
    Form(presence.any_such, 0.23, 0.18, 0.06, of_rows=True),
    Form(rows.where_rare, 0.2, 0.13),
    Form(groups.over_time, 1.8, 1, 0.15),
    Form(related.with_zero, 0.32),
    Form(rows.where_relative, 1.7, 0.4),
    Form(rows.where_beyond, 0.9),
    Form(groups.ordered_by, 0.25, 0.25, 0.05),
    Form(groups.figure_enough, 0.35, 0.3, 0.05),
    Form(rows.computed, 0.24, 0.09),
    Form(totals.share, 0.17, 0.09, of_rows=True),
    Form(groups.two_dimensions, 0.14, 0.18, 0.1),
    Form(groups.two_figures_by, 0.14, 0.13, 0.05, of_rows=True),
    Form(groups.count_by_initial, 0.2, of_rows=True),
    Form(groups.share_by, 0.14, 0.09, of_rows=True),
    Form(groups.distinct_by, 0.1, 0.13, 0.05),
    Form(totals.product, 0.1, 0.13, 0.05),
    Form(totals.count_matching, 0.1, 0.09, of_rows=True),
    Form(groups.banded, 0.1, 0.09, of_rows=True),
    Form(compositions.part_of_whole, 0.1, 0.09, 0.05),
    Form(compositions.ranked, 0.14, 0.09),
    Form(compositions.running_total, 0.25, 0.15),
    Form(compositions.change, 0.35, 0.2),
    Form(compositions.best_of_each, 0.14, 0.09),
    Form(compositions.alike, 0.35),
    Form(compositions.average_of_groups, 0.1, 0.13, one_end=True),
    Form(compositions.above_average, 0.1, 0.13, one_end=True),
    Form(ties.where, 0, 2, ties=None),
    Form(ties.most_where, 0, 1.6, ties=None),
    Form(ties.of_one_where, 0, 1.2, ties=None),
    Form(ties.figure_of_one, 0, 1.6, ties=None),
    Form(ties.figure_by, 0, 1.4, ties=None),
    Form(ties.first_of_one, 0, 0.5, ties=None),
    Form(compositions.beside_average, 0.07, 0.05),
)
