import type { EventEnvelope } from '../envelope.ts';

/** The copy of every event that `event-audit` keeps, in objects of gzipped JSON lines by bus and hour. */
export interface AuditCopy {
  /** Keys of the objects of one hour of EventBridge's `time`, ascending. @param hour such as `2026-11-24T10`, UTC */
  keys(bus: string, hour: string): Promise<readonly string[]>;
  /** The lines of one object, unpacked. */
  lines(key: string): Promise<readonly string[]>;
}

/** Where replayed events go: one consumer, or another bus. */
export interface ReplayTarget {
  /** Hands one event over, and ends when it has arrived. */
  send(event: EventEnvelope): Promise<void>;
}

export interface ArchiveReplay {
  /** At most 64 characters of `A-Z a-z 0-9 . - _`. */
  readonly name: string;
  readonly archiveArn: string;
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  /** Names of the only rules to get the events; empty for all of them. */
  readonly rules: readonly string[];
}

export interface ArchiveReplayState {
  readonly state: 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly reason?: string;
  /** Time of the event that was replayed last, ISO 8601. */
  readonly lastEventTime?: string;
}

/** EventBridge's own archives. */
export interface EventArchive {
  /** Replays that have not ended, of the whole account and region: EventBridge allows ten. */
  active(): Promise<number>;
  /** Replays to the archive's own bus. */
  start(replay: ArchiveReplay): Promise<void>;
  describe(name: string): Promise<ArchiveReplayState>;
}
