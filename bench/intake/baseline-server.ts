import Fastify from 'fastify';
import { Pool } from 'pg';
import { newId } from '../../src/platform/database/ids.js';

/**
 * What the intake is measured against: a bare Fastify handler that keeps each body by one prepared INSERT,
 * committed before the answer. No secret, no group, nothing else.
 */
const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['POOL_SIZE']),
});
await pool.query(
  `CREATE TABLE received (
     id uuid PRIMARY KEY, received_at timestamptz NOT NULL, content_type text, body bytea NOT NULL)`,
);

const server = Fastify();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
);
server.post('/leads', async (request) => {
  const id = newId();
  await pool.query({
    name: 'keep',
    text: 'INSERT INTO received (id, received_at, content_type, body) VALUES ($1, $2, $3, $4)',
    values: [id, new Date(), request.headers['content-type'], request.body],
  });
  return { eventId: id };
});

process.stdout.write(`listening on ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
process.once('SIGTERM', () => process.exit(0));
