CREATE VIEW v_service_area_month AS
SELECT
    date_trunc('month', d.oper_date)::date AS oper_month,
    a.service_area_no,
    a.service_area_name,
    c.company_name,
    count(DISTINCT d.branch_no) AS branch_count,
    sum(d.order_sum) AS order_sum,
    sum(d.pay_sum) AS pay_sum,
    round(sum(d.pay_sum) / nullif(sum(d.order_sum), 0), 2) AS average_ticket
FROM bss_business_day_data AS d
JOIN bss_service_area AS a ON a.service_area_no = d.service_no
JOIN bss_company AS c ON c.id = a.company_id
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW v_service_area_month IS '服务区月度经营汇总视图';
COMMENT ON COLUMN v_service_area_month.oper_month IS '统计月份（当月1日）';
COMMENT ON COLUMN v_service_area_month.branch_count IS '有营业数据的档口数';
COMMENT ON COLUMN v_service_area_month.order_sum IS '月订单总数';
COMMENT ON COLUMN v_service_area_month.pay_sum IS '月营业额（元）';
COMMENT ON COLUMN v_service_area_month.average_ticket IS '客单价（元）';
