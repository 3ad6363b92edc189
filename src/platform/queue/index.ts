export { QueueModule, type QueueModuleOptions } from './queue.module.js';
export { InProcessQueue } from './in-process-queue.js';
export { WORK_QUEUE, type WorkHandler, type WorkOptions, type WorkQueue } from './work-queue.js';
export { pingRedis } from './ping-redis.js';
