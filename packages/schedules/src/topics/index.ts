export { createTopicSchedule, type TopicScheduleCreation } from './create-topic-schedule.ts';
export { deleteTopicSchedule } from './delete-topic-schedule.ts';
export {
  isActive,
  listTopicSchedules,
  nextExecutionOf,
  type PlannedTopicSchedule,
} from './list-topic-schedules.ts';
export { type Optimisation, type OptimizeDeps, optimizeTopics } from './optimize-topics.ts';
export { type VideoPerformance, videoPerformanceOf } from './performance.ts';
export type { PerformanceStore } from './performance-store.ts';
export type * from './ports.ts';
export { putTopic } from './put-topic.ts';
export { reconcileTopicSchedules, type TopicRepair } from './reconcile-topic-schedules.ts';
export type * from './records.ts';
export { type RequestVideoDeps, requestVideo } from './request-video.ts';
export { ruleNameOf } from './rule-name.ts';
export { settleTopic } from './settle-topic.ts';
export { deleteTopic, getTopic, listTopics } from './topics.ts';
export { type TriggerDeps, type TriggerRequest, triggerTopic } from './trigger-topic.ts';
export { type TopicScheduleUpdate, updateTopicSchedule } from './update-topic-schedule.ts';
export { type ScheduleAlerts, type WeeklyAdviceDeps, weeklyAdvice } from './weekly-advice.ts';
