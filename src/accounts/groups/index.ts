export { GroupController } from './group.controller.js';
export { GroupQueries } from './group.queries.js';
export { GroupRepository } from './group.repository.js';
export { GroupWorker } from './group.worker.js';
export { Grouping } from './grouping.js';
