import { searchableLeadFields } from '../instance/schema.js';
import type { Answered, Route, RoutedCall } from '../rest/call.js';
import { malformed, refused } from '../rest/errors.js';
import { linesOf } from './csv.js';
import type { Import } from './imports.js';
import { readFile } from './multipart.js';

const path = '/bulk/v1/leads.json';
const batch = '/bulk/v1/leads/batch/:batch';

/** Bulk Lead Import; these addresses are not below `/rest`. */
export function bulkRoutes(): readonly Route[] {
  return [
    { method: 'POST', path, endpoint: 'import', kind: 'job', handle: receive },
    { method: 'GET', path: batch, endpoint: 'import-read', kind: 'job', handle: status },
    { method: 'GET', path: `${batch}/failures.json`, endpoint: 'import-read', kind: 'job', handle: failures },
    {
      method: 'GET',
      path: `${batch}/warnings.json`,
      endpoint: 'import-read',
      kind: 'job',
      handle: () => ({ file: '' }),
    },
  ];
}

function receive(call: RoutedCall): Answered {
  const { instance, search } = call;
  if (search.get('format') !== 'csv') throw malformed('1003', 'The sandbox imports csv only');
  const lookupField = search.get('lookupField') ?? 'email';
  const listId = search.get('listId');
  if (!searchableLeadFields(instance.settings.keyField).includes(lookupField)) {
    throw refused('1011', `Lookup field '${lookupField}' is not supported`);
  }
  const lines = linesOf(readFile(call.header('content-type'), call.text()));
  const [header, ...rows] = lines ?? [];
  if (!header || rows.length === 0) throw malformed('1003', 'The file cannot be read as CSV or has no rows');
  if (rows.some((cells) => cells.length !== header.length))
    throw malformed('1003', 'A row has too few or too many cells');
  const known = new Set(instance.fieldsOf('lead').map(({ name }) => name));
  const unknown = header.find((name) => !known.has(name));
  if (unknown !== undefined) throw refused('1006', `Field '${unknown}' not found`);
  if (!header.includes(lookupField)) throw malformed('1003', 'The lookup field is no column of the file');
  if (listId !== null && !instance.lists.get(listId)) throw refused('1013', 'List not found');
  if (instance.imports.isFull()) throw refused('1016', 'Too many imports');
  if (listId !== null && instance.imports.isFilling(listId)) throw refused('1019', 'Import in progress');
  instance.counters.countJob();
  const { id } = instance.imports.add({ lookupField, listId, header, rows });
  return { result: [{ batchId: id, importId: String(id), status: 'Queued' }] };
}

function status(call: RoutedCall): Answered {
  const { id, status: word, rows, failed } = importOf(call);
  const isDone = word === 'Complete';
  return {
    result: [
      {
        batchId: id,
        importId: String(id),
        status: word,
        numOfLeadsProcessed: isDone ? rows.length - failed : 0,
        numOfRowsFailed: failed,
        numOfRowsWithWarning: 0,
        message: isDone ? `Import completed with errors, ${rows.length} records imported` : '',
      },
    ],
  };
}

function failures(call: RoutedCall): Answered {
  return { file: importOf(call).failures.join('') };
}

function importOf({ instance, place }: RoutedCall): Import {
  const found = instance.imports.get(place('batch').replace(/\.json$/, ''));
  if (!found) throw refused('1013', 'Import not found');
  return found;
}
