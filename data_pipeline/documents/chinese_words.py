"""Chinese for the words of business schemas that have one meaning there.

``chinese_senses`` has those that mean something else beside other words, ``chinese_compounds`` several in a row.
"""

from __future__ import annotations

from data_pipeline.catalog.word_list import word_pairs

WORDS = word_pairs("""
id 编号 key 键 code 编码 num 数量 uuid UUID guid GUID name 名称 names 名称 title 标题 label 标签 tag 标签 tags 标签
description 描述 desc 描述 descr 描述 definition 定义 type 类型 typ 类型 kind 种类 status 状态 sts 状态 state 状态
category 类别 class 类别 classification 分类 level 级别 grade 等级 tier 等级 rank 排名 ranking 排名 priority 优先级
severity 严重程度 urgency 紧急程度 stage 阶段 phase 阶段 step 步骤 date 日期 dt 日期 time 时间 datetime 时间
timestamp 时间 moment 时间 year 年份 month 月份 quarter 季度 day 日 week 周 weekday 星期 weekdays 工作日 season 季节
hour 小时 minute 分钟 second 秒 hours 小时数 minutes 分钟数 seconds 秒数 milliseconds 时长 days 天数 months 月数
years 年数 weeks 周数 bytes 字节数 duration 时长 dur 时长 period 期间 interval 间隔 deadline 截止时间 timezone 时区
tz 时区 schedule 排班 shift 班次 daily 每日 weekly 每周 monthly 每月 yearly 每年 annual 年度 quarterly 季度
hourly 每小时 start 开始 begin 开始 end 结束 ends 结束 finish 结束 due 到期 birth 出生 birthday 生日
birthdate 出生日期 dob 出生日期 death 死亡 expiry 到期 expiration 到期 expires 到期 created 创建 create 创建
creation 创建 updated 更新 update 更新 modified 修改 modification 修改 last 最近 latest 最近 recent 最近 first 首次
next 下次 previous 上次 prev 上次 current 当前 new 新 old 旧 initial 初始 final 最终 original 原始 actual 实际
target 目标 standard 标准 base 基础 basic 基本 normal 普通 regular 常规 special 特殊 custom 自定义 general 通用
main 主要 primary 主要 secondary 次要 major 主要 minor 次要 internal 内部 external 外部 local 本地 remote 远程
international 国际 domestic 国内 foreign 国外 native 本国 global 全球 national 全国 regional 区域 public 公开
private 私有 personal 个人 individual 个人 corporate 企业 official 官方 legal 法律 financial 财务 medical 医疗
technical 技术 digital 数字 electronic 电子 online 线上 offline 线下 manual 手动 automatic 自动 auto 自动
physical 实物 virtual 虚拟 home 家庭 work 工作 business 业务 family 家庭 temporary 临时 permanent 永久 total 总额
sum 合计 subtotal 小计 average 平均 avg 平均 mean 平均 count 数量 cnt 数量 quantity 数量 qty 数量 amount 金额 amt 金额
value 值 price 价格 cost 成本 fee 费用 fees 费用 tax 税额 vat 增值税 duty 关税 rate 比率 ratio 比例 percent 比例
percentage 比例 discount 折扣 disc 折扣 rebate 返利 coupon 优惠券 voucher 代金券 promotion 促销 deal 交易 offer 报价
quote 报价 quotation 报价 bid 投标 tender 招标 balance 余额 deposit 押金 payment 付款 pmt 付款 payments 付款 pay 支付
paid 已付 payout 赔付 payroll 薪资 salary 工资 wage 工资 bonus 奖金 commission 佣金 allowance 津贴 pension 养老金
income 收入 revenue 收入 turnover 营业额 earnings 收益 profit 利润 margin 毛利 budget 预算 bdgt 预算 expense 费用
expenses 费用 spend 花费 spending 花费 investment 投资 asset 资产 assets 资产 liability 负债 debt 债务 loan 贷款
mortgage 抵押贷款 credit 信用 debit 借记 principal 本金 installment 分期 refund 退款 penalty 罚款 fine 罚款
currency 币种 ccy 币种 bank 银行 account 账户 acct 账户 accounts 账户 ledger 总账 journal 日记账 transaction 交易
txn 交易 transfer 转账 card 卡 cash 现金 cheque 支票 receipt 收据 receipts 收据 wallet 钱包 portfolio 投资组合
fund 基金 insurance 保险 insurer 保险公司 policyholder 投保人 beneficiary 受益人 user 用户 usr 用户 users 用户
customer 客户 cust 客户 client 客户 consumer 消费者 member 会员 membership 会员资格 subscriber 订阅者 guest 客人
visitor 访客 passenger 乘客 tenant 租户 landlord 房东 resident 居民 employee 员工 emp 员工 staff 员工 worker 工人
manager 经理 mgr 经理 supervisor 主管 chief 主管 boss 上级 leader 负责人 assistant 助理 secretary 秘书 operator 操作员
technician 技师 engineer 工程师 mechanic 维修工 inspector 检查员 auditor 审计员 accountant 会计 cashier 收银员
clerk 职员 salesperson 销售员 salesman 销售员 rep 代表 representative 代表 consultant 顾问 advisor 顾问 adviser 顾问
attorney 律师 lawyer 律师 judge 法官 officer 官员 person 人员 people 人数 persons 人数 personnel 人员 human 人力
applicant 申请人 candidate 候选人 interviewer 面试官 recruiter 招聘专员 student 学生 pupil 学生 teacher 教师
instructor 讲师 lecturer 讲师 professor 教授 tutor 导师 trainer 教练 trainee 学员 dean 院长 doctor 医生 physician 医生
nurse 护士 dentist 牙医 surgeon 外科医生 therapist 治疗师 vet 兽医 veterinarian 兽医 pharmacist 药剂师 patient 患者
pet 宠物 animal 动物 dog 狗 breed 品种 species 物种 driver 司机 pilot 飞行员 courier 快递员 carrier 承运商
shipper 承运商 sender 发件人 recipient 收件人 receiver 收货人 buyer 买家 seller 卖家 purchaser 采购员 supplier 供应商
vendor 供应商 manufacturer 制造商 distributor 经销商 dealer 经销商 retailer 零售商 wholesaler 批发商 merchant 商户
partner 合作伙伴 competitor 竞争对手 contractor 承包商 subcontractor 分包商 sponsor 赞助商 donor 捐赠者
volunteer 志愿者 author 作者 writer 作者 editor 编辑 publisher 出版社 reader 读者 borrower 借阅人 librarian 图书管理员
reporter 报告人 reviewer 审核人 approver 审批人 requester 申请人 requestor 申请人 creator 创建人 owner 所有者
holder 持有人 participant 参与者 attendee 参会者 speaker 演讲者 organizer 组织者 organiser 组织者 player 球员
referee 裁判 winner 获胜者 singer 歌手 musician 音乐家 artist 艺术家 composer 作曲者 producer 制片人 performer 表演者
photographer 摄影师 father 父亲 mother 母亲 parent 上级 child 下级 children 子女 spouse 配偶 husband 丈夫 wife 妻子
guardian 监护人 sibling 兄弟姐妹 relative 亲属 relationship 关系 contact 联系人 surname 姓氏 forename 名字
firstname 名字 lastname 姓氏 fname 名字 lname 姓氏 nickname 昵称 alias 别名 username 用户名 login 登录
nationality 国籍 ethnicity 民族 religion 宗教 occupation 职业 profession 职业 education 学历 degree 学位
qualification 资质 skill 技能 skills 技能 experience 经验 language 语言 lang 语言 gender 性别 sex 性别 age 年龄
height 高度 weight 重量 width 宽度 length 长度 depth 深度 size 大小 area 区域 volume 体积 capacity 容量 color 颜色
colour 颜色 material 材料 shape 形状 thickness 厚度 temperature 温度 temp 温度 humidity 湿度 pressure 压力 speed 速度
distance 距离 mileage 里程 voltage 电压 power 功率 energy 能量 frequency 频率 dose 剂量 dosage 剂量 unit 单位
units 数量 marital 婚姻 company 公司 firm 公司 enterprise 企业 employer 雇主 department 部门 dept 部门 division 事业部
organization 机构 organisation 机构 org 机构 institution 机构 institute 学院 agency 机构 authority 主管部门
ministry 部委 government 政府 association 协会 committee 委员会 club 俱乐部 team 团队 group 组 role 角色
permission 权限 permissions 权限 privilege 权限 hospital 医院 clinic 诊所 pharmacy 药房 ward 病房 room 房间 bed 床位
office 办公室 headquarters 总部 factory 工厂 workshop 车间 laboratory 实验室 lab 实验室 warehouse 仓库 store 门店
shop 店铺 branch 分支机构 outlet 网点 depot 仓库 garage 车库 parking 停车 restaurant 餐厅 hotel 酒店 apartment 公寓
flat 公寓 house 房屋 building 建筑 property 房产 floor 楼层 land 土地 site 站点 station 站点 airport 机场
terminal 航站楼 venue 场馆 stadium 体育场 theater 剧院 theatre 剧院 cinema 影院 museum 博物馆 library 图书馆
gym 健身房 park 公园 school 学校 college 学院 university 大学 faculty 院系 campus 校区 classroom 教室 church 教堂
farm 农场 order 订单 orders 订单 item 明细 items 明细 detail 明细 details 明细 line 明细 lines 明细 entry 条目
entries 条目 invoice 发票 inv 发票 bill 账单 contract 合同 agreement 协议 lease 租约 license 许可证 licence 许可证
permit 许可证 certificate 证书 certification 认证 document 文档 documents 文档 doc 文档 form 表单 passport 护照
visa 签证 product 产品 prod 产品 products 产品 goods 商品 merchandise 商品 article 文章 sku SKU part 零件 parts 零件
component 部件 ingredient 配料 recipe 配方 dish 菜品 menu 菜单 meal 餐食 food 食品 drink 饮料 wine 葡萄酒 stock 库存
inventory 库存 batch 批次 lot 批次 shelf 货架 bin 货位 pallet 托盘 package 包裹 parcel 包裹 packaging 包装
container 集装箱 cargo 货物 barcode 条形码 serial 序列号 catalog 目录 catalogue 目录 collection 系列 sale 销售
sales 销售 purchase 采购 purchases 采购 purchasing 采购 procurement 采购 requisition 请购单 return 退回 returns 退回
replacement 重置 exchange 换货 shipment 发货 shipments 发货 shipping 配送 delivery 配送 dispatch 派发 freight 运费
logistics 物流 transport 运输 transportation 运输 route 路线 trip 行程 journey 行程 itinerary 行程 flight 航班
train 列车 bus 公交车 vehicle 车辆 car 汽车 truck 卡车 fleet 车队 aircraft 飞机 airplane 飞机 airline 航空公司
vessel 船舶 boat 船 bike 自行车 bicycle 自行车 fuel 燃料 engine 发动机 toll 通行费 departure 出发 arrival 到达
destination 目的地 pickup 取货 dropoff 还车 rental 租赁 rent 租金 booking 预订 reservation 预订 appointment 预约
reorder 再订货 backorder 缺货订单 cart 购物车 basket 购物车 wishlist 心愿单 checkout 结账 address 地址 addr 地址
street 街道 city 城市 town 城镇 village 村庄 district 区县 region 地区 rgn 地区 province 省份 country 国家 county 县
continent 大洲 territory 片区 zone 区域 neighborhood 社区 neighbourhood 社区 postal 邮政 zip 邮编 zipcode 邮编
postcode 邮编 location 位置 loc 位置 place 地点 latitude 纬度 lat 纬度 longitude 经度 lng 经度 lon 经度 altitude 海拔
elevation 海拔 coordinates 坐标 direction 方向 population 人口 phone 电话 tel 电话 mobile 手机 telephone 电话
cellphone 手机 fax 传真 email 邮箱 mail 邮件 url 网址 homepage 主页 website 网站 web 网站 link 链接 password 密码
token 令牌 photo 照片 picture 图片 image 图片 images 图片 avatar 头像 logo 标志 icon 图标 video 视频 audio 音频
media 媒体 file 文件 filename 文件名 path 路径 folder 文件夹 attachment 附件 text 文本 content 内容 body 正文
abstract 摘要 subject 主题 topic 主题 theme 主题 keyword 关键词 keywords 关键词 comment 评论 comments 评论 remark 备注
remarks 备注 note 备注 notes 备注 memo 备注 message 消息 msg 消息 notification 通知 alert 警报 announcement 公告
news 新闻 blog 博客 forum 论坛 thread 主题帖 page 页面 pages 页数 section 章节 chapter 章节 paragraph 段落
edition 版次 reason 原因 rsn 原因 cause 原因 purpose 目的 result 结果 results 结果 outcome 结果 response 回复
reply 回复 question 问题 answer 答案 feedback 反馈 complaint 投诉 review 评价 reviews 评价 survey 问卷
questionnaire 问卷 opinion 意见 suggestion 建议 recommendation 建议 vote 投票 poll 投票 election 选举 version 版本
revision 修订 draft 草稿 template 模板 source 来源 src 来源 channel 渠道 chnl 渠道 chan 渠道 method 方式 mode 方式
medium 媒介 platform 平台 provider 服务商 service 服务 services 服务 score 得分 scr 得分 points 积分 rating 评级
star 星级 stars 星级 reward 奖励 award 奖项 prize 奖品 loyalty 忠诚度 satisfaction 满意度 performance 绩效
efficiency 效率 quality 质量 accuracy 准确率 probability 概率 prob 概率 confidence 置信度 risk 风险 limit 上限
threshold 阈值 range 范围 max 最大 maximum 最大 min 最小 minimum 最小 highest 最高 lowest 最低 active 启用
enabled 启用 disabled 停用 inactive 停用 valid 有效 invalid 无效 available 可用 availability 可用性 deleted 删除
flag 标志 default 默认 sequence 序号 seq 序号 index 序号 sort 排序 film 影片 movie 影片 films 影片 episode 剧集
series 系列 album 专辑 genre 流派 playlist 播放列表 song 歌曲 concert 演唱会 ticket 票 game 游戏 tournament 锦标赛
league 联赛 championship 锦标赛 competition 竞赛 contest 竞赛 sport 运动 sports 运动 exercise 练习 training 培训
workout 训练 book 图书 books 图书 magazine 杂志 newspaper 报纸 isbn ISBN copy 副本 course 课程 curriculum 课程体系
lesson 课时 lecture 讲座 exam 考试 examination 考试 test 测试 quiz 测验 homework 作业 assignment 作业 attendance 考勤
enrollment 选课 enrolment 选课 semester 学期 tuition 学费 scholarship 奖学金 grades 成绩 gpa GPA project 项目
projects 项目 program 项目 programme 项目 task 任务 tasks 任务 milestone 里程碑 activity 活动 activities 活动
event 事件 evt 事件 events 事件 meeting 会议 conference 会议 seminar 研讨会 incident 事故 accident 事故 crime 犯罪
defect 缺陷 bug 缺陷 error 错误 err 错误 failure 故障 fault 故障 warning 警告 problem 问题 solution 解决方案 log 日志
logs 日志 audit 审计 inspection 检查 maintenance 维护 repair 维修 installation 安装 operation 操作 process 流程
procedure 流程 workflow 工作流 session 会话 visit 访问 visits 访问次数 views 浏览量 clicks 点击量 impressions 展示量
click 点击 device 设备 equipment 设备 machine 机器 tool 工具 instrument 仪器 sensor 传感器 meter 表计 reading 读数
measurement 测量值 server 服务器 network 网络 domain 域名 database 数据库 system 系统 application 应用 app 应用
software 软件 hardware 硬件 module 模块 plan 计划 plans 计划 policy 政策 rule 规则 config 配置 configuration 配置
setting 设置 settings 设置 option 选项 preference 偏好 preferences 偏好 parameter 参数 attribute 属性 feature 特性
features 特性 feat 功能 usage 使用量 consumption 消耗量 demand 需求 supply 供应 requirement 需求 request 申请
requests 申请 approval 审批 registration 注册 subscription 订阅 subscriptions 订阅 renewal 续订 trial 试用
upgrade 升级 cancellation 取消 termination 终止 release 发行 launch 上线 hire 入职 hiring 招聘 recruitment 招聘
vacancy 空缺职位 interview 面试 resume 简历 job 职位 position 职位 headcount 编制 leave 休假 vacation 休假
overtime 加班 absence 缺勤 support 客服 helpdesk 服务台 queue 队列 campaign 营销活动 campaigns 营销活动
advertisement 广告 ad 广告 ads 广告 advert 广告 marketing 市场营销 market 市场 segment 细分 audience 受众 leads 线索
prospect 潜在客户 opportunity 商机 opp 商机 pipeline 销售管道 forecast 预测 fcst 预测 prediction 预测 quota 配额
brand 品牌 model 型号 design 设计 style 款式 variant 规格 industry 行业 sector 行业 diagnosis 诊断 diagnoses 诊断
treatment 治疗 treatments 治疗 therapy 治疗 surgery 手术 symptom 症状 symptoms 症状 disease 疾病 allergy 过敏
allergies 过敏史 prescription 处方 medication 药品 medications 药品 medicine 药品 drug 药品 vaccine 疫苗
vaccination 疫苗接种 blood 血液 microchip 芯片 history 历史 record 记录 records 记录 list 清单 summary 汇总
report 报表 statistics 统计 stats 统计 info 信息 information 信息 data 数据 profile 档案 cal 日历 calendar 日历
workday 工作日 holiday 节假日 weekend 周末 weather 天气 sql SQL json JSON mrr MRR arr ARR nps NPS csat CSAT kpi KPI
ip IP api API gps GPS vin VIN iban IBAN usd USD eur EUR mfa MFA roi ROI gross 毛 net 净 planned 计划 estimated 预计
expected 预计 est 预计 required 要求 requested 申请 approved 审批 authorized 授权 us 美国 china 中国 european 欧洲
world 世界 road 道路 vip VIP crm CRM pdf PDF html HTML extension 分机号 billing 账单 demographics 人口特征
warranty 保修 cat 类别 close 关闭 expire 到期 join 加入 deliver 送达 approve 审批 sign 签署 publish 发布 seats 座位数
seat 座位 emergency 紧急 bottom 底部 top 顶部 left 左侧 right 右侧 fx 汇率 credits 学分 loss 亏损 health 健康
band 区间 meta 元数据 metadata 元数据 acq 获客 acquisition 获客 assignee 负责人 churned 流失 churn 流失 gdp GDP
movement 变动 po 采购订单 scheduled 计划 specialty 专长 fare 票价 night 晚 moved 移动 number 号码 cardholder 持卡人
""")  # fmt: skip

# Past participles: the verb, of which 时间, 人 and 已 make 创建时间, 创建人, 是否已创建.
DEEDS = word_pairs("""
created 创建 updated 更新 modified 修改 changed 变更 deleted 删除 removed 移除 added 添加 inserted 录入 entered 录入
recorded 记录 logged 记录 shipped 发货 delivered 送达 dispatched 派发 received 接收 ordered 下单 placed 下单 paid 付款
refunded 退款 returned 退回 cancelled 取消 canceled 取消 approved 审批 rejected 驳回 declined 拒绝 accepted 接受
reviewed 审核 signed 签署 closed 关闭 opened 开启 issued 发放 registered 注册 inspected 检查 checked 检查 audited 审计
started 开始 begun 开始 ended 结束 finished 完成 completed 完成 resolved 解决 solved 解决 escalated 升级 assigned 分配
submitted 提交 published 发布 posted 发布 released 发布 launched 上线 verified 验证 confirmed 确认 validated 校验
scheduled 安排 requested 申请 applied 申请 processed 处理 handled 处理 converted 转化 archived 归档 activated 激活
deactivated 停用 blocked 封禁 banned 封禁 locked 锁定 suspended 暂停 expired 过期 hired 入职 fired 解雇
terminated 终止 joined 加入 enrolled 报名 graduated 毕业 admitted 入院 discharged 出院 visited 访问 booked 预订
reserved 预订 rented 租赁 sold 销售 purchased 采购 bought 购买 acquired 购入 produced 生产 manufactured 生产
installed 安装 maintained 维护 repaired 维修 serviced 保养 tested 检测 measured 测量 collected 采集 sent 发送
replied 回复 answered 回答 viewed 查看 downloaded 下载 uploaded 上传 imported 导入 exported 导出 synced 同步
picked 拣货 packed 打包 departed 出发 arrived 到达 discontinued 停产 neutered 绝育 vaccinated 接种疫苗 sterilized 绝育
insured 投保 certified 认证 subscribed 订阅 unsubscribed 退订 invited 邀请 settled 结算 invoiced 开票 billed 开票
charged 扣款 transferred 转账 reported 上报 prescribed 开方 diagnosed 诊断 performed 执行 executed 执行 prepared 编制
earned 获得 redeemed 兑换 used 使用 granted 授予 revoked 撤销 died 死亡 born 出生 retired 退休 renewed 续订
founded 成立 established 成立 built 建成 read 阅读 authorized 授权 authorised 授权 managed 管理 fulfilled 履约
read_by 阅读 withdrawn 撤回 reopened 重新打开 triggered 触发 abbr 缩写 abbreviation 缩写
alarm 告警 berth 泊位 bond 债券 broker 经纪人 browser 浏览器 clause 条款 cluster 集群 collateral 抵押物
consent 同意书 downtime 停机时长 estimate 预估 fiscal 财务 hobby 爱好 housekeeping 客房清洁 inbound 入库 outbound 出库
lender 出借人 locale 语言区域 luggage 行李 metric 指标 nights 晚数 node 节点 outage 中断 packing 打包 picking 拣货
privacy 隐私 promo 促销 repayment 还款 resignation 离职 roster 值班表 signature 签名 sprint 迭代 tariff 资费
trader 交易员 trailer 拖车 variance 差异 withdrawal 提现 workspace 工作区 upload 上传 download 下载
""")  # fmt: skip

# What a flag asks after 是否, where that is not the word itself and no participle.
FLAGS = word_pairs("""
emergency 紧急 急诊 支持急诊 在职 在职 活跃 活跃
paid 已付 active 启用 enabled 启用 disabled 停用 valid 有效 public 公开 default 默认
primary 主要 prim 主要 main 主要 internal 内部 online 在线 available 可用 visible 可见 hidden 隐藏 urgent 紧急
current 当前 vip 为VIP new 新增 open 开放 closed 已关闭 parking 有停车位 wifi 有WiFi discount 有折扣 taxable 应税
refundable 可退款 returnable 可退货 editable 可编辑 required 必填 mandatory 必填 optional 可选 free 免费 featured 推荐
recommended 推荐 manager 为经理 member 为会员 admin 为管理员 test 测试用 holiday 节假日 weekend 周末 workday 工作日
auto 自动 automatic 自动 recurring 周期性 full_time 全职 part_time 兼职 remote 远程 married 已婚 pregnant 怀孕
retired 已退休 opt_in 同意接收 opt_out 已退订 self_serve 自助 auto_renew 自动续订 deleted 已删除 mfa_on 启用MFA
in_stock 有货 on_sale 促销 in_use 在用 fragile 易碎 hazardous 危险品 insured 已投保 confirmed 已确认 locked 已锁定
blocked 已封禁 subscribed 已订阅 microchipped 已植入芯片 follow_up 需要复诊 private 私有 official 官方
international 国际 manual 手动 success 成功 successful 成功 present 出勤 absent 缺勤 billable 可计费
reimbursable 可报销 overdue 逾期 completed 已完成 leaf 末级 smoker 吸烟
""")  # fmt: skip

# What short forms stand for.
SHORT = word_pairs("""
amt amount qty quantity cnt count num number no number nbr number dt date pmt payment cust customer acct account
addr address emp employee inv invoice prod product dept department mgr manager org organization desc description
pct percentage percent percentage rsn reason scr score src source disc discount prob probability opp opportunity
hlth health bnd band cxl cancellation asgn assignee subs subscriptions comm commission tot total txn transaction
evt event err error avg average min minimum max maximum curr current prev previous intvl interval feat feature
fcst forecast bal balance
""")
