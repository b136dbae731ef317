import { AlmanacError } from '@almanac/kernel';

/** A topic, and when it wants to be produced. */
export interface Topic {
  readonly id: string;
  /** Videos a day, 1 to 5. */
  readonly dailyFrequency: number;
  /** Hours of the day in the topic's zone, the most wanted first. */
  readonly preferredHours: readonly number[];
  /** From 1, the highest, to 10. */
  readonly priority: number;
  /** IANA name. */
  readonly timezone: string;
  /** The hours it has at present. */
  readonly currentHours?: readonly number[];
  /** Keeps them also where one holds too many, as after the limit was lowered, while none of higher priority comes. */
  readonly stays?: boolean;
}

/** What all topics have in common. */
export interface SlotRules {
  /** How large the audience is at each hour of a topic's zone, from 0 to 23; alike where it is not given. */
  readonly audienceWeights?: readonly number[];
  /** Hours that should lie between two slots of a topic. */
  readonly minGapHours: number;
  /** Hours of `timezone` in which production is expensive. */
  readonly peakHours: readonly number[];
  /** How many topics are produced in one hour at most. */
  readonly maxTopicsPerSlot: number;
  /** The zone of the production, whose hours are peak or full. */
  readonly timezone: string;
  /** The day by whose offsets hours of other zones are compared with those of `timezone`. */
  readonly comparedOn: Date;
}

const MAX_DAILY_FREQUENCY = 5;
const LOWEST_PRIORITY = 10;

export const HOURS_OF_DAY = 24;

/** @throws AlmanacError `INVALID_TOPIC_SCHEDULE`, whose details name the field */
export function checkTopic(topic: Topic): void {
  check(topic, 'dailyFrequency', isWhole(topic.dailyFrequency, 1, MAX_DAILY_FREQUENCY), `1 to ${MAX_DAILY_FREQUENCY}`);
  check(topic, 'priority', isWhole(topic.priority, 1, LOWEST_PRIORITY), `1 to ${LOWEST_PRIORITY}`);
  const areHours = topic.preferredHours.every((hour) => isWhole(hour, 0, HOURS_OF_DAY - 1));
  check(topic, 'preferredHours', areHours, 'hours from 0 to 23');
}

const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

function check(topic: Topic, field: keyof Topic, isGood: boolean, expected: string): void {
  if (isGood) return;
  const given = JSON.stringify(topic[field]);
  throw new AlmanacError(
    'INVALID_TOPIC_SCHEDULE',
    `${field} of topic ${topic.id} is ${given}, and must be ${expected}`,
    {
      topicId: topic.id,
      field,
    },
  );
}
