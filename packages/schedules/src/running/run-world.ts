// For the tests: everything that running needs, in memory, and what it did.
import type { Clock } from '@almanac/kernel';
import type { ScheduleRun } from '../records/run.ts';
import type { JsonObject, Schedule } from '../records/schedule.ts';
import { FakeActionTopics, FakeRunEvents, MemoryRunHistory } from './fakes.ts';
import type { RunDeps } from './run-deps.ts';
import { sampleSchedule } from './sample-schedule.ts';

export class RunWorld implements Clock {
  #now: number;
  readonly history: MemoryRunHistory;
  readonly topics = new FakeActionTopics();
  readonly events = new FakeRunEvents();
  readonly counted: Pick<ScheduleRun, 'run_id' | 'outcome'>[] = [];
  readonly completed: string[] = [];
  readonly produced: string[] = [];
  schedule: Schedule;

  constructor(now: string, changes: Partial<Schedule> = {}) {
    this.#now = Date.parse(now);
    this.history = new MemoryRunHistory(this);
    this.schedule = sampleSchedule(changes);
  }

  now(): Date {
    return new Date(this.#now);
  }

  pass(ms: number): void {
    this.#now += ms;
  }

  get deps(): RunDeps {
    return {
      store: {
        get: async (id) => (id === this.schedule.schedule_id ? this.schedule : undefined),
        countRun: async (_, { run_id, outcome }) => void this.counted.push({ run_id, outcome }),
      },
      history: this.history,
      topics: this.topics,
      events: this.events,
      clock: this,
      payloadOf: async ({ payload }): Promise<JsonObject> => ({ ...payload, opened: true }),
      complete: async (_, why) => {
        this.completed.push(why);
        this.schedule = { ...this.schedule, status: 'completed' };
      },
      runTopic: async (_, planned) => void this.produced.push(planned.toISOString()),
    };
  }
}
