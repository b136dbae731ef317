-- Which 20 resources cost most in each billing period?
-- By amortised cost; each currency has a ranking of its own. Charges that belong to no resource are left out.
-- A condition on part.billing_period, such as AND part.billing_period = '2025-02', reads less and so costs less.
WITH resources AS (
  SELECT
    part.billing_period,
    part.billingcurrency,
    part.resourceid,
    part.x_servicecode,
    part.subaccountid,
    sum(part.effectivecost) AS amortised
  FROM focus_parts AS part
  JOIN live_deliveries AS live
    ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
  WHERE part.resourceid IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
),
ranked AS (
  SELECT
    resources.*,
    row_number() OVER (
      PARTITION BY billing_period, billingcurrency
      ORDER BY amortised DESC, resourceid, x_servicecode, subaccountid
    ) AS place
  FROM resources
)
SELECT billing_period, billingcurrency, place, resourceid, x_servicecode, subaccountid, amortised
FROM ranked
WHERE place <= 20
ORDER BY 1, 2, 3
