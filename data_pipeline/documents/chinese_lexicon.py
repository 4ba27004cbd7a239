"""Chinese words for the commonest words of English identifiers; what is not here stays English."""

from __future__ import annotations

from collections.abc import Sequence

_LINES = """
id 编号 key 键 code 编码 no 编号 number 编号 num 数量 uuid 标识 name 名称 title 标题 label 标签 description 描述
desc 描述 type 类型 kind 种类 status 状态 state 状态 category 类别 class 类别 level 级别 grade 等级 rank 排名
priority 优先级 date 日期 time 时间 year 年份 month 月份 day 日 week 周 hour 小时 minute 分钟 second 秒
duration 时长 period 期间 start 开始 begin 开始 end 结束 due 到期 birth 出生 expiry 到期 created 创建 create 创建
updated 更新 update 更新 modified 修改 last 最近 first 首个 next 下一个 previous 上一个 current 当前 total 合计
sum 合计 average 平均 avg 平均 max 最大 min 最小 count 数量 quantity 数量 qty 数量 amount 金额 price 价格 unit 单位
cost 成本 fee 费用 tax 税 rate 比率 ratio 比例 percent 百分比 percentage 百分比 discount 折扣 balance 余额
payment 付款 pay 支付 paid 已付 salary 工资 income 收入 revenue 收入 profit 利润 budget 预算 credit 信用 debit 借记
currency 币种 bank 银行 account 账户 card 卡 user 用户 customer 客户 client 客户 member 会员 employee 员工
staff 员工 manager 经理 supervisor 主管 person 人员 people 人员 student 学生 teacher 教师 doctor 医生 patient 患者
supplier 供应商 vendor 供应商 shipper 承运商 company 公司 department 部门 dept 部门 organization 机构 org 机构
team 团队 group 组 role 角色 owner 所有者 contact 联系人 order 订单 item 明细 detail 明细 line 行 invoice 发票
bill 账单 contract 合同 product 产品 goods 商品 stock 库存 inventory 库存 warehouse 仓库 store 门店 shop 店铺
branch 分支 sale 销售 sales 销售 purchase 采购 return 退回 returned 退回 shipped 发货 ship 发货 shipping 发货
delivery 配送 freight 运费 rental 租赁 reorder 再订货 address 地址 street 街道 city 城市 district 区县 region 地区
province 省份 country 国家 county 县 area 区域 territory 片区 postal 邮政 zip 邮政 postcode 邮编 location 位置
position 职位 latitude 纬度 longitude 经度 phone 电话 mobile 手机 telephone 电话 fax 传真 email 邮箱 mail 邮件
url 网址 homepage 主页 website 网站 password 密码 gender 性别 sex 性别 age 年龄 birthday 生日 height 身高
weight 重量 length 长度 width 宽度 size 大小 color 颜色 colour 颜色 volume 体积 photo 照片 picture 图片 image 图片
file 文件 path 路径 text 文本 content 内容 comment 备注 comments 备注 remark 备注 remarks 备注 note 备注 notes 备注
message 消息 reason 原因 version 版本 language 语言 source 来源 target 目标 channel 渠道 method 方式 mode 方式
score 得分 rating 评级 active 启用 enabled 启用 valid 有效 deleted 删除 flag 标志 parent 上级 child 下级
sequence 序号 seq 序号 index 序号 sort 排序 film 影片 movie 影片 actor 演员 artist 艺术家 album 专辑 track 曲目
genre 流派 playlist 播放列表 song 歌曲 school 学校 course 课程 project 项目 task 任务 event 事件 log 日志
session 会话 device 设备 equipment 设备 vehicle 车辆 car 汽车 plan 计划 policy 政策 rule 规则 config 配置
setting 设置 special 特殊 original 原始 replacement 重置 release 发行 required 要求 hire 入职 composer 作曲者
support 客服 surname 姓 family 家庭 feature 特性 features 特性 history 历史 record 记录 list 清单 summary 汇总
report 报表 job 工作
received 接收 approved 审批 signed 签署 closed 关闭 opened 开启 issued 发放 registered 注册 inspected 检查 login 登录
cal 日历 calendar 日历 workday 工作日 holiday 节假日 error 错误 sql SQL logged 记录 started 开始 ended 结束
finished 完成
"""
_WORDS = dict(zip(_LINES.split()[::2], _LINES.split()[1::2], strict=True))
_PHRASES = {
    "first name": "名", "last name": "姓", "full name": "全名", "middle name": "中间名",
    "unit price": "单价", "phone number": "电话号码", "credit card": "信用卡", "zip code": "邮编",
    "postal code": "邮编", "birth date": "出生日期", "hire date": "入职日期",
    "row count": "行数", "duration ms": "耗时毫秒数",
    "start date": "开始日期", "end date": "结束日期", "due date": "到期日",
    "last update": "最近更新时间", "user name": "用户名", "company name": "公司名称",
    "order date": "下单日期", "sales amount": "销售额", "reports to": "上级", "sort order": "排序号",
}  # fmt: skip


def translated(words: Sequence[str]) -> str:
    """The words in Chinese, one after the other; "" unless all of them are known."""
    if not words:
        return ""
    if known := _PHRASES.get(" ".join(words[-2:])):
        head = translated(words[:-2])
        return head + known if head or len(words) <= 2 else ""
    parts = [_WORDS.get(word, "") for word in words]
    return "".join(parts) if all(parts) else ""
