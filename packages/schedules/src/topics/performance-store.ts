import type { VideoPerformance } from './performance.ts';

/** How videos did, as `VideoPublished` events told: one record a video, the newest figures. */
export interface PerformanceStore {
  /** Takes figures, unless newer ones or the same are known. @returns whether it took them */
  record(video: VideoPerformance): Promise<boolean>;
  /** Of a topic's videos that were published at an instant or later, in no order. */
  of(topicId: string, since: Date): Promise<VideoPerformance[]>;
}
