// Rows that agree in the key columns, as one: their amounts are added up.

import {
  aligned,
  amountCount,
  amountStride,
  batchRows,
  IS_KEY,
  idStride,
  keyBytes,
  textCount,
  textRoles,
} from './columns';
import { putIds, rowAmounts, rowCount, rowKeys } from './row';
import { hasNewText } from './texts';

export const NO_GROUP: u32 = 0xffffffff;
/** A group takes no more rows than this, of amounts below 2^95: then its sums have 115 bits at most. */
export const MAX_GROUPED_ROWS: u32 = 1 << 20;

export let groupIds: usize = 0;
export let groupWords: usize = 0;
export let groupOfRows: usize = 0;
let masks: usize = 0;
let groupKeys: usize = 0;
let groupSlots: usize = 0;
let followers: usize = 0;
export let counts: usize = 0;
export let firstRows: usize = 0;
let slotMask: u32 = 0;
export let groupCount: u32 = 0;
let lastGroup: u32 = 0;

export function layGroupsOut(start: usize): usize {
  let at = start;
  slotMask = powerFrom(2 * batchRows) - 1;
  groupIds = at;
  at = aligned(at + textCount * idStride);
  groupWords = at;
  at = aligned(at + amountCount * amountStride);
  groupOfRows = at;
  at = aligned(at + (batchRows << 2));
  masks = at;
  at = aligned(at + keyBytes);
  groupKeys = at;
  at = aligned(at + batchRows * keyBytes);
  groupSlots = at;
  at = aligned(at + ((slotMask + 1) << 2));
  followers = at;
  at = aligned(at + (batchRows << 2));
  counts = at;
  at = aligned(at + (batchRows << 2));
  firstRows = at;
  return aligned(at + (batchRows << 2));
}

/** The smallest power of two that is not below. */
function powerFrom(count: u32): u32 {
  return (<u32>1) << (32 - <u32>clz(count - 1));
}

export function forgetGroups(): void {
  memory.fill(groupSlots, 0, (slotMask + 1) << 2);
  groupCount = 0;
  lastGroup = NO_GROUP;
  for (let i: u32 = 0; i < textCount; i++) {
    store<u32>(masks + (i << 2), (load<u32>(textRoles + (i << 2)) & IS_KEY) !== 0 ? 0xffffffff : 0);
  }
}

/** Adds the row at hand to a group. */
export function addToGroup(group: u32): void {
  store<u32>(counts + (group << 2), load<u32>(counts + (group << 2)) + 1);
  let sum = groupWords + (group << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    const amount = rowAmounts + (i << 4);
    const low = load<u64>(amount);
    const high = load<u64>(amount, 8);
    if ((low | high) !== 0) {
      const total = load<u64>(sum) + low;
      store<u64>(sum, total);
      store<u64>(sum, load<u64>(sum, 8) + high + (total < low ? 1 : 0), 8);
    }
    sum += amountStride;
  }
}

/**
 * The group of the row at hand: mostly that of the row before, or what came after it the last time. A row that brings a
 * text which none had before begins a group, so that each text is one of some group's.
 */
export function groupOf(): u32 {
  if (hasNewText) return insertedGroup();
  if (lastGroup !== NO_GROUP) {
    if (isRowOf(lastGroup)) return lastGroup;
    const next = load<u32>(followers + (lastGroup << 2));
    if (isRowOf(next)) {
      lastGroup = next;
      return next;
    }
  }
  return insertedGroup();
}

/** The group that the row at hand is found to be of, or the new one that it begins. */
function insertedGroup(): u32 {
  let slot = rowHash() & slotMask;
  let group: u32 = 0;
  while (true) {
    const known = load<u32>(groupSlots + (slot << 2));
    if (known === 0) {
      group = newGroup();
      store<u32>(groupSlots + (slot << 2), group + 1);
      break;
    }
    if (isRowOf(known - 1)) {
      group = hasNewText ? newGroup() : known - 1;
      break;
    }
    slot = (slot + 1) & slotMask;
  }
  if (lastGroup !== NO_GROUP) store<u32>(followers + (lastGroup << 2), group);
  lastGroup = group;
  return group;
}

/** Whether the row at hand agrees with a group in all key columns. */
function isRowOf(group: u32): bool {
  const keys = groupKeys + group * keyBytes;
  for (let i: u32 = 0; i < keyBytes; i += 16) {
    const difference = v128.xor(v128.load(keys + i), v128.load(rowKeys + i));
    if (v128.any_true(v128.and(difference, v128.load(masks + i)))) return false;
  }
  return true;
}

function rowHash(): u32 {
  // biome-ignore lint/correctness/noPrecisionLoss: AssemblyScript keeps all 64 bits
  const FACTOR: u64 = 0x9e3779b97f4a7c15;
  let hash: u64 = 0;
  for (let i: u32 = 0; i < keyBytes; i += 8) {
    hash = (hash ^ (load<u64>(rowKeys + i) & load<u64>(masks + i))) * FACTOR;
    hash ^= hash >>> 29;
  }
  return <u32>(hash ^ (hash >>> 32));
}

/** A group with the texts of the row at hand and no amounts. */
export function newGroup(): u32 {
  const group = groupCount++;
  memory.copy(groupKeys + group * keyBytes, rowKeys, keyBytes);
  putIds(groupIds + (group << 2));
  let out = groupWords + (group << 4);
  for (let i: u32 = 0; i < amountCount; i++) {
    store<u64>(out, 0);
    store<u64>(out, 0, 8);
    out += amountStride;
  }
  store<u32>(followers + (group << 2), group);
  store<u32>(counts + (group << 2), 0);
  store<u32>(firstRows + (group << 2), rowCount);
  return group;
}
