import { API_USER } from '../http/identity.js';
import type { Answered, Route, RoutedCall } from './call.js';

/** What the day's calls went to ("Usage" of the developer guide); asking costs a call too. */
export function usageRoutes(): readonly Route[] {
  return [
    { method: 'GET', path: '/rest/v1/stats/usage.json', endpoint: 'usage', kind: 'other', handle: usage },
    { method: 'GET', path: '/rest/v1/stats/errors.json', endpoint: 'usage', kind: 'other', handle: errors },
  ];
}

function usage({ instance: { quota } }: RoutedCall): Answered {
  const total = quota.callsUsed;
  return { result: [{ date: quota.today(), total, users: [{ userId: API_USER, count: total }] }] };
}

function errors({ instance: { quota, errorsToday } }: RoutedCall): Answered {
  const counted = [...errorsToday].map(([errorCode, count]) => ({ errorCode, count }));
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  return { result: [{ date: quota.today(), total, errors: counted }] };
}
