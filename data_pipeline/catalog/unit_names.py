"""Units as comments and names of columns write them."""

from __future__ import annotations

from collections.abc import Mapping

from data_pipeline.catalog.word_list import word_list

_CHINESE = word_list(
    """万元 亿元 千元 百万元 美元 欧元 日元 港元 港币 人民币 元 角 分 公里 千米 海里 英里 米 厘米 毫米 微米 公顷 亩
    平方米 平方公里 平方千米 立方米 吨 万吨 公斤 千克 克 毫克 斤 升 毫升 天 日 小时 时 分钟 秒 毫秒 微秒 个月 月
    周 年 岁 工作日 人 人次 人天 辆 辆次 台 套 件 个 只 张 份 箱 包 瓶 袋 盒 卷 根 条 次 笔 单 户 家 座 间 层 页
    字 字节 兆 千瓦 千瓦时 度 瓦 伏 安 赫兹 摄氏度 百分比 百分点 千分比 帧 万 亿 亿人 万人 万辆 万次 公里/小时
    千米/小时 米/秒 元/吨 元/公里 元/平方米 元/天 元/小时 元/月 元/件 元/次"""
)
# Units that the last word of a name is without any doubt.
PLAIN = frozenset(
    word_list(
        """mm cm km ft yd kg mg lb lbs oz ml kl ns µs μs ms sec secs second seconds mins minute minutes hr hrs
        hour hours kb gb tb kib mib gib byte bytes bits px pixels kw mw kwh mwh hz khz mhz ghz kpa psi celsius
        fahrenheit kelvin degrees percent pct bps ppm rpm kph mph knots usd eur gbp cny rmb jpy hkd krw inr cad
        aud chf dollars euros yuan cents sqm sqft acres miles meter meters metre metres kilometer kilometers
        kilometre kilometres inches feet gram grams kilogram kilograms tons tonnes pounds liter liters litre
        litres db dbm mah kmh"""
    )
)
# Units in comments, but in names only behind "in", or where the word before says that it is a span of time.
DOUBTFUL = frozenset(
    word_list("m in t g l s h v a k c f mi min us mb day days week weeks month months year years deg bar acre mile ton")
)
_SIGNS = word_list("% ‰ °c ℃ °f m² km² m³ m2 km2 m3 km/h m/s mg/l g/l kg/m3 μg/m³ µg/m3 ¥ $ € £ people pcs pieces")
KNOWN = PLAIN | DOUBTFUL | frozenset(_CHINESE) | frozenset(_SIGNS) | {"euro", "dollar", "degree", "pixel", "pound"}
SHOWN: Mapping[str, str] = {
    **{code: code.upper() for code in word_list("usd eur gbp cny rmb jpy hkd krw inr cad aud chf kb mb gb tb")},
    **dict.fromkeys(word_list("pct percent 百分比"), "%"),
    **dict.fromkeys(word_list("sec secs second seconds"), "s"),
    **dict.fromkeys(word_list("mins minute minutes"), "min"),
    **dict.fromkeys(word_list("hr hrs hour hours"), "h"),
    **dict.fromkeys(word_list("kph kmh"), "km/h"),
    **dict.fromkeys(word_list("meter meters metre metres"), "m"),
    **dict.fromkeys(word_list("kilometer kilometers kilometre kilometres"), "km"),
    "lbs": "lb",
    "kwh": "kWh",
    "mwh": "MWh",
    "kw": "kW",
    "mw": "MW",
    "hz": "Hz",
    "khz": "kHz",
    "mhz": "MHz",
    "ghz": "GHz",
    "kpa": "kPa",
    "sqm": "m²",
    "m2": "m²",
    "km2": "km²",
    "m3": "m³",
    "celsius": "°C",
    "fahrenheit": "°F",
    "mah": "mAh",
    "db": "dB",
}
SPANS = frozenset(
    word_list("age duration period term interval timeout ttl delay validity retention tenure rental lead uptime")
)
