import { withAdvice, type SystemError, type Verdict } from '../../systems/index.js';

/** Why a send ended before all of its records were tried: the whole organisation cannot be used now. */
export interface Interruption {
  readonly kind: 'sign-in' | 'quota' | 'unavailable' | 'misconfigured';
  readonly message: string;
  /** Null leaves it to the usual back-off. */
  readonly seconds: number | null;
}

const DEFAULT_PAUSE_SECONDS: Readonly<Record<Interruption['kind'], number | null>> = {
  'sign-in': 300,
  quota: 900,
  unavailable: null,
  misconfigured: 300,
};

export function interruptionOf(verdicts: Iterable<Verdict>): Interruption | null {
  for (const verdict of verdicts) {
    if (verdict.verdict === 'retry' && verdict.scope === 'organisation') {
      const kind = verdict.after === null ? 'unavailable' : 'quota';
      return {
        kind,
        message: `${verdict.code}: ${withAdvice(verdict)}`,
        seconds: verdict.after ?? DEFAULT_PAUSE_SECONDS[kind],
      };
    }
  }
  return null;
}

export function interruptionBy({ kind, message, failure, retryAfter }: SystemError): Interruption {
  return {
    kind,
    message: withAdvice({ ...failure, message }),
    seconds: retryAfter ?? DEFAULT_PAUSE_SECONDS[kind],
  };
}
