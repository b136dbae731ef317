import type { ScheduleCommandEvents } from '../ports.ts';

/** What was told of commands, repeats included. */
export class FakeScheduleCommandEvents implements ScheduleCommandEvents {
  readonly accepts: Parameters<ScheduleCommandEvents['accepted']>[0][] = [];
  readonly rejects: Parameters<ScheduleCommandEvents['rejected']>[0][] = [];

  async accepted(event: Parameters<ScheduleCommandEvents['accepted']>[0]) {
    this.accepts.push(event);
  }

  async rejected(event: Parameters<ScheduleCommandEvents['rejected']>[0]) {
    this.rejects.push(event);
  }
}
