"""One measurement of DuckDB in a process of its own: the same sums of the same report, or its curated columns as Parquet."""

import json
import resource
import sys
import time

import duckdb

variant, threads, file = sys.argv[1:]

AMOUNT = "coalesce(nullif({}, '')::DECIMAL(38,18), 0)"
COST = AMOUNT.format('"lineItem/UnblendedCost"')
EFFECTIVE = f"""CASE "lineItem/LineItemType"
  WHEN 'SavingsPlanCoveredUsage' THEN {AMOUNT.format('"savingsPlan/SavingsPlanEffectiveCost"')}
  WHEN 'DiscountedUsage' THEN {AMOUNT.format('"reservation/EffectiveCost"')}
  WHEN 'SavingsPlanNegation' THEN 0
  ELSE {COST} END"""
REPORT = f"read_csv('{file}', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')"
SUMS = f"""SELECT "lineItem/UsageStartDate"[1:10], "lineItem/UsageAccountId", "lineItem/ProductCode", "product/region",
  "lineItem/LineItemType", "lineItem/CurrencyCode", count(*), sum({COST}), sum({EFFECTIVE})
  FROM {REPORT} GROUP BY ALL"""
TEXTS = """bill/PayerAccountId lineItem/UsageAccountId product/ProductName lineItem/ProductCode product/region
  lineItem/AvailabilityZone lineItem/ResourceId lineItem/LineItemType lineItem/LineItemDescription product/sku pricing/unit
  lineItem/CurrencyCode savingsPlan/SavingsPlanARN resourceTags/user:Name resourceTags/user:Team lineItem/Operation
  lineItem/UsageType""".split()
TIMES = ["bill/BillingPeriodStartDate", "lineItem/UsageStartDate", "lineItem/UsageEndDate"]
COLUMNS = (
    [f'"{name}"' for name in TEXTS]
    + [f'"{name}"::TIMESTAMP AS "{name}"' for name in TIMES]
    + [AMOUNT.format(f'"{name}"') for name in ("lineItem/UsageAmount", "pricing/publicOnDemandCost")]
    + [COST, EFFECTIVE]
)
COPY = f"COPY (SELECT {', '.join(COLUMNS)} FROM {REPORT}) TO '{file}.duckdb.parquet' (FORMAT parquet, COMPRESSION zstd)"

started = time.perf_counter()
database = duckdb.connect(config={"threads": int(threads)})
rows = database.sql(SUMS).fetchall() if variant == "sums" else database.execute(COPY).fetchall()
seconds = time.perf_counter() - started
usage = resource.getrusage(resource.RUSAGE_SELF)
count = sum(row[6] for row in rows) if variant == "sums" else rows[0][0]
took = {"seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime, "peakRssMb": usage.ru_maxrss / 1024}
print(json.dumps({"rows": count, **took}))
