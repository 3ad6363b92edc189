export { SchedulingModule } from './scheduling.module.js';
export { Ticker } from './ticker.js';
export { claimDue, dropSchedule, nextTime, setSchedule, type DueSchedule } from './schedules.js';
