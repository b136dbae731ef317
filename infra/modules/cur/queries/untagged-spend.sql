-- How much usage carries no tag at all, per billing period, account and service?
-- Amortised cost beside that of all usage; taxes, fees and credits cannot be tagged and are left out.
-- A tag that AWS sets, such as aws:createdBy, is a tag too. Each currency has rows of its own.
-- A condition on part.billing_period, such as AND part.billing_period = '2025-02', reads less and so costs less.
SELECT
  part.billing_period,
  part.subaccountid,
  part.x_servicecode,
  part.billingcurrency,
  coalesce(sum(part.effectivecost) FILTER (WHERE part.tags IS NULL OR part.tags = '{}'), 0) AS untagged,
  sum(part.effectivecost) AS all_usage
FROM focus_parts AS part
JOIN live_deliveries AS live
  ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
WHERE part.chargecategory = 'Usage'
GROUP BY 1, 2, 3, 4
HAVING count(*) FILTER (WHERE part.tags IS NULL OR part.tags = '{}') > 0
ORDER BY 1, untagged DESC, 2, 3, 4
