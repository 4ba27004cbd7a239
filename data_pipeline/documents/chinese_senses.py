"""English words that mean something else beside other words: a visit to a clinic is 就诊, one to a site 访问."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data_pipeline.catalog.word_list import word_list

OWN_NAME = "own-name"  # what a row's name is called, of a person or an animal; not every word "name"
_PEOPLE = frozenset(word_list("""
    employee staff teacher student pupil doctor patient vet veterinarian nurse driver player person actor author owner
    instructor lecturer professor engineer technician candidate applicant pilot physician passenger guest visitor
    singer coach supervisor manager director user member tenant lawyer attorney therapist inspector judge salesperson
    salesman rep officer borrower consultant trainer worker personnel emp supporter
"""))  # fmt: skip
_HEALTH = "patient pet doctor clinic vet veterinarian hospital diagnosis physician ward"
_LEARNING = "student teacher pupil school exam course instructor faculty"
_LENDING = "rental loan borrow borrower lending checkout"
_SELLING = "opportunity campaign lead crm deal"
_PLAYING = "team player league match tournament"
_INSURING = "insurance insurer insured policyholder claim premium"
# "word meaning: words", of which one is in the name of a table of the schema; the first that fits.
_IN_SCHEMA = f"""
visit 就诊: {_HEALTH}|visited 就诊: {_HEALTH}|return 归还: {_LENDING}|returned 归还: {_LENDING}
emergency 急诊: {_HEALTH}|class 班级: {_LEARNING}|subject 科目: {_LEARNING}|term 学期: {_LEARNING}
department 科室: {_HEALTH}|department 院系: instructor professor faculty|major 专业: {_LEARNING}|dept 科室: {_HEALTH}
grade 年级: {_LEARNING}|parent 家长: student pupil|credit 学分: {_LEARNING}|ticket 工单: support helpdesk sla
comment 评论: blog post|track 曲目: album artist playlist song|plan 套餐: subscription subscriber
seat 席位: subscription|seats 席位数: subscription|agent 客服: support ticket call
agent 经纪人: property listing house|lead 线索: {_SELLING}|owner 主人: pet dog animal|owner 负责人: {_SELLING}
director 导演: film movie actor|director 主任: hospital|performance 演出: orchestra concert show|show 节目: episode tv
actor 演员: film movie actor show series|actors 演员: film movie actor|show 演出: orchestra concert theater theatre
gate 登机口: flight|port 港口: vessel cargo ship|captain 机长: flight airline aircraft|captain 船长: vessel ship
captain 队长: {_PLAYING}|match 比赛: {_PLAYING}|coach 教练: {_PLAYING}|position 位置: {_PLAYING}
crew 机组: flight airline|issue 问题: project bug support ticket|premium 保费: {_INSURING} policy
claim 理赔: {_INSURING} policy|policy 保单: {_INSURING}|coverage 保障范围: {_INSURING}|discharge 出院: {_HEALTH}
admission 入院: {_HEALTH}|admission 录取: {_LEARNING}|cat 猫: pet dog animal|line 线路: train metro railway subway
origin 出发地: flight trip journey|item 商品: menu auction catalog|post 帖子: blog forum comment user
"""
# The same of what is in the name of the table or of its columns.
_IN_TABLE = """
state 州: city country county zip zipcode postal capital us|title 职务: hire hired salary email courtesy surname
height 身高: breed gender sex patient pet player age birth|weight 体重: breed gender sex patient pet player age birth
capital 首都: population continent|position 职位: salary hire hired employee
grade 成绩: enrollment enrolment exam result score|length 片长: film movie|issued 开具: invoice bill
"""
# The same of what the table's rows are.
_OF_ROWS = f"""
active 在职: employee staff teacher doctor rep vet nurse|active 活跃: customer client member consumer
title 名称: course lesson class|{OWN_NAME} 名字: pet animal dog cat
opened 开业: store clinic shop branch restaurant hotel school
"""


def _senses(text: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    rules = (rule.partition(":") for line in text.strip().splitlines() for rule in line.split("|"))
    return tuple((*said.split(" ", 1), frozenset(beside.split())) for said, _, beside in rules)  # type: ignore[misc]


_RULES = (_senses(_OF_ROWS), _senses(_IN_TABLE), _senses(_IN_SCHEMA))


def senses_of(schema: Collection[str], table: Collection[str], noun: str) -> Mapping[str, str]:
    """What words mean here: by the words of all tables' names, by those of one table, and by its noun.

    Words that mean several things and are not told apart here are not among them.
    """
    found = {OWN_NAME: "姓名"} if noun in _PEOPLE else {}
    for rules, words in zip(_RULES, ([noun], table, schema), strict=True):
        for word, said, beside in rules:
            if not beside.isdisjoint(words):
                found.setdefault(word, said)
    return found
