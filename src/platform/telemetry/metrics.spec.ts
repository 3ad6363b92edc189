import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('shows the metrics of Node in the Prometheus text format', async () => {
    const metrics = new Metrics();
    expect(metrics.contentType).toContain('text/plain');
    expect(await metrics.text()).toMatch(/^process_cpu_user_seconds_total \d/m);
  });

  it('counts, measures and observes under its prefix, by label', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'leads_total', help: 'h', labels: ['source'] }).inc({ source: 's1' }, 3);
    metrics.gauge({ name: 'waiting', help: 'h' }).set(5);
    metrics
      .histogram({ name: 'send_seconds', help: 'h', labels: ['result'] }, [1, 2])
      .observe({ result: 'ok' }, 1.5);
    const text = await metrics.text();
    expect(text).toContain('tributary_leads_total{source="s1"} 3');
    expect(text).toContain('tributary_waiting 5');
    expect(text).toContain('tributary_send_seconds_bucket{le="1",result="ok"} 0');
    expect(text).toContain('tributary_send_seconds_bucket{le="2",result="ok"} 1');
  });

  it('reads a gauge anew each time', async () => {
    const metrics = new Metrics();
    let rows = 1;
    metrics.gauge({ name: 'rows', help: 'h' }, async (gauge) => gauge.set(rows));
    expect(await metrics.text()).toContain('tributary_rows 1');
    rows = 2;
    expect(await metrics.text()).toContain('tributary_rows 2');
  });

  it('shows the others, and no stale value, while a gauge cannot be read', async () => {
    const metrics = new Metrics();
    let isDown = false;
    const unlessDown = async (set: () => void) => {
      if (isDown) throw new Error('the database is away');
      set();
    };
    metrics.gauge({ name: 'rows', help: 'h' }, (gauge) => unlessDown(() => gauge.set(1)));
    metrics.gauge({ name: 'parts', help: 'h', labels: ['part'] }, (gauge) =>
      unlessDown(() => gauge.set({ part: 'a' }, 2)),
    );
    metrics.counter({ name: 'leads_total', help: 'h' }).inc();
    expect(await metrics.text()).toMatch(/^tributary_rows 1\n[^]*^tributary_parts\{part="a"\} 2$/m);
    isDown = true;
    const text = await metrics.text();
    expect(text).not.toMatch(/^tributary_(rows|parts)/m);
    expect(text).toContain('tributary_leads_total 1');
  });

  it('keeps the metrics of two instances apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.counter({ name: 'leads_total', help: 'h' }).inc();
    expect(await other.text()).not.toContain('tributary_leads_total');
  });
});
