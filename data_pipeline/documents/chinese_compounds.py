"""Chinese for several words of an identifier that mean something together: 单价 of ``unit_price``."""

from __future__ import annotations

from data_pipeline.catalog.word_list import word_pairs

COMPOUNDS = word_pairs("""
daily_rate 日费率 monthly_fee 月费 annual_fee 年费 share_percent 占比 weight_grams 克重 site_url 网址
application_form 申请表 department_store 百货商店 country_code 国家代码 first_name 名字 given_name 名字 last_name 姓氏
family_name 姓氏 full_name 姓名 middle_name 中间名 display_name 显示名称 short_name 简称 user_name 用户名
login_name 登录名 nick_name 昵称 maiden_name 婚前姓 company_name 公司名称 contact_name 联系人姓名
contact_title 联系人职务 contact_person 联系人 job_title 职务 title_of_courtesy 称谓 unit_price 单价
unit_cost 单位成本 list_price 标价 sale_price 售价 selling_price 售价 purchase_price 采购价 cost_price 成本价
retail_price 零售价 total_price 总价 total_cost 总成本 base_price 基础价格 sticker_price 标价 net_price 净价
phone_number 电话号码 mobile_number 手机号码 mobile_phone 手机 home_phone 家庭电话 work_phone 工作电话 cell_phone 手机
phone_ext 分机号 fax_number 传真号码 email_address 邮箱地址 e_mail 邮箱 ip_address IP地址 credit_card 信用卡
card_number 卡号 card_no 卡号 card_type 卡类型 account_number 账号 account_no 账号 bank_account 银行账户
account_balance 账户余额 credit_limit 信用额度 credit_score 信用评分 interest_rate 利率 exchange_rate 汇率
tax_rate 税率 discount_rate 折扣率 hourly_rate 时薪 growth_rate 增长率 conversion_rate 转化率 error_rate 错误率
success_rate 成功率 pass_rate 通过率 rental_rate 租金 rental_duration 租期 rental_fee 租金 daily_rent 日租金
monthly_rent 月租金 replacement_cost 重置成本 zip_code 邮编 postal_code 邮编 post_code 邮编 birth_date 出生日期
date_of_birth 出生日期 birth_place 出生地 birth_year 出生年份 hire_date 入职日期 start_date 开始日期 end_date 结束日期
due_date 到期日 expiry_date 到期日 expiration_date 到期日 expire_date 到期日 order_date 下单日期 order_time 下单时间
ship_date 发货日期 shipping_date 发货日期 shipped_date 发货日期 delivery_date 送达日期 required_date 要求日期
rental_date 租赁日期 invoice_date 开票日期 payment_date 付款日期 paid_date 付款日期 purchase_date 购买日期
issue_date 签发日期 release_date 发行日期 release_year 发行年份 publication_date 出版日期 publication_year 出版年份
publish_date 发布日期 sale_date 销售日期 sales_date 销售日期 close_date 关闭日期 open_date 开业日期
opening_date 开业日期 join_date 加入日期 joining_date 入职日期 registration_date 注册日期 effective_date 生效日期
check_in 入住 check_out 退房 check_in_date 入住日期 check_out_date 退房日期 valid_from 生效日期 valid_to 失效日期
valid_until 有效期至 last_update 最近更新时间 last_updated 最近更新时间 last_login 最近登录时间 last_seen 最近在线时间
last_modified 最近修改时间 update_time 更新时间 create_time 创建时间 period_start 期初 period_end 期末
start_time 开始时间 end_time 结束时间 due_time 截止时间 row_count 行数 duration_ms 耗时毫秒数 sales_amount 销售额
total_sales 总销售额 gross_sales 销售总额 net_sales 净销售额 total_amount 总金额 order_amount 订单金额
order_total 订单总额 total_orders 订单总数 grand_total 总计 sub_total 小计 tax_amount 税额 net_amount 净额
gross_amount 毛额 paid_amount 已付金额 due_amount 应付金额 amount_due 应付金额 amount_paid 已付金额
balance_due 未付余额 credit_amount 贷方金额 debit_amount 借方金额 reports_to 上级 report_to 上级 assigned_to 负责人
sold_to 买方 bill_to 付款方 ship_to 收货方 paid_by 付款人 sold_by 销售人 managed_by 管理人 owned_by 所有者
owner_rep 负责销售代表 sort_order 排序号 display_order 显示顺序 line_number 行号 line_no 行号 row_number 行号
serial_number 序列号 serial_no 序列号 order_number 订单编号 order_no 订单编号 invoice_number 发票号码
invoice_no 发票号码 inv_no 发票号码 tracking_number 运单号 room_number 房间号 room_no 房间号 house_number 门牌号
flight_number 航班号 flight_no 航班号 seat_number 座位号 license_number 证件号 license_no 证件号 license_plate 车牌号
plate_number 车牌号 passport_number 护照号 id_number 证件号码 id_card 身份证 policy_number 保单编号 policy_no 保单编号
contract_number 合同编号 contract_no 合同编号 batch_number 批号 batch_no 批号 ticket_number 票据编号
employee_number 工号 employee_no 工号 student_number 学号 student_no 学号 chip_number 芯片号 version_number 版本号
order_item 订单明细 order_detail 订单明细 order_line 订单明细 order_product 订单产品 invoice_line 发票明细
invoice_item 发票明细 line_item 明细 purchase_order 采购订单 sales_order 销售订单 work_order 工单 service_order 服务单
support_ticket 客服工单 ticket_comment 工单评论 price_list 价目表 price_history 价格历史 bank_transfer 银行转账
shopping_cart 购物车 gift_card 礼品卡 customer_type 客户类型 customer_service 客户服务 support_rep 客服代表
sales_rep 销售代表 sales_person 销售员 account_manager 客户经理 store_manager 店长 project_manager 项目经理
department_head 部门负责人 team_leader 组长 head_of_department 部门负责人 media_type 媒体类型 file_type 文件类型
file_size 文件大小 file_name 文件名 file_path 文件路径 photo_path 照片路径 image_url 图片网址 special_features 花絮
unit_of_measure 计量单位 quantity_per_unit 单位规格 units_in_stock 库存数量 units_on_order 在订数量
stock_quantity 库存数量 quantity_in_stock 库存数量 on_hand 现有库存 on_order 在订 on_hand_quantity 现有库存
reorder_level 再订货点 reorder_point 再订货点 safety_stock 安全库存 minimum_stock 最低库存 min_stock 最低库存
ship_via 承运商 ship_name 收货人 ship_address 收货地址 ship_city 收货城市 ship_region 收货地区 ship_country 收货国家
ship_postal_code 收货邮编 shipping_address 收货地址 shipping_city 收货城市 shipping_country 收货国家
shipping_method 配送方式 shipping_cost 运费 shipping_fee 运费 delivery_fee 配送费 delivery_address 收货地址
billing_address 账单地址 street_address 街道地址 address_line 地址行 house_no 门牌号 time_zone 时区 area_code 区号
service_area 服务区 us_state 美国州 payment_method 付款方式 payment_type 付款类型 payment_status 付款状态
payment_term 付款条件 payment_terms 付款条件 marital_status 婚姻状况 work_experience 工作经验 blood_type 血型
blood_group 血型 blood_pressure 血压 medical_record 病历 heart_rate 心率 follow_up 复诊 next_step 下一步
self_serve 自助 opt_out 退订 auto_renew 自动续订 feature_usage 功能使用 exam_result 考试成绩
customer_since 成为客户日期 year_built 建成年份 year_founded 成立年份 number_of_employees 员工数 employee_count 员工数
order_count 订单数 student_count 学生数 page_count 页数 view_count 浏览次数 visit_count 访问次数 user_agent 浏览器标识
customer_demographic 客户特征 track_number 曲目号 parent_company 母公司 sale_item 销售明细 sales_item 销售明细
head_count 人数 home_page 主页 web_site 网站 phone_type 电话类型 full_address 完整地址 start_year 开始年份
end_year 结束年份 spend_td 累计花费 exchange_item 换货明细 bank_name 银行名称 base_salary 基本工资 net_weight 净重
gross_weight 毛重 working_hours 工时 work_hours 工时 hours_worked 工时 opening_hours 营业时间 lead_time 交货周期
response_time 响应时间 shelf_life 保质期 warranty_period 保修期 market_share 市场份额 ship_mode 配送方式
product_line 产品线 product_family 产品系列 shipment_date 发货日期 exp_close 预计关闭 emergency_contact 紧急联系人
emergency_phone 紧急电话 film_info 影片信息 customer_number 客户编号 part_number 零件编号 part_no 零件编号
item_number 商品编号 gender_code 性别代码 currency_code 币种代码 bank_code 银行代码 airport_code 机场代码
error_code 错误代码 failure_code 失败代码 status_code 状态码 card_brand 卡品牌 fx_usd 美元汇率 bill_intvl 计费周期
interval_months 间隔月数 loss_reason 丢单原因 lost_reason 丢单原因 employee_band 员工规模 reopen_count 重开次数
new_mrr 新增MRR start_mrr 期初MRR end_mrr 期末MRR commission_percentage 佣金比例 discount_percentage 折扣率
tax_percentage 税率 probability_percentage 成交概率 start_balance 期初余额 end_balance 期末余额
active_subscription 活跃订阅 capital_city 首都 official_language 官方语言 enrollment_date 报名日期
enrolment_date 报名日期 freight_cost 运费 received_date 收货日期 quantity_received 收货数量 received_quantity 收货数量
star_rating 星级 loyalty_points 会员积分 floor_area 建筑面积 land_area 占地面积 surface_area 表面积
country_of_origin 原产国 origin_country 原产国 pay_method 付款方式 parent_id 上级ID create_by 创建人 update_by 更新人
modify_by 修改人 approve_by 审批人 sub_amount 小计 tx_amount 税额 created_by 创建人 feature_key 功能标识
bill_interval 计费周期 billing_interval 计费周期 billing_cycle 计费周期 card_holder 持卡人 policy_holder 投保人
tax_id 税号 customer_name 客户名称 ad_campaign 广告活动 usage_date 使用日期 usage_dt 使用日期 max_score 满分
exp_date 到期日 full_time 全职 credit_hours 学分 office_hours 办公时间 number_of_rooms 房间数 number_of_pages 页数
number_of_seats 座位数 region_code 地区代码 postal_area 邮区
""")  # fmt: skip
