import { type Settings } from '../../platform/config/index.js';
import type { Finding } from '../../platform/finding.js';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Settings that can be read and are likely not what is meant. */
export function* checkSettings(settings: Settings): Generator<Finding> {
  const inProduction = looksLikeProduction(settings);
  yield publicUrl(settings.PUBLIC_URL, inProduction ? 'failed' : 'warning');
  if (!settings.ALLOW_PRIVATE_NETWORK) {
    yield { about: 'ALLOW_PRIVATE_NETWORK', level: 'ok', message: 'private addresses are refused' };
  } else if (inProduction) {
    yield {
      about: 'ALLOW_PRIVATE_NETWORK',
      level: 'warning',
      message: 'lets whoever sets up a destination make this service call http and private addresses',
      fix: 'Set ALLOW_PRIVATE_NETWORK=false, unless this is a trial.',
    };
  } else {
    yield {
      about: 'ALLOW_PRIVATE_NETWORK',
      level: 'ok',
      message: 'private addresses are allowed, as for a trial',
    };
  }
}

function publicUrl(url: string | undefined, levelOfProblem: 'failed' | 'warning'): Finding {
  const about = 'PUBLIC_URL';
  const fix =
    'Set it to the https address under which the internet reaches this service, e.g. https://leads.example.com';
  if (url === undefined) {
    const message = 'is not set, so the addresses for Partner Center cannot be shown whole';
    return { about, level: levelOfProblem, message, fix };
  }
  if (new URL(url).protocol !== 'https:') {
    return {
      about,
      level: levelOfProblem,
      message: `${url} is not https, which Partner Center demands`,
      fix,
    };
  }
  return { about, level: 'ok', message: url };
}

/** A shared database, or a door to the outside. */
function looksLikeProduction({ embedded, PUBLIC_URL, HOST }: Settings): boolean {
  return !embedded || (PUBLIC_URL?.startsWith('https:') ?? false) || !LOOPBACK.includes(HOST);
}
