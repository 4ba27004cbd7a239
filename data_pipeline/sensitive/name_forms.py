"""What the name of a person looks like: a Chinese surname and what is given, or First Last in letters with case."""

from __future__ import annotations

import re

from data_pipeline.catalog.word_list import word_list

_COMPOUND = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|司空|夏侯|端木|南宫|独孤|轩辕|呼延|闻人|澹台"
    "|公冶|宗政|濮阳|淳于|单于|太叔|申屠|仲孙|钟离|鲜于|闾丘|百里|东郭|西门"
)
_COMMONEST = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余"
    "潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦顾侯邵孟龙段雷钱汤尹黎贺赖龚樊兰殷施洪翟倪严牛俞葛聂齐庞颜"
    "庄"
)
_MORE = (
    "方金江史白万武乔文安常向时易温季章鲁伍韦申尤毕焦巴柳邢路岳梅骆丛凌盛童辛管柯阮曲耿卜关柴应单左滕裴祝覃霍"
    "欧房屈解喻纪游费冉宁成苗褚卓牟甘冷车简谷占连席查区商涂饶刁窦宫卞仇景党米缪桑阳楚苟鄢晏蒙蔚麦储晋封桂戚艾"
    "闵瞿冀池古丰胥隋栾揭宗焉匡扈蔺迟沙郎冼原战娄司仝买鹿敖燕荆习随荣郁郜权项祁虞樵衡濮宿满弘花鲍岑乐于皮卫全"
    "蒲伏代明臧计茅庾舒杭诸幸嵇麻危支咎莫经裘干宣贲包吉钮邴糜松井富巫乌羊於惠家芮羿靳汲仲伊暴甄厉戎祖符束詹韶"
    "薄印怀邰从屠阴苍双莘贡劳逄姬扶堵宰郦雍璩寿通边浦尚农别充慕茹宦鱼容慎戈庚终暨居步都国寇广禄阙东殳沃利越夔"
    "隆师巩厍晁勾融那鞠红竺盖后卿撒帅亢佴佟言付仉郗植练种展但由母敬苑朴"
)
_HAN = "\u4e00-\u9fff"
_CHINESE = re.compile(
    rf"(?:(?:{_COMPOUND})[{_HAN}]{{1,2}}|[{_COMMONEST}{_MORE}][{_HAN}]{{1,3}}|[{_HAN}]{{2,8}}(?:[·•][{_HAN}]{{1,8}})+)"
    r"(?:先生|女士|小姐)?(?:[(（][^()（）]{1,20}[)）])?"
)
_LETTERS = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_LATIN = re.compile(rf"(?:{_LETTERS}\.?,?\s)*{_LETTERS}\.?")
_SMALL = frozenset(word_list("van von der den de del della di da dos la le bin al el y"))  # within a name
_MOST_WORDS = 5
_COMPANY = re.compile(
    r"公司|集团|企业|银行|医院|学校|大学|中心|商店|超市|酒店|分店|工厂|[部厂店局处科组队室]$"
    r"|(?i:\b(?:inc|ltd|corp|corporation|llc|llp|gmbh|ag|co|company|group|bank|limited|plc|s\.?a|team|department|dept"
    r"|university|hospital|hotel|school|store|office|services?|support|sales|system|import|admin)\b)"
)

# In prose, without a sign before it: the surnames that no other word begins with all the time.
_AFTER = rf"(?=[^{_HAN}]|$|[住电手的在已于来说称要请和与家处即])"
_STANDING = rf"(?:{_COMPOUND}|[{_COMMONEST}])[{_HAN}]{{1,2}}?{_AFTER}"
_INTRODUCED = re.compile(
    rf"(?:联系人|收货人|收件人|寄件人|负责人|经办人|持卡人|申请人|投诉人|报修人|户主|姓名)"
    rf"(?:(?:[：:]\s?|[是为]|\s)(?P<marked>(?:{_COMPOUND}|[{_COMMONEST}{_MORE}])[{_HAN}]{{1,2}}?{_AFTER})"
    rf"|(?P<bare>{_STANDING}))"
    r"|\b(?i:contact(?: person| name)?|attn|attention|recipient|full name)\s?[:：]\s?"
    r"(?P<latin>[A-Z][a-z'’-]{1,20}(?:\s(?:[A-Z]\.|[A-Z][A-Za-z'’-]{1,20})){1,3})"
)
_NO_NAME = re.compile("(?:关系|单位|高管|高级|时间|方式|方法|简称|简介|文件|经理|全名|全称|史料|严禁|严格|连同|应当)")


def looks_like_name(text: str, *, alone: bool) -> bool:
    """Whether it is the name of one or more persons; ``alone``: one capitalised word is enough."""
    parts = [part.strip() for part in re.split(r"[、，/;；&]", text.strip()) if part.strip()]
    return bool(parts) and not _COMPANY.search(text) and all(_is_name(part, alone=alone) for part in parts)


def without_contacts(text: str) -> str:
    """The text with masks for the names that stand after words like "contact person:"."""
    return _INTRODUCED.sub(_masked, text)


def _is_name(text: str, *, alone: bool) -> bool:
    if _CHINESE.fullmatch(text):
        return True
    words = text.replace(",", " ").split()
    if not (1 if alone else 2) <= len(words) <= _MOST_WORDS or not _LATIN.fullmatch(text):
        return False
    return all(word[0].isupper() or word in _SMALL for word in words)


def _masked(match: re.Match[str]) -> str:
    name = next(group for group in match.groups() if group)
    if _NO_NAME.match(name) or _COMPANY.search(name):
        return match[0]
    return f"{match[0][: -len(name)]}{name[0]}**"
