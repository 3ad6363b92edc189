// What every sandbox is built of; nothing here knows a vendor.

export { answerer, type Answerer, type Answering, type Handling } from './answering.js';
export { formOf, readCall, urlOf, type ApiAnswer, type IncomingCall } from './call.js';
export { bodyObject, controlRoutes, type Controlled } from './control-routes.js';
export { Counters, type CallKind, type CounterSnapshot } from './counters.js';
export { readFaultOrder, type FaultVocabulary } from './fault-order.js';
export {
  Faults,
  type AnyRowFault,
  type CallFault,
  type FaultMatch,
  type FaultOrder,
  type PlacedFault,
} from './faults.js';
export { ControlClient, jsonType, send, type DriverAnswer, type HeaderValues } from './http-client.js';
export { isObject } from './json.js';
export { LongCalls } from './long-calls.js';
export { ControlRefused } from './refusal.js';
export { Router, type RouteMatch, type RoutePattern } from './router.js';
export { listenOnLoopback, takeBodiesAsText, type Listening, type ListeningOptions } from './server.js';
export { Sessions, type TokenLife } from './sessions.js';
export { atLeast, changedSettings, flag, oneOf, orNull, textList, type SettingRule } from './settings.js';
export { RecordTable, type RecordWrite, type StoredRecord } from './table.js';
export type { FieldValue, FieldValues } from './values.js';
export { CsvMalformed, parseCsv, writeCsv } from './csv.js';
