"""One measurement of DuckDB in a process of its own: the same sums of the same report, or its curated columns as Parquet."""

import json
import resource
import sys
import time
from pathlib import Path

import duckdb

variant, threads, file = sys.argv[1:]

AMOUNT = "coalesce(nullif({}, '')::DECIMAL(38,18), 0)"
COST = AMOUNT.format('"lineItem/UnblendedCost"')
EFFECTIVE = f"""CASE "lineItem/LineItemType"
  WHEN 'SavingsPlanCoveredUsage' THEN {AMOUNT.format('"savingsPlan/SavingsPlanEffectiveCost"')}
  WHEN 'DiscountedUsage' THEN {AMOUNT.format('"reservation/EffectiveCost"')}
  WHEN 'SavingsPlanNegation' THEN 0
  ELSE {COST} END"""
REPORT = f"read_csv('{file}', header = true, all_varchar = true, nullstr = '\\N', delim = ',', quote = '\"', escape = '\"')"
SUMS = f"""SELECT "lineItem/UsageStartDate"[1:10], "lineItem/UsageAccountId", "lineItem/ProductCode", "product/region",
  "lineItem/LineItemType", "lineItem/CurrencyCode", count(*), sum({COST}), sum({EFFECTIVE})
  FROM report GROUP BY ALL"""
FOCUS = Path(__file__).with_name("duckdb-focus.sql").read_text()
COPY = f"COPY ({FOCUS}) TO '{file}.duckdb.parquet' (FORMAT parquet, COMPRESSION zstd)"
LOOKUPS = """
  CREATE TABLE region_names AS SELECT * FROM (VALUES ('us-east-1', 'US East (N. Virginia)'), ('us-west-2', 'US West (Oregon)'),
    ('eu-west-1', 'Europe (Ireland)'), ('eu-central-1', 'Europe (Frankfurt)')) AS names (id, name);
  CREATE TABLE service_categories AS SELECT * FROM (VALUES ('AmazonEC2', 'Compute', 'Virtual Machines'),
    ('AmazonS3', 'Storage', 'Object Storage'), ('AmazonRDS', 'Databases', 'Relational Databases'),
    ('AWSLambda', 'Compute', 'Serverless Compute')) AS services (code, service_category, subcategory)"""

started = time.perf_counter()
database = duckdb.connect(config={"threads": int(threads)})
database.execute(LOOKUPS)
database.execute(f"CREATE VIEW report AS SELECT * FROM {REPORT}")
rows = database.sql(SUMS).fetchall() if variant == "sums" else database.execute(COPY).fetchall()
seconds = time.perf_counter() - started
usage = resource.getrusage(resource.RUSAGE_SELF)
count = sum(row[6] for row in rows) if variant == "sums" else rows[0][0]
took = {"seconds": seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime, "peakRssMb": usage.ru_maxrss / 1024}
print(json.dumps({"rows": count, **took}))
