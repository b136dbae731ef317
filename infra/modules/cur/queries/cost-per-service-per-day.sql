-- What did each service cost on each day?
-- unblended is what is billed, amortised spreads upfront fees over what they cover; each currency has rows of its own.
-- A condition on part.billing_period, such as WHERE part.billing_period = '2025-02', reads less and so costs less.
SELECT
  part.billing_period,
  CAST(part.chargeperiodstart AS date) AS usage_date,
  part.x_servicecode,
  part.billingcurrency,
  sum(part.billedcost) AS unblended,
  sum(part.effectivecost) AS amortised
FROM focus_parts AS part
JOIN live_deliveries AS live
  ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
