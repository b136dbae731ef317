-- How does the amortised cost of each service compare with the month before?
-- A service of only one of the two months is listed too, with 0 for the other; so is every service of the first month.
-- Each currency has rows of its own.
WITH costs AS (
  SELECT
    part.billing_period,
    CAST(substr(part.billing_period, 1, 4) AS integer) * 12
      + CAST(substr(part.billing_period, 6, 2) AS integer) AS month_number,
    part.x_servicecode,
    part.billingcurrency,
    sum(part.effectivecost) AS amortised
  FROM focus_parts AS part
  JOIN live_deliveries AS live
    ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
  GROUP BY 1, 2, 3, 4
),
months AS (
  SELECT DISTINCT billing_period, month_number FROM costs
),
compared AS (
  SELECT
    months.billing_period,
    costs.x_servicecode,
    costs.billingcurrency,
    coalesce(sum(costs.amortised) FILTER (WHERE costs.month_number = months.month_number), 0) AS this_month,
    coalesce(sum(costs.amortised) FILTER (WHERE costs.month_number < months.month_number), 0) AS month_before
  FROM months
  JOIN costs ON costs.month_number = months.month_number OR costs.month_number = months.month_number - 1
  GROUP BY 1, 2, 3
)
SELECT billing_period, x_servicecode, billingcurrency, this_month, month_before, this_month - month_before AS change
FROM compared
ORDER BY 1, 2, 3
