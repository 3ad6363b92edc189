import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a metric is declared with; its labels are checked by the compiler where it is used. */
export interface MetricDefinition<Label extends string> {
  /** Without the prefix `tributary_`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

/** The metrics of one process, with those of Node itself, as Prometheus reads them. */
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string = never>(definition: MetricDefinition<Label>): Counter<Label> {
    return new Counter<Label>(this.configuration(definition));
  }

  /** `read` sets the gauge anew each time the metrics are read; a gauge that cannot be read shows no value. */
  gauge<Label extends string = never>(
    definition: MetricDefinition<Label>,
    read?: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label> {
    const configuration = this.configuration(definition);
    if (!read) return new Gauge(configuration);
    return new Gauge({
      ...configuration,
      async collect() {
        try {
          await read(this);
        } catch {
          // Above all while the database is away the other metrics are wanted.
          if (configuration.labelNames.length > 0) this.reset();
          else this.remove();
        }
      },
    });
  }

  /** `buckets` are upper bounds, in the unit that the name ends in. */
  histogram<Label extends string = never>(
    definition: MetricDefinition<Label>,
    buckets?: readonly number[],
  ): Histogram<Label> {
    const configuration = this.configuration(definition);
    return new Histogram(buckets ? { ...configuration, buckets: [...buckets] } : configuration);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In the Prometheus text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private configuration<Label extends string>({ name, help, labels = [] }: MetricDefinition<Label>) {
    return { name: `tributary_${name}`, help, labelNames: labels, registers: [this.registry] };
  }
}
