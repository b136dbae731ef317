import { AlmanacError, Decimal } from '@almanac/kernel';
import { amountUnits, instant, type Row, textOrNull } from './fields.ts';
import type { Header } from './header.ts';
import { AMOUNT_SCALE, type DecimalText, type ReportFormat } from './line-item.ts';
import type { AmountPlace, AmountRule, AmountTerms, Rule, TagEntries } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';

/** Where a value stands: a column, or a key of a column that holds a JSON map. */
export type Source = string | { readonly map: string; readonly key: string };

/** For each meaning the places to look in, best first. */
export type Sources<Field extends string> = Readonly<Record<Field, readonly Source[]>>;

/** A source as it is shown to people: `column` or `map["key"]`. */
export const sourceName = (source: Source): string =>
  typeof source === 'string' ? source : `${source.map}["${source.key}"]`;

interface Place {
  readonly index: number;
  readonly key?: string;
  readonly name: string;
}

/** Caches hold what repeats from row to row, and are emptied when they outgrow this. */
const MAX_CACHED = 10_000;

function cached<Value>(cache: Map<string, Value>, text: string, read: () => Value): Value {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const value = read();
  if (cache.size === MAX_CACHED) cache.clear();
  cache.set(text, value);
  return value;
}

/** A field whose amount is added, or taken away. */
export interface AmountTerm<Field extends string> {
  readonly field: Field;
  readonly sign: 1 | -1;
}

/** The values of one row that a rule may look at. */
export interface FieldValues<Field extends string> {
  /** The first value that is there; null where there is none. */
  text(field: Field): string | null;
  /** A time as `YYYY-MM-DDTHH:MM:SSZ`; null where it is empty. */
  time(field: Field): string | null;
  /** A time that every row has. @throws AlmanacError `BAD_TIME` where it is empty */
  neededTime(field: Field): string;
}

/** Makes rules that read the values of a row by their meaning. */
export class RowReader<Field extends string> {
  readonly #places: Readonly<Record<Field, readonly Place[]>>;
  readonly #header: Header;
  readonly #findings: ReadFindings;
  readonly #instants = new Map<string, string>();
  readonly #terms = new Map<string, AmountTerms | null>();
  readonly #maps = new Map<string, Readonly<Record<string, string>>>();

  /** @throws AlmanacError `MISSING_COLUMN` naming each of the `needed` meanings that the header has no place for */
  constructor(
    format: ReportFormat,
    header: Header,
    sources: Sources<Field>,
    needed: readonly Field[],
    findings: ReadFindings,
  ) {
    this.#header = header;
    this.#findings = findings;
    this.#places = Object.fromEntries(
      Object.entries<readonly Source[]>(sources).map(([field, all]) => [field, all.flatMap((s) => placeOf(header, s))]),
    ) as Record<Field, Place[]>;
    const missing = needed
      .filter((field) => this.#places[field].length === 0)
      .map((field) => sources[field][0] ?? field);
    if (missing.length > 0) {
      const names = missing.map(sourceName).join(', ');
      throw new AlmanacError(
        'MISSING_COLUMN',
        `The file looks like ${format} but has no column ${names}; add it to the report and upload again`,
        { format, missing: missing.map(sourceName) },
      );
    }
  }

  /** A rule over the values of some fields: it can read no others. */
  rule<Of extends Field, Value>(fields: readonly Of[], derive: (values: FieldValues<Of>) => Value): Rule<Value> {
    const places = fields.flatMap((field) => this.#places[field]);
    return {
      columns: [...new Set(places.map(({ index }) => index))],
      value: (row) =>
        derive({
          text: (field) => this.#text(row, field),
          time: (field) => this.#time(row, field),
          neededTime: (field) => this.#time(row, field) ?? instant('', row, this.#columnOf(field)),
        }),
    };
  }

  /** The text of a field, null where it is absent. */
  textRule(field: Field): Rule<string | null> {
    const places = this.#places[field];
    const isCopy = places.length === 1 && places[0]?.key === undefined;
    return { ...this.rule([field], (values) => values.text(field)), isCopy };
  }

  /** A text that every row has. */
  constantRule(text: string | null): Rule<string | null> {
    return { columns: [], value: () => text };
  }

  /**
   * A decimal that no cost depends on, as text: what is none is read as absent, with a warning.
   * @param applies whether a row has it
   */
  decimalRule<Of extends Field>(
    field: Field,
    fields: readonly Of[] = [],
    applies: (values: FieldValues<Of>) => boolean = () => true,
  ): Rule<DecimalText | null> {
    return this.rule<Of | Field, DecimalText | null>([...fields, field], (values) => {
      const found = applies(values) ? values.text(field) : null;
      const units = found === null ? undefined : amountUnits(found);
      if (units !== undefined) return Decimal.of(units, AMOUNT_SCALE).toString();
      if (found !== null) {
        this.#findings.warnings.add(`Column ${this.#columnOf(field)} holds values that are no amounts: read as empty`);
      }
      return null;
    });
  }

  /**
   * An amount made of those of some fields.
   * @param amounts every field that `derive` may name
   * @param derive which fields' amounts make it up; null where the row has no such amount
   */
  amountRule<Of extends Field>(
    amounts: readonly Field[],
    fields: readonly Of[],
    derive: (values: FieldValues<Of>) => readonly AmountTerm<Field>[] | null,
  ): AmountRule {
    const places = amounts.flatMap((field) => this.#amountPlace(field) ?? []);
    return { ...this.rule(fields, (values) => this.termsOf(derive(values))), places };
  }

  /** Where the amounts stand, the same object for the same amounts; null where a column of them is absent. */
  termsOf(terms: readonly AmountTerm<Field>[] | null): AmountTerms | null {
    if (!terms) return null;
    const key = terms.map(({ field, sign }) => `${sign}${field}`).join();
    return cached(this.#terms, key, () => this.#placedTerms(terms));
  }

  #placedTerms(terms: readonly AmountTerm<Field>[]): AmountTerms | null {
    const found = terms.flatMap(({ field, sign }) => {
      const place = this.#amountPlace(field);
      return place ? [{ place, sign }] : [];
    });
    return found.length === terms.length ? found : null;
  }

  has(field: Field): boolean {
    return this.#places[field].length > 0;
  }

  /** The entries of a column that holds a JSON map; none where it is absent or empty. */
  mapRule(column: string): Rule<TagEntries> {
    const index = this.#header.indexOf(column);
    return {
      columns: index === undefined ? [] : [index],
      warns: true,
      value: (row) => Object.entries(this.#map(row, column)),
    };
  }

  #amountPlace(field: Field): AmountPlace | undefined {
    const place = this.#places[field][0];
    return place && { column: place.index, name: place.name };
  }

  #text(row: Row, field: Field): string | null {
    for (const place of this.#places[field]) {
      const value = this.#valueAt(row, place);
      if (value !== null) return value;
    }
    return null;
  }

  #time(row: Row, field: Field): string | null {
    const text = this.#text(row, field);
    return text === null ? null : cached(this.#instants, text, () => instant(text, row, this.#columnOf(field)));
  }

  #map(row: Row, column: string): Readonly<Record<string, string>> {
    const index = this.#header.indexOf(column);
    const text = index === undefined ? null : textOrNull(row.fields[index]);
    return text === null ? {} : cached(this.#maps, text, () => this.#parseMap(text, column));
  }

  #columnOf(field: Field): string {
    return this.#places[field][0]?.name ?? field;
  }

  #valueAt(row: Row, place: Place): string | null {
    if (place.key === undefined) return textOrNull(row.fields[place.index]);
    return textOrNull(this.#map(row, place.name)[place.key]);
  }

  /** Maps only refine names and tags, so that one that cannot be read is worth a warning and no more. */
  #parseMap(text: string, column: string): Record<string, string> {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const entries = Object.entries(value).filter(([, entry]) => entry !== null);
        return Object.fromEntries(
          entries.map(([key, entry]) => [key, typeof entry === 'string' ? entry : JSON.stringify(entry)]),
        );
      }
    } catch {
      // falls through to the warning
    }
    this.#findings.warnings.add(`Column ${column} holds values that are no JSON map: read as empty`);
    return {};
  }
}

function placeOf(header: Header, source: Source): Place[] {
  const column = typeof source === 'string' ? source : source.map;
  const index = header.indexOf(column);
  if (index === undefined) return [];
  return [{ index, name: header.names[index] ?? column, ...(typeof source !== 'string' && { key: source.key }) }];
}
