import type { ActionMessage, ActionTopics, RunEvents, RunQueue } from '../ports.ts';
import type { RunMessage } from '../records/run.ts';

export { MemoryRunHistory } from './memory-run-history.ts';

/** Topics that keep what they are given. */
export class FakeActionTopics implements ActionTopics {
  readonly published: ActionMessage[] = [];

  async publish(message: ActionMessage) {
    this.published.push(message);
  }
}

export class FakeRunQueue implements RunQueue {
  readonly sent: RunMessage[] = [];

  async send(message: RunMessage) {
    this.sent.push(message);
  }
}

/** Events by what they tell of, repeats included. */
export class FakeRunEvents implements RunEvents {
  readonly told: ({ readonly name: string } & Parameters<RunEvents['fired' | 'failed']>[0])[] = [];

  async fired(event: Parameters<RunEvents['fired']>[0]) {
    this.told.push({ name: 'ScheduleFired', ...event });
  }

  async failed(event: Parameters<RunEvents['failed']>[0]) {
    this.told.push({ name: 'ScheduleRunFailed', ...event });
  }
}
export { RunWorld } from './run-world.ts';
export { sampleSchedule } from './sample-schedule.ts';
