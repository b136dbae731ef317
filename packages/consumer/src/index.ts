export { type ActionDeps, actionHandler, actionLambda, actionSettings } from './action-lambda.ts';
export { changeLambda, changeSettings } from './change-lambda.ts';
export { type ConsumerDeps, consumerLambda, consumerSettings, eventConsumer } from './consumer-lambda.ts';
export { queueOptions, queueSettings } from './queue-options.ts';
export { scheduleOnce } from './schedule-once.ts';
